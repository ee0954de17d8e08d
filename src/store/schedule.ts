// What was last done, as far as the schedule needs to know.
import type { Cadence, Instant, Platform } from '../model.js';
import type { Db } from './database/schema.js';

export interface LastDone {
  /** When a platform's sources were last asked. */
  checked: Partial<Record<Platform, Instant>>;
  /** Ids of the latest issues, drafts included. */
  issues: string[];
  /** When somebody watched for the first time. */
  since?: Instant;
}

/** More than the issues of a fortnight, daily and weekly. */
const LATEST = 20;

/** What was done last, for one who watches at `now`. */
export async function findLastDone(db: Db, now: Instant): Promise<LastDone> {
  const rows = await db
    .selectFrom('sources')
    .select((eb) => ['platform', eb.fn.max('checked_at').as('checked_at')])
    .groupBy('platform')
    .execute();
  const issues = await db
    .selectFrom('issues')
    .select('id')
    .orderBy('period_to', 'desc')
    .limit(LATEST)
    .execute();
  return {
    since: await firstWatch(db, now),
    checked: Object.fromEntries(
      rows.flatMap((row) => (row.checked_at ? [[row.platform, row.checked_at]] : [])),
    ),
    issues: issues.map(({ id }) => id),
  };
}

async function firstWatch(db: Db, now: Instant): Promise<Instant> {
  const find = () =>
    db.selectFrom('settings').select('value').where('name', '=', 'watched-since').executeTakeFirst();
  const known = await find();
  if (known) return known.value;
  await db
    .insertInto('settings')
    .values({ name: 'watched-since', value: now })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  return (await find())?.value ?? now;
}

/** Since when all sources are being fetched for an issue. */
export interface SharedFetch {
  /** Its id. */
  issue: string;
  at: Instant;
}

export async function findSharedFetch(db: Db, cadence: Cadence): Promise<SharedFetch | undefined> {
  const row = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', `gathering:${cadence}`)
    .executeTakeFirst();
  return row && (JSON.parse(row.value) as SharedFetch);
}

export async function saveSharedFetch(db: Db, cadence: Cadence, gathering: SharedFetch): Promise<void> {
  const value = JSON.stringify(gathering);
  await db
    .insertInto('settings')
    .values({ name: `gathering:${cadence}`, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

/** When somebody last looked what is due, in whatever process. */
export async function findPlanned(db: Db): Promise<Instant | undefined> {
  const row = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', 'planned-at')
    .executeTakeFirst();
  return row?.value;
}

export async function notePlanned(db: Db, now: Instant): Promise<void> {
  await db
    .insertInto('settings')
    .values({ name: 'planned-at', value: now })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: now }))
    .execute();
}
