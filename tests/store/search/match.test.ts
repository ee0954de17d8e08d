// A search's condition in PostgreSQL's language.
import { expect, test } from 'vitest';
import { type Match, toCandidates, toTsQuery } from '../../../src/store/search/match.js';

test('candidates lack order and exclusions', () => {
  const match: Match = {
    one: {
      all: [{ words: ['with', 'the'] }, { any: [{ words: ['kit'], prefix: true }, { words: ['wind'] }] }],
    },
    without: { words: ['storm'] },
  };
  expect(toTsQuery(match)).toBe("((('with' <-> 'the') & ('kit':* | 'wind')) & !'storm')");
  expect(toCandidates(match)).toBe("(('with' & 'the') & (('kit':*) | ('wind')))");
});
