// What one fetch or one refresh of X may spend: set aside for each call just before it, and given back after it.
import type { Instant } from '../../model.js';
import { type Allowance, billingDay } from './prices.js';

/** Where the budget of all processes is kept. Prices are in posts. */
export interface BudgetStore {
  /**
   * Sets aside at most `wanted`, so that with what was `paid` before it is at most that share (0…1) of what there was;
   * `posts` is how much.
   */
  take(day: string, wanted: number, bounds: { share: number; paid: number }): Promise<Allowance>;
  giveBack(day: string, posts: number): Promise<void>;
}

export interface XCallBudget {
  /**
   * Sets aside the price of as many of `wanted` posts as it pays for, from no more than a share of what there was, and
   * makes the call with that. What was not reported to `pay` is released. A process that is killed meanwhile leaves it
   * counted: X may have answered. For a call that has not begun nothing is set aside.
   */
  spend<T>(wanted: number, call: (posts: number) => Promise<T>, share?: number): Promise<T>;
  /** What was called for has cost that many posts: more than was set aside when nobody could know before. */
  pay(posts: number): void;
  /** What to say when it does not pay for all. */
  spent(): string;
}

/** Without a budgetStore the budget is unlimited. */
export function openBudget(budgetStore: BudgetStore | undefined, now: Instant): XCallBudget {
  if (!budgetStore) return { spend: (wanted, call) => call(wanted), pay: () => {}, spent: () => '' };
  const day = billingDay(now);
  let paid = 0;
  let why = '';
  return {
    spend: async (wanted, call, share = 1) => {
      const before = paid;
      const { posts, spent } = await budgetStore.take(day, wanted, { share, paid });
      why = spent;
      try {
        return await call(posts);
      } finally {
        const left = posts - (paid - before);
        // A reservation that cannot be released stays counted. The posts were paid for, so they are kept.
        if (left !== 0) await budgetStore.giveBack(day, left).catch(() => {});
      }
    },
    pay: (posts) => {
      paid += posts;
    },
    spent: () => why,
  };
}
