// The editorial judgement: which posts are one story, and which stories belong under one heading.
import type { Post, Story } from '../../model.js';
import { writeTitles } from '../titles/titles.js';
import { compareItems, type Item } from './compare.js';
import { cutTree, joinGroups } from './linkage.js';
import { findStories } from './stories.js';
import type { TermArchive } from './term-archive.js';

export interface StoryOptions {
  /** Cosine from which two posts tell the same thing, 0…1. */
  sameAs?: number;
}

/**
 * Posts that tell the same event or release, across platforms; every post is in exactly one group, oldest first.
 * Conservative: an event told twice is bad, two events made one are worse.
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
 * How many themes so many items have: they grow like the vocabulary of a text, `0.34 · n^0.75` (Heaps' law), and six
 * items or more have at least three.
 */
export function countGroups(items: number): number {
  if (items < 6) return Math.ceil(items / 3);
  return Math.max(3, Math.round(0.34 * items ** 0.75));
}

/**
 * A theme label for each item, counting up from 0. `groups` is how many there are to be; by default it follows from
 * the number of items. Time and memory are quadratic: a recap never has more than 640 stories (docs/grouping.md).
 */
export function groupItems(
  items: Item[],
  groups = countGroups(items.length),
  archive?: TermArchive,
): number[] {
  return cutTree(items.length, joinGroups(compareItems(items, archive)), groups);
}

export interface SectionOptions {
  /** The most sections; default: as many as the stories make. */
  maxSections?: number;
  /** BCP 47: the language of the title's connecting words. */
  language?: string;
  /** So many of a section's stories are shown, and its title speaks of; default: all. */
  shown?: number;
  /** What earlier days say of words. */
  archive?: TermArchive;
  /** So many times as many sections as items of their number have (countGroups); default 1. */
  fineness?: number;
}

export interface StorySection {
  title: string;
  stories: Story[];
}

/**
 * The stories of one recap in themed sections, heaviest section first, each story in exactly one of them. A title
 * says what its section holds in names and phrases that stand in its posts.
 */
export function groupSections(stories: Story[], options: SectionOptions = {}): StorySection[] {
  if (stories.length === 0) return [];
  const { maxSections = Number.POSITIVE_INFINITY, language = 'en', shown, fineness = 1, archive } = options;
  const items = stories.map(readStory);
  const groups = Math.round(countGroups(stories.length) * fineness);
  const labels = groupItems(items, Math.max(1, Math.min(maxSections, groups)), archive);
  const sections = new Map<number, Story[]>();
  for (const [at, story] of stories.entries()) {
    const label = labels[at] ?? 0;
    sections.set(label, [...(sections.get(label) ?? []), story]);
  }
  const sorted = [...sections.values()].sort((one, other) => weigh(other) - weigh(one));
  const titles = writeTitles(
    sorted.map((group) => group.slice(0, shown)),
    { language, archive },
  );
  return sorted.map((group, at) => ({ title: titles[at] ?? '', stories: group }));
}

function weigh(stories: Story[]): number {
  return stories.reduce((sum, story) => sum + story.weight, 0);
}

/** A story stands for itself by its leading posts: the rest repeats them. */
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
