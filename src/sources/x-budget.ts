// What one fetch or one refresh of X may spend: set aside before each call, and what is left of it given back.
import type { Instant } from '../model.js';
import { type Allowance, billingDay } from './x-prices.js';

/** Where the budget of all processes is kept. Prices are in posts. */
export interface Purse {
  /** Sets aside at most `wanted`, and at most that share (0…1) of what is left; `posts` is how much. */
  take(day: string, wanted: number, share: number): Promise<Allowance>;
  giveBack(day: string, posts: number): Promise<void>;
}

export interface Budget {
  /** Sets aside the price of as many of `wanted` posts as it pays for, from no more than a share of what is left. */
  reserve(wanted: number, share?: number): Promise<number>;
  /** What was called for has cost that many posts: more than was set aside when nobody could know before. */
  pay(posts: number): void;
  /** What to say when it does not pay for all. */
  spent(): string;
}

/** Does the work on a budget, without end where there is no purse. */
export async function withinBudget<T>(
  purse: Purse | undefined,
  now: Instant,
  work: (budget: Budget) => Promise<T>,
): Promise<T> {
  if (!purse) return work({ reserve: async (wanted) => wanted, pay: () => {}, spent: () => '' });
  const day = billingDay(now);
  let left = 0;
  let why = '';
  const budget: Budget = {
    reserve: async (wanted, share = 1) => {
      if (left < wanted) {
        const { posts, spent } = await purse.take(day, wanted - left, share);
        left += posts;
        why = spent;
      }
      return Math.max(0, Math.min(wanted, left));
    },
    pay: (posts) => {
      left -= posts;
    },
    spent: () => why,
  };
  try {
    return await work(budget);
  } finally {
    if (left !== 0) await purse.giveBack(day, left);
  }
}
