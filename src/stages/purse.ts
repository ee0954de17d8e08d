// X's budget, kept in the store for all processes that read it.
import type { Purse } from '../sources/x-budget.js';
import { allowanceOf, type XBudget } from '../sources/x-prices.js';
import { addReads, reservePosts } from '../store/reads.js';
import type { Db } from '../store/schema.js';

/**
 * What is taken counts as read until it is given back, or until `recordReads` puts what was read in its place: that of a
 * process that ended in between was most likely paid for, and stays counted.
 */
export function createPurse(budget: XBudget, db: Db): Purse {
  return {
    take: async (day, wanted, share) => {
      let spent = '';
      const posts = await db.transaction().execute((trx) =>
        reservePosts(trx, day, (read) => {
          const left = allowanceOf(budget, read);
          spent = left.spent;
          return Math.min(wanted, Math.floor(left.posts * share));
        }),
      );
      return { posts, spent };
    },
    giveBack: (day, posts) => addReads(db, day, { posts: -posts, users: 0 }),
  };
}
