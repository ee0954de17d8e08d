// The budget of one fetch or refresh of X: reserves the price of each call beforehand and releases the unused part.
import type { Instant } from '../../model.js';
import { type Allowance, billingDay } from './prices.js';

/** Stores the budget shared by all processes. Prices are in posts. */
export interface BudgetStore {
  /**
   * Reserves at most `wanted` posts, so that together with what was `paid` it stays within `share` (0…1) of the initial budget. Returns the reserved `posts`.
   */
  take(day: string, wanted: number, bounds: { share: number; paid: number }): Promise<Allowance>;
  giveBack(day: string, posts: number): Promise<void>;
}

export interface XCallBudget {
  /**
   * Reserves as many of the `wanted` posts as the budget allows, within `share` of the initial budget, and makes the call with that number. Releases what `pay` did not report. If the process dies mid-call, the reservation stands, because X may still bill it. A call that does not start reserves nothing.
   */
  spend<T>(wanted: number, call: (posts: number) => Promise<T>, share?: number): Promise<T>;
  /** Records the cost of a call in posts. It may exceed the reservation if it was not known before. */
  pay(posts: number): void;
  /** The message when the budget does not cover everything. */
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
        const remaining = posts - (paid - before);
        // If the release fails, the reservation stays counted. The posts are paid for, so they are kept.
        if (remaining !== 0) await budgetStore.giveBack(day, remaining).catch(() => {});
      }
    },
    pay: (posts) => {
      paid += posts;
    },
    spent: () => why,
  };
}
