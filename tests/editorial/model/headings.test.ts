import { expect, test } from 'vitest';
import { listClaimTitles, listShorterHeadings } from '../../../src/editorial/model/headings.js';

test.each([
  [
    'Heron 3 ships: 4x faster, but 5x costlier to run',
    [
      'Heron 3 ships: 4x faster, but 5x costlier to run',
      'Heron 3 ships: 4x faster,',
      'Heron 3 ships: 4x faster',
      'Heron 3 ships',
    ],
  ],
  ['Ada: new agent Spark, cheaper plans.', ['Ada: new agent Spark, cheaper plans', 'Ada: new agent Spark']],
  ['Heron 3 is out', ['Heron 3 is out']],
  ['', []],
])('%s: shorter headings', (heading, shorter) => {
  const expected = shorter.filter((each) => !each.endsWith(','));
  expect(listShorterHeadings(heading)).toEqual(expected);
});

test('a short claim without its author can be a title', () => {
  const claim = 'Heron 3 runs at 40 tok/s on a phone, twice as fast as Heron 2 on the same one (@ada)';
  expect(listClaimTitles(claim)).toEqual(['Heron 3 runs at 40 tok/s on a phone']);
});
