// The ledger of deliveries: one for each subscriber and issue, made with the issue's release.
import { sql } from 'kysely';
import type { Instant, Issue } from '../../model.js';
import type { Db, DeliveryRow } from '../database/schema.js';
import { dueInstant } from './due.js';

/**
 * `queued`: waits for its hour, or to be tried again. `claimed`: a process is sending it. `uncertain`: it may have
 * gone out, and nobody can tell. `failed`: tried often enough. `rejected`: the address takes no mail. `skipped`: not
 * wanted any more, or too late.
 */
export type DeliveryState = 'queued' | 'claimed' | 'sent' | 'failed' | 'rejected' | 'uncertain' | 'skipped';

/** The hour of a delivery that waits until somebody sends the issue. */
export const HELD: Instant = '9999-01-01T00:00:00.000Z';

type Released = Pick<Issue, 'id' | 'cadence'>;

/**
 * Makes a delivery for every active subscriber of the issue's cadence who has none yet, each due at the first
 * instant from `from` on at which it is the reader's hour, but not before `now`. Gives how many were made. Call it
 * in the transaction that releases the issue.
 */
export async function createDeliveries(
  db: Db,
  issue: Released,
  { from, now }: { from: Instant; now: Instant },
): Promise<number> {
  await endPauses(db, now);
  const hours = await db
    .selectFrom('subscribers')
    .select(['time_zone', 'hour'])
    .distinct()
    .where('cadence', '=', issue.cadence)
    .where('status', '=', 'active')
    .execute();
  let made = 0;
  for (const { time_zone, hour } of hours) {
    const hourComes = dueInstant(from, hour, time_zone);
    made += await insertDeliveries(db, issue, hourComes > now ? hourComes : now, { time_zone, hour });
  }
  return made;
}

/** Makes what is missing and lets everyone who has not had the issue get it now. Gives how many wait in all. */
export async function bringForwardDeliveries(db: Db, issue: Released, now: Instant): Promise<number> {
  await endPauses(db, now);
  await insertDeliveries(db, issue, now);
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set({ due_at: now })
    .where('issue_id', '=', issue.id)
    .where('state', '=', 'queued')
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

async function endPauses(db: Db, now: Instant): Promise<void> {
  await db
    .updateTable('subscribers')
    .set({ status: 'active', paused_until: null })
    .where('status', '=', 'paused')
    .where('paused_until', '<=', now)
    .execute();
}

async function insertDeliveries(
  db: Db,
  { id, cadence }: Released,
  dueAt: Instant,
  only?: { time_zone: string; hour: number },
): Promise<number> {
  const period = id.slice(cadence.length + 1);
  let wanted = db
    .selectFrom('subscribers')
    .where('cadence', '=', cadence)
    .where('status', '=', 'active')
    .select((eb) => [
      'id',
      eb.val(id).as('issue_id'),
      'cadence',
      eb.val(period).as('period'),
      eb.val(dueAt).as('due_at'),
    ]);
  if (only) wanted = wanted.where('time_zone', '=', only.time_zone).where('hour', '=', only.hour);
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('deliveries')
    .columns(['subscriber_id', 'issue_id', 'cadence', 'period', 'due_at'])
    .expression(wanted)
    // SQLite wants a where clause before `on conflict` here; the query has one.
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows ?? 0n);
}

/** Gives up what has waited too long: yesterday's news is not sent with today's. Gives how many. */
export async function expireDeliveries(
  db: Db,
  { cadence, dueBefore }: { cadence: string; dueBefore: Instant },
): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set({ state: 'skipped', error: 'too late' })
    .where('state', '=', 'queued')
    .where('cadence', '=', cadence)
    .where('due_at', '<', dueBefore)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Ids of the issues that have something to send at `now` and are not paused, oldest first. */
