// What was last done, as far as the schedule needs to know.
import type { Instant, Platform } from '../model.js';
import type { Db } from './schema.js';

export interface LastDone {
  /** When a platform's sources were last asked. */
  checked: Partial<Record<Platform, Instant>>;
  /** Ids of the latest issues, drafts included. */
  issues: string[];
}

/** More than the issues of a fortnight, daily and weekly. */
const LATEST = 20;

export async function findLastDone(db: Db): Promise<LastDone> {
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
    checked: Object.fromEntries(
      rows.flatMap((row) => (row.checked_at ? [[row.platform, row.checked_at]] : [])),
    ),
    issues: issues.map(({ id }) => id),
  };
}
