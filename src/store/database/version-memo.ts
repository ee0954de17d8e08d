// Caches a value until the version of its source data changes.
import type { Db } from './schema.js';

/**
 * Wraps `read` so that it runs again only when the result of `findVersion` changes. Concurrent callers share one read. A
 * failed read is not cached.
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
