// Incidents: a current problem, when it began, and whether the operator was notified.
import { DAY_MS } from '../base/time.js';
import type { Instant } from '../model.js';
import { lockName } from './database/dialect.js';
import type { Db, IncidentRow } from './database/schema.js';

/** A current problem. Each key has at most one open incident. */
export interface Incident {
  key: string;
  /** One sentence for the operator. */
  what: string;
  /** The command that fixes it, for a mail; the site has a button. Not stored. */
  command?: string;
}

export interface KnownIncident extends Incident {
  since: Instant;
}

/** Incidents about which the operator must be notified. */
export interface News {
  begun: KnownIncident[];
  over: KnownIncident[];
}

/** Minimum time between two notifications about the same incident. */
const QUIET_MS = DAY_MS;

/**
 * Records the current problems and returns those to notify the operator about: incidents without a notification in the
 * last day, and the end of incidents with one. Call it inside a transaction.
 */
export async function updateIncidents(db: Db, present: Incident[], now: Instant): Promise<News> {
  await lockName(db, 'incidents');
  const rows = await db.selectFrom('incidents').selectAll().execute();
  const known = new Map(rows.map((row) => [row.key, row]));
  const news: News = { begun: [], over: [] };
  for (const { key, what, command } of present) {
    const before = known.get(key);
    known.delete(key);
    const open = before && before.ended_at === null;
    const since = open ? before.since : now;
    const quiet = before?.mailed_at && Date.parse(now) - Date.parse(before.mailed_at) < QUIET_MS;
    if (!quiet) news.begun.push({ key, what, command, since });
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

/** Marks these as not notified, because the mail was not sent. */
export async function deleteReportedNews(db: Db, { begun, over }: News): Promise<void> {
  for (const { key } of begun)
    await db.updateTable('incidents').set({ mailed_at: null, told: 0 }).where('key', '=', key).execute();
  for (const { key } of over)
    await db.updateTable('incidents').set({ ended_at: null, told: 1 }).where('key', '=', key).execute();
}

/** Open incidents, oldest first. */
export async function listIncidents(db: Db): Promise<KnownIncident[]> {
  return db
    .selectFrom('incidents')
    .select(['key', 'what', 'since'])
    .where('ended_at', 'is', null)
    .orderBy('since')
    .orderBy('key')
    .execute();
}
