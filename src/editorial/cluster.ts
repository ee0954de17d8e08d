// The editorial judgement: which posts are one story, and which stories belong under one heading.
import type { Post, Story } from '../model.js';
import { weighThemes } from './lexicon.js';
import { cutTree, joinGroups } from './linkage.js';
import { addCosines, addToPair, centre, createMatrix, type Matrix, weighTerms } from './similarity.js';
import { findStories } from './stories.js';
import { readTerms, readThemeTerms, readTrigrams } from './terms.js';
import { writeTitles } from './titles.js';

/** What is compared when themes are sought. */
export interface Item {
  title: string;
  text: string;
  /** Handle or name; it counts as a name in the text, and for posts of one account belonging together. */
  author?: string;
  /** Where it was said, when that tells about its theme: the subreddit. */
  place?: string;
  /** When it was said, where people answer what has just happened (X). Milliseconds. */
  time?: number;
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

/** How much each kind of likeness counts. Measured: docs/editorial.md, "Grouping". */
const SHARES = { words: 1, trigrams: 0.6, names: 0.4, themes: 0.4, place: 0.1, author: 0.1, time: 0.1 };
/** Rare words count less than usual: in texts this short, chance makes them rare. */
const WORD_RARITY = 0.7;
/** Shares of known words at which the lexicon counts for nothing, and in full. */
const CHANCE = 0.14;
const AT_HOME = 0.22;
const HOUR_MS = 3_600_000;

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
 * the number of items. Quadratic in the items: 2,500 take about two seconds and 25 MB.
 */
export function groupItems(items: Item[], groups = countGroups(items.length)): number[] {
  const terms = items.map(({ title, text, author }) => readTerms(title, text, author));
  const matrix = createMatrix(items.length);
  const words = terms.map((each) => each.words);
  addCosines(matrix, weighTerms(words, WORD_RARITY), SHARES.words);
  addCosines(matrix, weighTerms(words.map((each) => readTrigrams(each.keys()))), SHARES.trigrams);
  addCosines(matrix, weighTerms(terms.map(({ names }) => names)), SHARES.names);
  const themes = items.map(({ title, text }) => readThemeTerms(title, text));
  addCosines(matrix, weighThemes(themes), SHARES.themes * trustLexicon(words, themes));
  addCircumstances(matrix, items);
  centre(
    matrix,
    Object.values(SHARES).reduce((sum, share) => sum + share, 0),
  );
  return cutTree(items.length, joinGroups(matrix), groups);
}

/**
 * How far the lexicon is to be believed, 0…1, by the share of the words that it knows: texts about anything have one
 * in eight by chance, texts of the field one in four.
 */
function trustLexicon(words: Map<string, number>[], themes: Map<string, number>[]): number {
  let all = 0;
  let known = 0;
  for (const [at, stems] of words.entries()) {
    all += stems.size;
    for (const stem of stems.keys()) if (themes[at]?.has(stem)) known++;
  }
  return Math.min(1, Math.max(0, (known / (all || 1) - CHANCE) / (AT_HOME - CHANCE)));
}

/** Adds what items have in common besides their words: the place, the author, the hour. */
function addCircumstances(matrix: Matrix, items: Item[]): void {
  for (const [row, one] of items.entries())
    for (let other = 0; other < row; other++) {
      const rival = items[other];
      if (!rival) continue;
      let value = 0;
      if (one.place && one.place === rival.place) value += SHARES.place;
      if (one.author && one.author === rival.author) value += SHARES.author;
      if (one.time !== undefined && rival.time !== undefined)
        value += SHARES.time * Math.exp(-Math.abs(one.time - rival.time) / HOUR_MS);
      if (value > 0) addToPair(matrix, row, other, value);
    }
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
function readStory({ posts }: Story): Item {
  const [lead, ...rest] = posts.slice(0, 4);
  if (!lead) return { title: '', text: '' };
  const text = [lead.text, ...rest.map((post) => `${post.title}\n${post.text}`)].join('\n').slice(0, 4000);
  const item: Item = { title: lead.title, text };
  if (lead.platform === 'reddit') item.place = lead.sourceId;
  if (lead.platform === 'x') {
    item.author = lead.author;
    item.time = Date.parse(lead.createdAt);
  }
  return item;
}
