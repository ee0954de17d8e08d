// Counts of deliveries by state, and of those waiting to go out.
import { sql } from 'kysely';
import type { Instant } from '../../model.js';
import { indexedBy } from '../database/dialect.js';
import type { Db } from '../database/schema.js';
import { type DeliveryState, isUnsent } from './states.js';

export type DeliveryCounts = Partial<Record<DeliveryState, number>>;

/**
 * Deliveries by state, by issue id; issues without deliveries are left out. Reads only deliveries that are not sent: the
 * rest of those that an issue has are.
 */
export async function countDeliveriesOf(db: Db, issueIds: string[]): Promise<Map<string, DeliveryCounts>> {
  const counts = new Map<string, DeliveryCounts>();
  if (issueIds.length === 0) return counts;
  const ofIssues = sql`issue_id in (${sql.join(issueIds)})`;
  const { rows } = await sql<{ issue_id: string; state: DeliveryState | 'all'; count: number }>`
    select issue_id, 'all' as state, count from recipient_counts where ${ofIssues}
    union all
    select issue_id, 'queued', count(*) from deliveries ${indexedBy(db, 'deliveries_due')}
    where state = 'queued' and ${ofIssues} group by issue_id
    union all
    select issue_id, 'claimed', count(*) from deliveries ${indexedBy(db, 'deliveries_claimed')}
    where state = 'claimed' and ${ofIssues} group by issue_id
    union all
    select issue_id, state, count(*) from deliveries ${indexedBy(db, 'deliveries_ended')}
    where ${isUnsent} and ${ofIssues} group by issue_id, state`.execute(db);
  for (const id of issueIds) {
    const states = rows.filter(({ issue_id, state }) => issue_id === id && state !== 'all');
    const others = states.reduce((sum, { count }) => sum + Number(count), 0);
    const all = Number(rows.find(({ issue_id, state }) => issue_id === id && state === 'all')?.count ?? 0);
    if (all === 0) continue;
    const counted = [...states.map(({ state, count }) => [state, Number(count)] as const)];
    counts.set(id, Object.fromEntries(all > others ? [['sent', all - others], ...counted] : counted));
  }
  return counts;
}

/** Deliveries of the issue by state; empty if it was released to nobody. */
export async function countDeliveries(db: Db, issueId: string): Promise<DeliveryCounts> {
  return (await countDeliveriesOf(db, [issueId])).get(issueId) ?? {};
}

/** Adds to the number of an issue's deliveries. Call it in the transaction that inserts or deletes them. */
export async function addRecipients(db: Db, issueId: string, added: number): Promise<void> {
  if (added === 0) return;
  await db
    .insertInto('recipient_counts')
    .values({ issue_id: issueId, count: added })
    .onConflict((oc) =>
      oc
        .column('issue_id')
        .doUpdateSet((eb) => ({ count: eb('recipient_counts.count', '+', eb.ref('excluded.count')) })),
    )
    .execute();
}

/** How many deliveries of each issue are uncertain; issues without any are left out. */
export async function countUncertain(db: Db): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('deliveries')
    .select((eb) => ['issue_id', eb.fn.countAll<number>().as('count')])
    .where('state', '=', 'uncertain')
    .groupBy('issue_id')
    .orderBy('issue_id')
    .execute();
  return new Map(rows.map(({ issue_id, count }) => [issue_id, Number(count)]));
}

export interface Waiting {
  /** All queued deliveries. */
  queued: number;
  /** Those that are due, and since when the oldest is. */
  due: number;
  since?: Instant;
}

/** Deliveries of all issues that wait at `now`. */
export async function findWaiting(db: Db, now: Instant): Promise<Waiting> {
  const queued = db.selectFrom('deliveries').where('state', '=', 'queued');
  const all = await queued.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  const due = await queued
    .where('due_at', '<=', now)
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('due_at').as('since')])
    .executeTakeFirstOrThrow();
  return { queued: Number(all.count), due: Number(due.count), since: due.since ?? undefined };
}

export interface DeliverySchedule {
  /** Queued deliveries whose time has not come; see `HELD_UNTIL` for those that wait for the operator. */
  early: number;
  /** When the next of these is due. */
  nextAt: Instant;
}

/** When the queued deliveries of these issues go out, by issue id; issues with none to come are left out. */
export async function findSchedules(
  db: Db,
  issueIds: string[],
  now: Instant,
): Promise<Map<string, DeliverySchedule>> {
  if (issueIds.length === 0) return new Map();
  const { rows } = await sql<{ issue_id: string; early: number; next_at: Instant }>`
    select issue_id, count(*) as early, min(due_at) as next_at
    from deliveries ${indexedBy(db, 'deliveries_due')}
    where state = 'queued' and issue_id in (${sql.join(issueIds)}) and due_at > ${now}
    group by issue_id`.execute(db);
  return new Map(
    rows.map(({ issue_id, early, next_at }) => [issue_id, { early: Number(early), nextAt: next_at }]),
  );
}

/** Deliveries by state, of issues whose period ended at or after `since`. */
export async function countRecent(db: Db, since: Instant): Promise<DeliveryCounts> {
  const issues = await db.selectFrom('issues').select('id').where('period_to', '>=', since).execute();
  const counts = await countDeliveriesOf(
    db,
    issues.map(({ id }) => id),
  );
  const total: DeliveryCounts = {};
  for (const states of counts.values())
    for (const [state, count] of Object.entries(states) as [DeliveryState, number][])
      total[state] = (total[state] ?? 0) + count;
  return total;
}
