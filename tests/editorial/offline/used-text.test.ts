import { expect, test } from 'vitest';
import { createUsedText } from '../../../src/editorial/offline/used-text.js';

const TOLD = 'Heron 3 Large runs at 41 tokens per second on one Corvus card, says @ada99.';

test('a near repetition is covered, whoever says it', () => {
  const said = createUsedText([TOLD]);
  expect(said.covers('Heron 3 Large runs at 41 tokens per second on one Corvus card (@bob12)')).toBe(true);
  expect(said.has('Heron 3 Large runs at 41 tokens per second on one Corvus card (@bob12)')).toBe(false);
  expect(said.has(TOLD)).toBe(true);
});
test('text with another number or version is not covered', () => {
  const said = createUsedText([
    TOLD,
    'The harness works with Meridian-5.1 since this morning in all regions.',
  ]);
  expect(said.covers('Heron 3 Large runs at 48 tokens per second on one Corvus card.')).toBe(false);
  expect(said.covers('The harness works with Meridian-5.2 since this morning in all regions.')).toBe(false);
});
test('short sentences are covered only by an equal one', () =>
  expect(createUsedText([TOLD]).covers('Heron 3 runs.')).toBe(false));
