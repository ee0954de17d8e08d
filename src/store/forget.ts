// What need not be kept: requests that nobody confirmed, and mail events too old to come again.
import type { Instant } from '../model.js';
import type { Db } from './schema.js';

/**
 * Removes subscribers who never confirmed since `before` (a confirmation link holds for a week), and the ids of mail
 * events received before it (a provider repeats an event for a few days at most). Gives how many of each.
 */
export async function forgetStale(db: Db, before: Instant): Promise<{ pending: number; events: number }> {
  const pending = await db
    .deleteFrom('subscribers')
    .where('status', '=', 'pending')
    .where('confirmed_at', 'is', null)
    .where('created_at', '<', before)
    .executeTakeFirst();
  const events = await db.deleteFrom('mail_events').where('received_at', '<', before).executeTakeFirst();
  return { pending: Number(pending.numDeletedRows), events: Number(events.numDeletedRows) };
}
