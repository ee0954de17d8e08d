import { expect, test } from 'vitest';
import type { Span } from '../../../src/model.js';
import { bulletText } from '../../../src/store/search/passages.js';

const bullet = (claim: Span[], text: string) => ({
  id: 'b1',
  claim,
  text: [{ text }],
  citations: ['x:1'],
  points: [],
  origin: 'extract' as const,
});

test.each([
  [
    'a claim whose sentence goes on',
    [{ text: 'Tessel can ship' }],
    'via harbour lines.',
    'Tessel can ship via harbour lines.',
  ],
  [
    'a claim before a bracket',
    [{ text: 'Tessel can ship' }],
    '(by sea) now.',
    'Tessel can ship (by sea) now.',
  ],
  [
    'a title',
    [{ text: 'Tessel ships', cite: 'x:1' }],
    'quay.example: “Two lines.”',
    'Tessel ships. quay.example: “Two lines.”',
  ],
  ['a claim with its sign', [{ text: 'Tessel ships.' }], '@ada.', 'Tessel ships. @ada.'],
])('bulletText joins %s to its text', (_, claim, text, whole) =>
  expect(bulletText(bullet(claim, text))).toBe(whole),
);
