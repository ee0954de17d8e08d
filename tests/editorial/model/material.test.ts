import { expect, test } from 'vitest';
import { truncateToSentences } from '../../../src/editorial/model/material.js';

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
