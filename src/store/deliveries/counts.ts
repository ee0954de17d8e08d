// Counts of deliveries by state, and of those waiting to go out.
import type { Instant } from '../../model.js';
import type { Db } from '../database/schema.js';
import type { DeliveryState } from './deliveries.js';

export type DeliveryCounts = Partial<Record<DeliveryState, number>>;

/** Deliveries by state, by issue id; issues without deliveries are left out. */
export async function countDeliveriesOf(db: Db, issueIds: string[]): Promise<Map<string, DeliveryCounts>> {
  const counts = new Map<string, DeliveryCounts>();
  if (issueIds.length === 0) return counts;
  const rows = await db
    .selectFrom('deliveries')
    .select((eb) => ['issue_id', 'state', eb.fn.countAll<number>().as('count')])
    .where('issue_id', 'in', issueIds)
    .groupBy(['issue_id', 'state'])
    .execute();
  for (const { issue_id, state, count } of rows)
    counts.set(issue_id, { ...counts.get(issue_id), [state]: Number(count) });
  return counts;
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

/** Deliveries by state, of issues whose period ended at or after `since`. */
export async function countRecent(db: Db, since: Instant): Promise<DeliveryCounts> {
  const rows = await db
    .selectFrom('deliveries')
    .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
    .where('issue_id', 'in', (eb) => eb.selectFrom('issues').select('id').where('period_to', '>=', since))
    .groupBy('state')
    .execute();
  return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
}
