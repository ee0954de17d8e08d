// Removes old data: raw posts, the model's answers, finished deliveries, unconfirmed subscriptions.
import { type Kysely, sql } from 'kysely';
import type { Instant } from '../../model.js';
import { isUnlockedRow } from '../database/dialect.js';
import type { Db, Tables } from '../database/schema.js';
import { addRecipients } from '../deliveries/counts.js';

/** Data older than these times is removed; absent: none of that kind. */
export interface Bounds {
  posts?: Instant;
  answers?: Instant;
  deliveries?: Instant;
  /** Unconfirmed subscriptions and mail events. */
  requests: Instant;
}

export interface Forgotten {
  posts: number;
  answers: number;
  deliveries: number;
  pending: number;
  events: number;
}

/** Rows removed per transaction, so that others do not wait long for the lock. */
const ROWS_AT_ONCE = 2000;

/** Removes data older than its bound. Call it outside a transaction; it opens its own. */
export async function forgetOld(db: Kysely<Tables>, bounds: Bounds): Promise<Forgotten> {
  return {
    posts: bounds.posts ? await forgetPosts(db, bounds.posts) : 0,
    answers: bounds.answers ? await forgetAnswers(db, bounds.answers) : 0,
    deliveries: bounds.deliveries ? await forgetDeliveries(db, bounds.deliveries) : 0,
    ...(await forgetStale(db, bounds.requests)),
  };
}

/**
 * Removes posts created and last seen before `before`, with their comments. Keeps posts that an issue cites or whose
 * comments it cites, and posts that an issue after `since` reported, because the next issues are compared with them.
 */
export async function forgetPosts(db: Db, before: Instant): Promise<number> {
  let count = 0;
  for (let from = ''; ; ) {
    const { rows } = await sql<{ id: string; created_at: string }>`
      select id, created_at from posts
      where created_at >= ${from} and created_at < ${before} and seen_at < ${before}
        and not exists (select 1 from citations where citations.post_id = posts.id)
        and not exists (
          select 1 from comments join citations on citations.post_id = comments.id where comments.post_id = posts.id)
        and id not in (
          select told.post_id from told join issues on issues.id = told.issue_id where issues.period_to >= ${before})
      order by created_at limit ${ROWS_AT_ONCE}`.execute(db);
    const last = rows.at(-1);
    if (!last) return count;
    const removed = await db
      .deleteFrom('posts')
      .where(
        'id',
        'in',
        rows.map(({ id }) => id),
      )
      .executeTakeFirst();
    count += Number(removed.numDeletedRows);
    from = last.created_at;
  }
}

async function forgetAnswers(db: Db, before: Instant): Promise<number> {
  const removed = await db.deleteFrom('answers').where('created_at', '<', before).executeTakeFirst();
  return Number(removed.numDeletedRows);
}

/**
 * Removes finished deliveries of issues whose period ended before `before`. The issue's recipients are then no longer
 * known.
 */
async function forgetDeliveries(db: Kysely<Tables>, before: Instant): Promise<number> {
  let count = 0;
  const issues = await db
    .selectFrom('recipient_counts')
    .innerJoin('issues', 'issues.id', 'recipient_counts.issue_id')
    .select('issues.id')
    .where('period_to', '<', before)
    .where('count', '>', 0)
    .execute();
  for (const { id } of issues)
    for (;;) {
      const removed = await db.transaction().execute(async (trx) => {
        const finished = isUnlockedRow(
          trx,
          (column) => sql`select ${column} from deliveries
            where issue_id = ${id} and state not in ('queued', 'claimed') limit ${ROWS_AT_ONCE}`,
        );
        const { numAffectedRows = 0n } = await sql`delete from deliveries where ${finished}`.execute(trx);
        await addRecipients(trx, id, -Number(numAffectedRows));
        return Number(numAffectedRows);
      });
      if (removed === 0) break;
      count += removed;
    }
  return count;
}

/**
 * Removes subscribers who did not confirm since `before` (a confirmation link is valid for a week), and the ids of mail
 * events received before it (a provider repeats an event for a few days at most).
 */
async function forgetStale(db: Db, before: Instant): Promise<{ pending: number; events: number }> {
  const pending = await db
    .deleteFrom('subscribers')
    .where('status', '=', 'pending')
    .where('confirmed_at', 'is', null)
    .where('created_at', '<', before)
    .executeTakeFirst();
  await db.deleteFrom('confirmation_requests').where('created_at', '<', before).execute();
  const events = await db.deleteFrom('mail_events').where('received_at', '<', before).executeTakeFirst();
  return { pending: Number(pending.numDeletedRows), events: Number(events.numDeletedRows) };
}
