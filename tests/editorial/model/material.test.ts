import { expect, test } from 'vitest';
import { truncateToSentences } from '../../../src/editorial/model/material.js';

const long = `${'On my old card it runs '.repeat(9)}at 38 tok/s.`;

test.each([
  ['Short.', 20, 'Short.'],
  ['One is here. Two is here. Three is here.', 26, 'One is here. Two is here.'],
  [long, 150, long],
  [`${long} It is slow.`, 150, long],
])('%#: whole sentences are kept', (text, max, kept) => expect(truncateToSentences(text, max)).toBe(kept));

test('only a first sentence of more than twice the length is cut', () => {
  const kept = truncateToSentences(`${'word '.repeat(90)}ends.`, 200);
  expect(kept.length).toBeLessThanOrEqual(201);
  expect(kept).toMatch(/…$/);
});
