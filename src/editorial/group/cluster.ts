// Groups posts into stories and stories into sections.
import type { Post, Story } from '../../model.js';
import { compareItems, type Item } from './compare.js';
import { cutTree, joinGroups } from './linkage.js';
import { findStories } from './stories.js';
import type { TermArchive } from './term-archive.js';

export interface StoryOptions {
  /** Cosine from which two posts report the same event, 0…1. */
  sameAs?: number;
}

/**
 * Groups posts about the same event or release across platforms. Every post is in exactly one group, oldest first.
 * Conservative: merging two events is worse than reporting one twice.
 */
export function groupStories(posts: Post[], options: StoryOptions = {}): Post[][] {
  return findStories(posts, options.sameAs).map((group) =>
    group.flatMap((at) => {
      const post = posts[at];
      return post ? [post] : [];
    }),
  );
}

/**
 * Estimates the number of themes of `items` items: `0.34 · n^0.75`, like the vocabulary of a text (Heaps' law); at
 * least three from six items on.
 */
export function countGroups(items: number): number {
  if (items < 6) return Math.ceil(items / 3);
  return Math.max(3, Math.round(0.34 * items ** 0.75));
}

/**
 * Assigns each item a theme label, counting up from 0. `groups` is the number of themes; the default depends on the
 * number of items. Time and memory are quadratic: a recap never has more than 640 stories (docs/grouping.md).
 */
export function groupItems(
  items: Item[],
  groups = countGroups(items.length),
  archive?: TermArchive,
): number[] {
  return cutTree(items.length, joinGroups(compareItems(items, archive)), groups);
}

export interface SectionOptions {
  /** Maximum sections; default: unlimited. */
  maxSections?: number;
  /** Counts of words on earlier days. */
  archive?: TermArchive;
  /** Factor for the number of sections (countGroups); default 1. */
  fineness?: number;
}

/** Groups the stories of one recap by theme, heaviest group first; each story is in exactly one. */
export function groupSections(stories: Story[], options: SectionOptions = {}): Story[][] {
  if (stories.length === 0) return [];
  const { maxSections = Number.POSITIVE_INFINITY, fineness = 1, archive } = options;
  const items = stories.map(readStory);
  const groups = Math.round(countGroups(stories.length) * fineness);
  const labels = groupItems(items, Math.max(1, Math.min(maxSections, groups)), archive);
  const sections = new Map<number, Story[]>();
  for (const [at, story] of stories.entries()) {
    const label = labels[at] ?? 0;
    sections.set(label, [...(sections.get(label) ?? []), story]);
  }
  return [...sections.values()].sort((one, other) => weigh(other) - weigh(one));
}

function weigh(stories: Story[]): number {
  return stories.reduce((sum, story) => sum + story.weight, 0);
}

/** Reads a story's leading posts; the others repeat them. */
function readStory({ posts }: Story): Item {
  const [lead, ...rest] = posts.slice(0, 4);
  if (!lead) return { title: '', text: '' };
  const text = [lead.text, ...rest.map((post) => `${post.title}\n${post.text}`)].join('\n').slice(0, 4000);
  const item: Item = { title: lead.title, text };
  if (lead.platform === 'reddit') item.place = lead.sourceId;
  if (lead.platform === 'x' || lead.platform === 'discord') {
    item.author = lead.author;
    item.time = Date.parse(lead.createdAt);
  }
  return item;
}
