// Issues whose delivery waits for the operator.
import type { Db } from '../database/schema.js';
import { deleteSetting, findSetting, setSetting } from '../database/settings.js';

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
