// What is wrong, since when, and whether the operator knows.
import { DAY_MS } from '../base/time.js';
import type { Instant } from '../model.js';
import { lockName } from './database/dialect.js';
import type { Db, IncidentRow } from './database/schema.js';

/** Something that is wrong now. Of one key there is one incident at a time. */
export interface Incident {
  key: string;
  /** One sentence for the operator. */
  what: string;
}

export interface KnownIncident extends Incident {
  since: Instant;
}

/** What the operator has to be told. */
export interface News {
  begun: KnownIncident[];
  over: KnownIncident[];
}

/** The same failure is not told again sooner. */
const QUIET_MS = DAY_MS;

/**
 * Compares what is wrong now with what is known, records it, and gives what is news: an incident that nobody told of in
 * the last day, and the end of one that was told. Call it inside a transaction.
 */
export async function updateIncidents(db: Db, present: Incident[], now: Instant): Promise<News> {
  await lockName(db, 'incidents');
  const rows = await db.selectFrom('incidents').selectAll().execute();
  const known = new Map(rows.map((row) => [row.key, row]));
  const news: News = { begun: [], over: [] };
  for (const { key, what } of present) {
    const before = known.get(key);
    known.delete(key);
    const open = before && before.ended_at === null;
    const since = open ? before.since : now;
    const quiet = before?.mailed_at && Date.parse(now) - Date.parse(before.mailed_at) < QUIET_MS;
    if (!quiet) news.begun.push({ key, what, since });
    const row: IncidentRow = {
      key,
      what,
      since,
      ended_at: null,
      mailed_at: quiet ? (before?.mailed_at ?? null) : now,
      told: quiet ? (open ? before.told : 0) : 1,
    };
    await db
      .insertInto('incidents')
      .values(row)
      .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
      .execute();
  }
  for (const { key, what, since, ended_at, told } of known.values()) {
    if (ended_at !== null) continue;
    if (told) news.over.push({ key, what, since });
    await db.updateTable('incidents').set({ ended_at: now, told: 0 }).where('key', '=', key).execute();
  }
  return news;
}

/** Takes back that these were told: the mail did not go out. */
export async function deleteReportedNews(db: Db, { begun, over }: News): Promise<void> {
  for (const { key } of begun)
    await db.updateTable('incidents').set({ mailed_at: null, told: 0 }).where('key', '=', key).execute();
  for (const { key } of over)
    await db.updateTable('incidents').set({ ended_at: null, told: 1 }).where('key', '=', key).execute();
}

/** What is wrong as far as is known, oldest first. */
export async function listIncidents(db: Db): Promise<KnownIncident[]> {
  return db
    .selectFrom('incidents')
    .select(['key', 'what', 'since'])
    .where('ended_at', 'is', null)
    .orderBy('since')
    .orderBy('key')
    .execute();
}
