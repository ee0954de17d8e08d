// The whole list of subscribers: read in pages, counted by status and over time.
import { sql } from 'kysely';
import type { Cadence, Instant } from '../../model.js';
import type { Db } from '../database/schema.js';
import { type Subscriber, type SubscriberStatus, subscriberOf } from './subscribers.js';

/** Yields every subscriber by id. Reads one page at a time, so that memory does not grow with the list. */
export async function* readSubscribers(db: Db, pageSize = 1000): AsyncGenerator<Subscriber> {
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('subscribers')
      .selectAll()
      .where('id', '>', after)
      .orderBy('id')
      .limit(pageSize)
      .execute();
    for (const row of rows) yield subscriberOf(row);
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = last.id;
  }
}

/** Subscribers by status; one whose pause is over counts as active. */
export async function countSubscribers(db: Db, now: Instant): Promise<Record<SubscriberStatus, number>> {
  // Two statements, since the first one reads only an index.
  const { rows } = await sql<{ status: SubscriberStatus; count: number }>`
    select status, count(*) as count from subscribers group by status`.execute(db);
  const over = await sql<{ count: number }>`
    select count(*) as count from subscribers where status = 'paused' and paused_until <= ${now}`.execute(db);
  const counts = { pending: 0, active: 0, paused: 0, unsubscribed: 0, suppressed: 0 };
  for (const { status, count } of rows) counts[status] = Number(count);
  const resumed = Number(over.rows[0]?.count);
  counts.paused -= resumed;
  counts.active += resumed;
  return counts;
}

/** Active readers of the cadence, including readers of both. */
export async function countReadersOf(db: Db, cadence: Cadence): Promise<number> {
  const { count } = await db
    .selectFrom('subscribers')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('status', '=', 'active')
    .where('cadence', 'in', [cadence, 'both'])
    .executeTakeFirstOrThrow();
  return Number(count);
}

export interface MonthOfList {
  /** `2026-04` */
  month: string;
  joined: number;
  left: number;
}

/** Subscribers who confirmed and left, by month, oldest first. Deleted subscribers are not counted. */
export async function countSubscribersByMonth(db: Db): Promise<MonthOfList[]> {
  const changes = await countChanges(db, '2026-04'.length);
  return changes.map(({ time, ...counts }) => ({ month: time, ...counts }));
}

export interface DayOfList {
  /** UTC, `2026-04-06` */
  day: string;
  joined: number;
  left: number;
}

/** Like `countSubscribersByMonth`, by day; days without changes are left out. */
export async function countSubscribersByDay(db: Db): Promise<DayOfList[]> {
  const changes = await countChanges(db, '2026-04-06'.length);
  return changes.map(({ time, ...counts }) => ({ day: time, ...counts }));
}

/** Groups by the first `length` characters of the instant. */
async function countChanges(
  db: Db,
  length: number,
): Promise<{ time: string; joined: number; left: number }[]> {
  const { rows } = await sql<{ time: string; joined: number; left: number }>`
    select "time", sum(joined) as joined, sum("left") as "left" from (
      select substr(confirmed_at, 1, ${sql.lit(length)}) as "time", 1 as joined, 0 as "left"
        from subscribers where confirmed_at is not null
      union all
      select substr(left_at, 1, ${sql.lit(length)}), 0, 1
        from subscribers where left_at is not null and confirmed_at is not null
    ) as changes group by "time" order by "time"`.execute(db);
  return rows.map(({ time, joined, left }) => ({ time, joined: Number(joined), left: Number(left) }));
}

/** Suppressed subscribers, latest first. */
export async function listSuppressed(db: Db, limit: number): Promise<Subscriber[]> {
  const rows = await db
    .selectFrom('subscribers')
    .selectAll()
    .where('status', '=', 'suppressed')
    .orderBy('left_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(subscriberOf);
}
