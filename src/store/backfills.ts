// Stores what the last backfill fetched, so that an interrupted one continues without fetching again.
import type { Db } from './database/schema.js';
import { findSetting, setSetting } from './database/settings.js';

const BACKFILL_RUN = 'backfill';

/** `value` is opaque to the store. */
export function saveBackfill(db: Db, value: string): Promise<void> {
  return setSetting(db, BACKFILL_RUN, value);
}

export function findBackfill(db: Db): Promise<string | undefined> {
  return findSetting(db, BACKFILL_RUN);
}
