// Stores when the schedule's work was last done.
import type { Cadence, Instant, Issue, Platform } from '../model.js';
import type { Db } from './database/schema.js';
import { findOrAddSetting, findSetting, setSetting } from './database/settings.js';

export interface ScheduleState {
  /** When a platform's sources were last fetched, or all of them were found to be resting. */
  checked: Partial<Record<Platform, Instant>>;
  /** Ids of the latest issues, including drafts, except those held until their sources answer. */
  issues: string[];
  /** When the schedule ran for the first time. */
  since?: Instant;
}

/** Covers more than two weeks of daily and weekly issues. */
const LATEST_ISSUES = 20;

const FETCHED = 'fetched:';

/** The last fetches and issues, for a schedule that runs at `now`. */
export async function findScheduleState(db: Db, now: Instant): Promise<ScheduleState> {
  const rows = await db
    .selectFrom('sources')
    .select((eb) => ['platform', eb.fn.max('checked_at').as('checked_at')])
    .groupBy('platform')
    .execute();
  const fetches = await db
    .selectFrom('settings')
    .select(['name', 'value'])
    .where('name', 'like', `${FETCHED}%`)
    .execute();
  const issues = await db
    .selectFrom('issues')
    .select(['id', 'status', 'body'])
    .orderBy('period_to', 'desc')
    .orderBy('id')
    .limit(LATEST_ISSUES)
    .execute();
  return {
    since: await findOrAddSetting(db, 'watched-since', () => now),
    checked: latestByPlatform([
      ...rows.map((row) => [row.platform, row.checked_at] as const),
      ...fetches.map(({ name, value }) => [name.slice(FETCHED.length), value] as const),
    ]),
    issues: issues.flatMap(({ id, status, body }) => (status === 'draft' && isHeld(body) ? [] : [id])),
  };
}

function latestByPlatform(times: (readonly [string, Instant | null])[]): ScheduleState['checked'] {
  const latest: Record<string, Instant> = {};
  for (const [platform, time] of times) if (time && time > (latest[platform] ?? '')) latest[platform] = time;
  return latest;
}

/**
 * Records that a scheduled fetch of the platform has ended. If all of its sources rest, no source shows it, and the
 * fetch would be due again at once.
 */
export function recordFetch(db: Db, platform: Platform, now: Instant): Promise<void> {
  return setSetting(db, `${FETCHED}${platform}`, now);
}

function isHeld(json: string): boolean {
  const { held, edited } = JSON.parse(json) as Pick<Issue, 'held' | 'edited'>;
  return held !== undefined && !edited;
}

/** When the fetch of all sources for an issue began. */
export interface SharedFetch {
  /** The issue's id. */
  issue: string;
  at: Instant;
}

export async function findSharedFetch(db: Db, cadence: Cadence): Promise<SharedFetch | undefined> {
  const value = await findSetting(db, `gathering:${cadence}`);
  return value === undefined ? undefined : (JSON.parse(value) as SharedFetch);
}

export function saveSharedFetch(db: Db, cadence: Cadence, fetch: SharedFetch): Promise<void> {
  return setSetting(db, `gathering:${cadence}`, JSON.stringify(fetch));
}

const PLANNED_AT = 'planned-at';

/** When any process last checked for due work. */
export function findLastPlanning(db: Db): Promise<Instant | undefined> {
  return findSetting(db, PLANNED_AT);
}

export function recordPlanning(db: Db, now: Instant): Promise<void> {
  return setSetting(db, PLANNED_AT, now);
}
