// Packs accounts into queries.
import { expect, test } from 'vitest';
import { packQueries, searchQuery } from '../../../src/sources/x/queries.js';

const accounts = (count: number, length: number) =>
  Array.from({ length: count }, (_, i) => ({ handle: `h${i}`.padEnd(length, '_') }));

test('names the accounts and excludes reposts', () => {
  expect(searchQuery(['karpathy', 'simonw'])).toBe('(from:karpathy OR from:simonw) -is:retweet');
});

test('every account is in exactly one query, and no query is too long', () => {
  const all = accounts(200, 15);
  const packed = packQueries(all, 512);
  expect(packed.flatMap((each) => each.accounts)).toHaveLength(200);
  expect(Math.max(...packed.map((each) => each.query.length))).toBeLessThanOrEqual(512);
});

test.each([
  [1, 512, 1],
  [0, 512, 0],
  [20, 512, 1],
  [21, 512, 2],
  [41, 1024, 1],
])('%i handles of 15 letters in queries of %i characters: %i', (count, length, queries) => {
  expect(packQueries(accounts(count, 15), length)).toHaveLength(queries);
});

test('short handles fill the gaps', () => {
  const mixed = [...accounts(20, 15), { handle: 'a' }, { handle: 'b' }];
  expect(packQueries(mixed, 512)).toHaveLength(1);
});
