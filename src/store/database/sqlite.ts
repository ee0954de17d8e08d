// Loads the better-sqlite3 that this Node can run. Version 12 crashes on Node 24.19 and newer when a statement is
// garbage-collected (nodejs/node#65446); version 13 crashes on a Node without Node-API 10 (before 22.14) when a
// database is opened.
import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';

const name = Number(process.versions.napi) >= 10 ? 'better-sqlite3-13' : 'better-sqlite3';

/** Opens the file of this path, or a database in memory: `new SqliteDatabase(path, options)`. */
export const SqliteDatabase: typeof BetterSqlite3 = createRequire(import.meta.url)(name);
export type SqliteDatabase = BetterSqlite3.Database;
