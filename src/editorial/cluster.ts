// The editorial judgement: which posts are one story, and which stories belong under one heading.
import type { Post, Story } from '../model.js';
import { cutTree, linkAverage } from './linkage.js';
import { addCosines, createMatrix, weighTerms } from './similarity.js';
import { findStories } from './stories.js';
import { readTerms } from './terms.js';
import { writeTitles } from './titles.js';

/** What is compared when themes are sought. */
export interface Item {
  title: string;
  text: string;
  /** Where it was said, when that tells about its theme: the subreddit's source id. */
  place?: string;
}

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

/** How many groups so many items make: at least three, later one for about ten. */
export function countGroups(items: number): number {
  return Math.min(items, Math.max(3, Math.round(items / 9.5)));
}

/** A theme label for each item, counting up from 0. `groups` is how many there may be; by default it follows from the items. */
export function groupItems(items: Item[], groups = countGroups(items.length)): number[] {
  const terms = items.map((item) => readTerms(item.title, item.text));
  const matrix = createMatrix(items.length);
  addCosines(matrix, weighTerms(terms.map((each) => each.words)), 1);
  addCosines(matrix, weighTerms(terms.map((each) => each.names)), 0.5);
  addCosines(
    matrix,
    items.map(({ place }) => new Map(place ? [[place, 1]] : [])),
    0.1,
  );
  return cutTree(items.length, linkAverage(matrix), groups);
}

export interface SectionOptions {
  /** The most sections; default: as many as the stories make. */
  maxSections?: number;
  /** BCP 47: the language of the title's connecting words. */
  language?: string;
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
  const { maxSections = Number.POSITIVE_INFINITY, language = 'en' } = options;
  const items = stories.map(readStory);
  const labels = groupItems(items, Math.max(1, Math.min(maxSections, countGroups(stories.length))));
  const sections = new Map<number, Story[]>();
  for (const [at, story] of stories.entries()) {
    const label = labels[at] ?? 0;
    sections.set(label, [...(sections.get(label) ?? []), story]);
  }
  const groups = [...sections.values()].sort((one, other) => weigh(other) - weigh(one));
  const titles = writeTitles(groups, language);
  return groups.map((group, at) => ({ title: titles[at] ?? '', stories: group }));
}

function weigh(stories: Story[]): number {
  return stories.reduce((sum, story) => sum + story.weight, 0);
}

/** A story stands for itself by its leading posts: the rest repeats them. */
function readStory(story: Story): Item {
  const [lead, ...rest] = story.posts.slice(0, 4);
  const place = lead?.platform === 'reddit' ? lead.sourceId : undefined;
  return {
    title: lead?.title ?? '',
    text: [lead?.text, ...rest.map((post) => `${post.title}\n${post.text}`)].join('\n').slice(0, 4000),
    ...(place ? { place } : {}),
  };
}
