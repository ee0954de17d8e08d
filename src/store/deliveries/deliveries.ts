// The ledger of deliveries: one row per subscriber and issue, created when the issue is released.
import { sql } from 'kysely';
import type { Instant, Issue } from '../../model.js';
import { lockKeyShare, refreshStatistics, rowsOf } from '../database/dialect.js';
import type { Db, DeliveryRow } from '../database/schema.js';
import { addRecipients } from './counts.js';
import { dueInstant } from './due.js';
import { type DeliveryState, isUnsent, isUnsentState } from './states.js';

/** Due time of a delivery that waits until the operator sends the issue. */
export const HELD_UNTIL: Instant = '9999-01-01T00:00:00.000Z';

type Released = Pick<Issue, 'id' | 'cadence'>;

/**
 * With this many new rows, refresh the server's statistics. They still count few deliveries of the issue, so that pages
 * and claims would read all of them. Autovacuum runs later, or not at all if they are less than a tenth of the table.
 */
const MIN_ROWS_FOR_STATISTICS = 10_000;

/** Rows of one statement: none takes long, however long the list is. */
const MAX_ROWS_PER_STATEMENT = 2000;

/**
 * Creates a delivery for every active subscriber who gets issues of its cadence and has none yet. Each is due at the first
 * instant from `from` on at which it is the reader's hour, but not before `now`. Returns how many were created. Call
 * it in the transaction that releases the issue.
 */
export async function createDeliveries(
  db: Db,
  issue: Released,
  { from, now }: { from: Instant; now: Instant },
): Promise<number> {
  await endPauses(db, now);
  const known = new Map<string, Instant>();
  return insertDeliveries(db, issue, ({ hour, time_zone }) => {
    const key = `${hour} ${time_zone}`;
    const due = known.get(key) ?? dueInstant(from, hour, time_zone);
    known.set(key, due);
    return due > now ? due : now;
  });
}

/** Creates missing deliveries and makes all queued ones due now. Returns how many are queued. */
export async function bringForwardDeliveries(db: Db, issue: Released, now: Instant): Promise<number> {
  await endPauses(db, now);
  await insertDeliveries(db, issue, () => now);
  return bringForwardQueued(db, issue.id, now);
}

