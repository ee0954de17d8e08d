// Finds titles about one event in nearly the same words: "X surges by 295%" and "X surged 295% after the deal".
import type { Post } from '../../model.js';
import { contentWords, isNumber } from './terms.js';

/** Two titles must share at least this many content words. */
const MIN_COMMON_WORDS = 4;
const MIN_SAME_SHARE = 0.6;
/** Number of a word's latest titles that a new title is compared with; limits the work for common words. */
const MAX_RECENT_TITLES = 20;

/**
 * Returns index pairs of posts with similar titles. Compares a title with the latest titles that share a word. Titles
 * with different numbers are different events.
 */
export function findSameTitles(posts: Post[]): [number, number][] {
  const titles = posts.map(({ title }) => contentWords(title));
  const recent = new Map<string, number[]>();
  return titles.flatMap((own, at): [number, number][] => {
    if (own.size < MIN_COMMON_WORDS) return [];
    const common = new Map<number, number>();
    for (const word of own) {
      const list = recent.get(word) ?? [];
      for (const other of list) common.set(other, (common.get(other) ?? 0) + 1);
      recent.set(word, [...list.slice(1 - MAX_RECENT_TITLES), at]);
    }
    return [...common].flatMap(([other, count]): [number, number][] => {
      const before = titles[other] ?? new Set();
      const isSame = count >= MIN_COMMON_WORDS && count >= MIN_SAME_SHARE * Math.min(own.size, before.size);
      return isSame && !differInNumbers(own, before) ? [[other, at]] : [];
    });
  });
}

/** Whether each set has a number that the other lacks. */
function differInNumbers(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const lacks = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
    [...a].some((word) => isNumber(word) && !b.has(word));
  return lacks(one, other) && lacks(other, one);
}
