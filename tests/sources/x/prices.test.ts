// How many posts a budget still allows.
import { expect, test } from 'vitest';
import { allowanceOf, estimateReadCost, estimateReading } from '../../../src/sources/x/prices.js';

const budget = { dailyUsd: 5, monthlyUsd: 100 };
const read = (posts: number, users = 0) => ({ posts, users });

test.each([
  ['all of the day', read(0), read(0), 1000, 'a day'],
  ['what is left of the day', read(400, 50), read(400, 50), 500, 'a day'],
  ['what is left of the month', read(0), read(19_000), 1000, 'a day'],
  ['less than a day, from the month', read(0), read(19_900), 100, '$100.00 a month'],
  ['nothing', read(2000), read(30_000), 0, 'a month'],
])('allows %s', (_, today, month, posts, spent) => {
  const allowance = allowanceOf(budget, { today, month });
  expect(allowance.posts).toBe(posts);
  expect(allowance.spent).toContain(spent);
});

test('a budget of 0 allows nothing', () =>
  expect(allowanceOf({ dailyUsd: 0, monthlyUsd: 100 }, { today: read(0), month: read(0) })).toEqual({
    posts: 0,
    spent: 'the X budget of $0.00 a day is spent',
  }));

test('prices', () => {
  expect(estimateReadCost(read(1000, 10))).toBeCloseTo(5.1);
  expect(estimateReading(480, 120)).toMatchObject({ usdADay: 2.4, usdAMonth: 72, usdOnce: 1.2 });
});
