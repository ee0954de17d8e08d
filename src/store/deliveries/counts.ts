// How the deliveries of issues stand, and what waits to go out.
import type { Instant } from '../../model.js';
import type { Db } from '../database/schema.js';
import type { DeliveryState } from './deliveries.js';

export type DeliveryCounts = Partial<Record<DeliveryState, number>>;

/** Deliveries by state of each of these issues that has any, by issue id. */
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

export interface Waiting {
  /** All that are queued. */
  queued: number;
  /** Of these, those whose time has come, and since when the oldest of them. */
  due: number;
  since?: Instant;
}

/** What waits to go out at `now`, of all issues. */
export async function findWaiting(db: Db, now: Instant): Promise<Waiting> {
  const queued = db.selectFrom('deliveries').where('state', '=', 'queued');
  const all = await queued.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  const due = await queued
    .where('due_at', '<=', now)
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('due_at').as('since')])
    .executeTakeFirstOrThrow();
  const waiting = { queued: Number(all.count), due: Number(due.count) };
  return due.since ? { ...waiting, since: due.since } : waiting;
}

/** Deliveries by state, of issues whose period ended since then. */
export async function countRecent(db: Db, since: Instant): Promise<DeliveryCounts> {
  const rows = await db
    .selectFrom('deliveries')
    .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
    .where('issue_id', 'in', (eb) => eb.selectFrom('issues').select('id').where('period_to', '>=', since))
    .groupBy('state')
    .execute();
  return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
}
