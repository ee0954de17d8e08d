// What the last backfill has fetched, so that one that was cut off continues without fetching again.
import type { Db } from './database/schema.js';
import { findSetting, setSetting } from './database/settings.js';

const BACKFILL = 'backfill';

/** `value` is opaque here. */
export function saveBackfill(db: Db, value: string): Promise<void> {
  return setSetting(db, BACKFILL, value);
}

export function findBackfill(db: Db): Promise<string | undefined> {
  return findSetting(db, BACKFILL);
}
