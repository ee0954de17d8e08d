// X's budget, stored for all processes that use it.
import type { BudgetStore } from '../../sources/x/budget.js';
import { allowanceOf, type XBudget } from '../../sources/x/prices.js';
import { retryWhileDatabaseDown } from '../../store/database/retry.js';
import type { Db } from '../../store/database/schema.js';
import { addReads, reservePosts } from '../../store/sources/reads.js';

/**
 * A reservation counts as read until it is released, or until `recordReads` replaces it with the actual reads. If the
 * process dies mid-call, the reservation stands: X may still bill it.
 */
export function createBudgetStore(budget: XBudget, db: Db): BudgetStore {
  return {
    take: async (day, wanted, { share, paid }) => {
      let spent = '';
      // Runs twice if only the response was lost; then the count is too high rather than too low.
      const posts = await retryWhileDatabaseDown(() =>
        db.transaction().execute((trx) =>
          reservePosts(trx, day, (read) => {
            const allowance = allowanceOf(budget, read);
            spent = allowance.spent;
            return Math.max(0, Math.min(wanted, Math.floor((allowance.posts + paid) * share) - paid));
          }),
        ),
      );
      return { posts, spent };
    },
    giveBack: (day, posts) => addReads(db, day, { posts: -posts, users: 0 }),
  };
}
