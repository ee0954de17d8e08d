import { describe, expect, test } from 'vitest';
import { markRepeats } from '../../../src/editorial/dedupe.js';
import { groupItems, groupStories } from '../../../src/editorial/group/cluster.js';
import { createPairs } from '../../../src/editorial/group/pair-list.js';
import { findSimilarPairs, MAX_RECENT_POSTS, SEARCH_KEYS } from '../../../src/editorial/group/pairs.js';
import { createSketches } from '../../../src/editorial/group/sketches.js';
import { findSameTexts, readShingles } from '../../../src/editorial/same-text.js';
import type { Post } from '../../../src/model.js';
import { makePost } from '../../fixtures/store.js';

const LETTERS = 'abcdefghijklmnopqrst';
/** A unique word for each number. */
const word = (n: number) =>
  `z${LETTERS[n % 20]}${LETTERS[Math.floor(n / 20) % 20]}${LETTERS[Math.floor(n / 400) % 20]}${LETTERS[Math.floor(n / 8000) % 20]}`;
const make = (count: number, text: (at: number) => string): Post[] =>
  Array.from({ length: count }, (_, at) =>
    makePost(`x:${at}`, { url: `https://x.com/a/status/${at}`, author: `u${at}`, title: '', text: text(at) }),
  );
const SPAM = 'claim your free reward today at the great token airdrop event for early holders of the coin';
const own = (at: number, many: number) =>
  Array.from({ length: many }, (_, n) => word((at * many + n) % 150_000)).join(' ');

function countComparisons(posts: Post[]): number {
  const pairs = createPairs();
  const compared = findSimilarPairs(createSketches(posts), posts.keys(), 0.4, pairs);
  expect(pairs.size).toBeLessThanOrEqual(20 * posts.length);
  return compared;
}

describe('a flood', () => {
  test('of nearly equal texts takes a bounded number of comparisons per post', () => {
    const posts = make(2000, (at) => `${SPAM} ${word(at % 40)} ${word(at % 7)} ${word(at % 11)}`);
    expect(countComparisons(posts)).toBeLessThanOrEqual(SEARCH_KEYS * MAX_RECENT_POSTS * posts.length);
    let joins = 0;
    const texts = posts.map(({ text }) => readShingles(text));
    const compared = findSameTexts(
      texts,
      () => false,
      () => joins++,
    );
    expect(joins).toBeGreaterThan(0);
    expect(compared).toBeLessThanOrEqual(32 * posts.length);
  });
  test('of one text among other posts is one story and absorbs no other post', () => {
    const posts = [...make(400, () => SPAM), ...make(600, (at) => own(at, 12))].map((post, at) => ({
      ...post,
      id: `x:${at}`,
      url: `https://x.com/a/status/${at}`,
    }));
    const groups = groupStories(markRepeats(posts));
    expect(Math.max(...groups.map((group) => group.length))).toBe(400);
    expect(groups).toHaveLength(601);
  });
  test('of posts that share one common word forms no stories', () => {
    const posts = make(3000, (at) => `hantavirus ${own(at, 12)}`);
    expect(groupStories(posts)).toHaveLength(3000);
    expect(countComparisons(posts)).toBeLessThan(posts.length);
  });
});

test('groupItems makes the requested number of groups, even of items without anything in common', () => {
  const items = make(60, (at) => own(at, 5));
  expect(new Set(groupItems(items, 4)).size).toBe(4);
  expect(groupItems([], 0)).toEqual([]);
});