export async function findDueIssues(db: Db, now: Instant): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from issues where status = 'published'
      and not exists (select 1 from settings where name = 'paused:' || issues.id)
      and exists (select 1 from deliveries where issue_id = issues.id and state = 'queued' and due_at <= ${now})
    order by period_to, id`.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * How many deliveries are due at `now`, of issues that are not paused, or claimed: somebody sends those, or has to find
 * out that nobody does. Counting ends at `most`.
 */
export async function countDue(db: Db, now: Instant, most: number): Promise<number> {
  const { rows } = await sql<{ due: number }>`
    select count(*) as due from (
      select 1 from deliveries where state = 'claimed'
      union all
      select 1 from deliveries d
      where d.state = 'queued' and d.due_at <= ${now}
        and not exists (select 1 from settings where name = 'paused:' || d.issue_id)
      limit ${most}) as counted`.execute(db);
  return Number(rows[0]?.due ?? 0);
}

/** How many deliveries of the issue are in each state; none at all when it was released to nobody. */
export async function countDeliveries(
  db: Db,
  issueId: string,
): Promise<Partial<Record<DeliveryState, number>>> {
  const rows = await db
    .selectFrom('deliveries')
    .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
    .where('issue_id', '=', issueId)
    .groupBy('state')
    .execute();
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

export interface ListedDelivery {
  subscriberId: string;
  issueId: string;
  address: string;
  state: DeliveryState;
  error?: string;
}

/** The deliveries in one state, with their addresses, at most `limit`; of one issue or of all. */
export async function listDeliveries(
  db: Db,
  { state, issueId, limit }: { state: DeliveryState; issueId?: string; limit: number },
): Promise<ListedDelivery[]> {
  let query = db
    .selectFrom('deliveries')
    .innerJoin('subscribers', 'subscribers.id', 'deliveries.subscriber_id')
    .select(['subscriber_id', 'issue_id', 'address', 'state', 'error'])
    .where('state', '=', state)
    .orderBy('issue_id', 'desc')
    .orderBy('subscriber_id')
    .limit(limit);
  if (issueId) query = query.where('issue_id', '=', issueId);
  return (await query.execute()).map((row) => ({
    subscriberId: row.subscriber_id,
    issueId: row.issue_id,
    address: row.address,
    state: row.state as DeliveryState,
    ...(row.error && { error: row.error }),
  }));
}

/** The issues whose delivery is paused while somebody waits for it, and why. */
export async function listPauses(db: Db): Promise<{ issueId: string; why: string }[]> {
  const { rows } = await sql<{ issueId: string; why: string }>`
    select issues.id as ${sql.ref('issueId')}, settings.value as why
    from settings join issues on settings.name = 'paused:' || issues.id
    where exists (select 1 from deliveries where issue_id = issues.id and state = 'queued')
    order by issues.id`.execute(db);
  return rows;
}

/** The delivery that the provider knows by this id, with the address's key: what a webhook is about. */
export function findDeliveryByProvider(
  db: Db,
  providerId: string,
): Promise<(Pick<DeliveryRow, 'subscriber_id' | 'issue_id' | 'state'> & { key: string }) | undefined> {
  return db
    .selectFrom('deliveries')
    .innerJoin('subscribers', 'subscribers.id', 'deliveries.subscriber_id')
    .select(['subscriber_id', 'issue_id', 'state', 'key'])
    .where('provider_id', '=', providerId)
    .executeTakeFirst();
}

/**
 * The provider took it, and says since that it sent nothing: it has failed, and is tried again only under a new key, since
 * the old one gets the old answer. Gives whether there is such a delivery that counted as sent.
 */
export async function failSentDelivery(db: Db, providerId: string, error: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set({ state: 'failed', error, sent_at: null, batch: null, batched_at: null })
    .where('provider_id', '=', providerId)
    .where('state', '=', 'sent')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/**
 * Whether Resend may have taken a mail to the address with that key of which the ledger does not know yet what became:
 * its answer is under way, or was lost and is asked for again.
 */
export async function awaitsProvider(db: Db, key: string): Promise<boolean> {
  const row = await db
    .selectFrom('deliveries')
    .innerJoin('subscribers', 'subscribers.id', 'deliveries.subscriber_id')
    .select('issue_id')
    .where('key', '=', key)
    .where('via', '=', 'resend')
    .where('state', 'in', ['claimed', 'queued'])
    .where('batched_at', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}
