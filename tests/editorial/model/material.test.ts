import { expect, test } from 'vitest';
import { gatherMaterial, listLines, truncateToSentences } from '../../../src/editorial/model/material.js';
import { makePost } from '../../fixtures/store.js';

const long = `${'On my old card it runs '.repeat(9)}at 38 tok/s.`;

test.each([
  ['Short.', 20, 'Short.'],
  ['One is here. Two is here. Three is here.', 26, 'One is here. Two is here.'],
  [long, 150, long],
  [`${long} It is slow.`, 150, long],
])('%#: only whole sentences are kept', (text, max, kept) =>
  expect(truncateToSentences(text, max)).toBe(kept),
);

test('a first sentence is cut only if it is longer than twice the limit', () => {
  const kept = truncateToSentences(`${'word '.repeat(90)}ends.`, 200);
  expect(kept.length).toBeLessThanOrEqual(201);
  expect(kept).toMatch(/…$/);
});

test('comments are shown until they fill their room', () => {
  const comments = (length: number) =>
    ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({
      id,
      url: '',
      author: id,
      text: 'x'.repeat(length),
      score: 1,
    }));
  const shown = [100, 400, 900].map((length) => {
    const post = { ...makePost('p1'), comments: comments(length) };
    return (
      gatherMaterial([{ id: 'p1', posts: [post], weight: 1, voices: 1 }], String, 9_000).citable.size - 1
    );
  });
  expect(shown).toEqual([5, 3, 2]);
});

test('the posts of a week have their days', () => {
  const post = makePost('p1');
  const linesOf = (options?: { days: boolean }) =>
    listLines(gatherMaterial([{ id: 'p1', posts: [post], weight: 1, voices: 1 }], String, 9_000, options));
  expect(linesOf({ days: true })).toContain(`"day":"${post.createdAt.slice(0, 10)}"`);
  expect(linesOf()).not.toContain('"day"');
});
