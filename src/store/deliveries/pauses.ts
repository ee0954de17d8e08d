// Issues whose delivery waits for the operator.
import { sql } from 'kysely';
import type { Db } from '../database/schema.js';
import { deleteSetting, findSetting, setSetting } from '../database/settings.js';

/** The reason of a pause that the operator asked for. It holds channels, too; other pauses are about mail alone. */
export const PAUSED_BY_OPERATOR = 'the operator paused it';

/** Of a row of `channel_deliveries`: the operator has not paused its issue. */
export const isNotHeldByOperator = sql<boolean>`not exists (
  select 1 from settings where name = 'paused:' || channel_deliveries.issue_id and value = ${sql.lit(PAUSED_BY_OPERATOR)})`;

/** Pauses the delivery of an issue until the operator resumes it. */
export function pauseIssue(db: Db, issueId: string, why: string): Promise<void> {
  return setSetting(db, `paused:${issueId}`, why);
}

export function resumeIssue(db: Db, issueId: string): Promise<void> {
  return deleteSetting(db, `paused:${issueId}`);
}

/** Why the delivery of an issue is paused, if it is. */
export function findPause(db: Db, issueId: string): Promise<string | undefined> {
  return findSetting(db, `paused:${issueId}`);
}
