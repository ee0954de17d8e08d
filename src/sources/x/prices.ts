// X's prices, and the posts that a budget in dollars still allows.
import type { Instant, Reads } from '../../model.js';

/**
 * Prices in US dollars since February 2026, checked in November (https://docs.x.com/x-api/getting-started/pricing). X
 * bills the same post or user once per UTC day; X calls this a soft guarantee.
 */
export const X_PRICES = { post: 0.005, user: 0.01 };
/** The price of a user, in posts. */
export const USER_IN_POSTS = X_PRICES.user / X_PRICES.post;

export interface XBudget {
  dailyUsd: number;
  monthlyUsd: number;
}

export interface Allowance {
  /** How many posts may still be read; a user counts as `USER_IN_POSTS`. */
  posts: number;
  /** The message when the allowance is used up. */
  spent: string;
}

/** A price in posts. */
export function inPosts({ posts, users }: Reads): number {
  return posts + users * USER_IN_POSTS;
}

export function estimateReadCost({ posts, users }: Reads): number {
  return posts * X_PRICES.post + users * X_PRICES.user;
}

/** The allowance left for the day or the month, whichever is less. `read` is the number read so far. */
export function allowanceOf(budget: XBudget, read: { today: Reads; month: Reads }): Allowance {
  const today = budget.dailyUsd - estimateReadCost(read.today);
  const month = budget.monthlyUsd - estimateReadCost(read.month);
  const usd = Math.max(0, Math.min(today, month));
  const [limit, span] = today <= month ? [budget.dailyUsd, 'day'] : [budget.monthlyUsd, 'month'];
  return {
    // A small tolerance for floating-point division.
    posts: Math.floor(usd / X_PRICES.post + 1e-6),
    spent: `the X budget of $${limit.toFixed(2)} a ${span} is spent`,
  };
}

/** The estimated cost of a day with this many posts and users to look up. */
export interface XEstimate {
  postsADay: number;
  usersOnce: number;
  usdADay: number;
  /** Cost of 30 days. */
  usdAMonth: number;
  usdOnce: number;
}

export function estimateReading(postsADay: number, usersOnce: number): XEstimate {
  const cents = (usd: number) => Math.round(usd * 100) / 100;
  const usdADay = estimateReadCost({ posts: postsADay, users: 0 });
  return {
    postsADay,
    usersOnce,
    usdADay: cents(usdADay),
    usdAMonth: cents(30 * usdADay),
    usdOnce: cents(estimateReadCost({ posts: 0, users: usersOnce })),
  };
}

/** The UTC day that a read is billed on. */
export function billingDay(now: Instant): string {
  return now.slice(0, 10);
}
