// Values that are read once for each version of what they are made from.
import type { Db } from './schema.js';

/**
 * Wraps `read` so that a database is read again only when `findVersion` answers otherwise. Callers share a value, also
 * while it is being read; a failed reading is not kept.
 */
export function readByVersion<T>(
  findVersion: (db: Db) => Promise<string>,
  read: (db: Db) => Promise<T>,
): (db: Db) => Promise<T> {
  const latest = new WeakMap<Db, { version: string; value: Promise<T> }>();
  return async (db) => {
    const version = await findVersion(db);
    const last = latest.get(db);
    if (last?.version === version) return last.value;
    const value = read(db);
    latest.set(db, { version, value });
    value.catch(() => latest.delete(db));
    return value;
  };
}