/** Makes the queued deliveries of the issue due now. Returns how many are queued. */
export async function bringForwardQueued(db: Db, issueId: string, now: Instant): Promise<number> {
  // In the order of the primary key, so that no statement reads the rows that an earlier one has changed.
  for (let after = ''; ; ) {
    const { rows: ends } = await sql<{ last: string | null }>`
      select max(subscriber_id) as last from (
        select subscriber_id from deliveries where issue_id = ${issueId} and subscriber_id > ${after}
        order by subscriber_id limit ${MAX_ROWS_PER_STATEMENT}) as next`.execute(db);
    const last = ends[0]?.last;
    if (!last) break;
    await sql`
      update deliveries set due_at = ${now}, waits_since = null
      where issue_id = ${issueId} and subscriber_id > ${after} and subscriber_id <= ${last}
        and state = 'queued' and (due_at <> ${now} or waits_since is not null)`.execute(db);
    after = last;
  }
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from deliveries where issue_id = ${issueId} and state = 'queued'`.execute(db);
  return Number(rows[0]?.count);
}

/**
 * Postpones the issue's untried deliveries that are due before `until`: the server accepts no mail before. Patience still
 * counts from their first due time.
 */
export async function postponeDeliveries(db: Db, issueId: string, until: Instant): Promise<void> {
  await db
    .updateTable('deliveries')
    .set((eb) => ({ due_at: until, waits_since: eb.fn.coalesce('waits_since', 'due_at') }))
    .where('issue_id', '=', issueId)
    .where('state', '=', 'queued')
    .where('batch', 'is', null)
    .where('due_at', '<', until)
    .execute();
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
  dueOf: (reader: { hour: number; time_zone: string }) => Instant,
): Promise<number> {
  const period = id.slice(cadence.length + 1);
  let made = 0;
  for (let after = ''; ; ) {
    // Locked, so that nobody is deleted between the two statements.
    const { rows: readers } = await sql<{ id: string; hour: number; time_zone: string }>`
      select id, hour, time_zone from subscribers
      where cadence in (${cadence}, 'both') and status = 'active' and id > ${after}
      order by id limit ${MAX_ROWS_PER_STATEMENT} ${lockKeyShare(db)}`.execute(db);
    const last = readers.at(-1);
    if (!last) break;
    after = last.id;
    const due = readers.map((reader) => [reader.id, dueOf(reader)]);
    // SQLite wants a where clause before `on conflict` here.
    const { numAffectedRows = 0n } = await sql`
      insert into deliveries (subscriber_id, issue_id, cadence, period, due_at)
      select reader, ${id}, ${cadence}, ${period}, due from ${rowsOf(db, ['reader', 'due'], due)} as readers where true
      on conflict do nothing`.execute(db);
    made += Number(numAffectedRows);
  }
  await addRecipients(db, id, made);
  if (made >= MIN_ROWS_FOR_STATISTICS) await refreshStatistics(db, 'deliveries');
  return made;
}

/**
 * Skips what has waited too long, also for a retry that is still to come: yesterday's news is not sent with today's.
 * Returns how many were skipped.
 */
export async function expireDeliveries(
  db: Db,
  { cadence, dueBefore }: { cadence: string; dueBefore: Instant },
): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set({ state: 'skipped', error: sql<string>`'too late' || coalesce(': ' || error, '')` })
    .where('state', '=', 'queued')
    .where('cadence', '=', cadence)
    .where((eb) => eb.fn.coalesce('waits_since', 'due_at'), '<', dueBefore)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Ids of issues with deliveries due at `now` that are not paused, oldest first. */
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
      select 1 from deliveries where state = 'queued' and due_at <= ${now}
        and issue_id not in (select substr(name, 8) from settings where name >= 'paused:' and name < 'paused;')
      limit ${most}) as counted`.execute(db);
  return Number(rows[0]?.due ?? 0);
}

export interface ListedDelivery {
  subscriberId: string;
  issueId: string;
  address: string;
  state: DeliveryState;
  error?: string;
}

/** At most `limit` deliveries in one state, with their addresses, of one issue or of all. */
export async function listDeliveries(
  db: Db,
  { state, issueId, limit }: { state: DeliveryState; issueId?: string; limit: number },
): Promise<ListedDelivery[]> {
  let query = db
    .selectFrom('deliveries')
    .innerJoin('subscribers', 'subscribers.id', 'deliveries.subscriber_id')
    .select(['subscriber_id', 'issue_id', 'address', 'state', 'error'])
    .where('state', '=', state)
    .$if(isUnsentState(state), (qb) => qb.where(isUnsent))
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

/** Paused issues that still have something to send, and why they are paused. */
export async function listPauses(db: Db): Promise<{ issueId: string; why: string }[]> {
  const { rows } = await sql<{ issueId: string; why: string }>`
    select issues.id as ${sql.ref('issueId')}, settings.value as why
    from settings join issues on settings.name = 'paused:' || issues.id
    where exists (select 1 from deliveries where issue_id = issues.id and state = 'queued')
      or exists (select 1 from channel_deliveries where issue_id = issues.id and state = 'queued')
    order by issues.id`.execute(db);
  return rows;
}

/** The delivery with this provider id, with the key of its address. */
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
 * Marks a sent delivery as failed: the provider accepted it and later reported that it did not send it. A retry needs a
 * new key, since the old key gets the old response. Returns whether there was such a delivery.
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
 * Whether Resend may have accepted a mail to this address whose result is not in the ledger yet: the response is under
 * way, or was lost and the request will be repeated.
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
