// kysely's SQLite dialect with cached prepared statements, own transactions, and waits for locks that do not block.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  SqliteDialect,
  type SqliteDatabase as SqliteDialectDatabase,
  type SqliteStatement,
} from 'kysely';
import { retry } from '../../base/retry.js';
import { codeOf } from './postgres-errors.js';
import type { SqliteDatabase } from './sqlite.js';

/** How long SQLite itself waits for a lock, in ms. The driver is synchronous, so this wait blocks the process. */
export const BUSY_TIMEOUT_MS = 50;
/** Attempts with pauses on a locked database, about 10 s in all. */
const BUSY_ATTEMPTS = 70;
const BUSY_PAUSE_MS = 100;

/** Number of cached statements, and the length of the longest one to cache: an `in` with many values does not recur. */
const MAX_STATEMENTS = 200;
const MAX_STATEMENT_CHARACTERS = 2000;

// Preparing a statement takes longer than running a short one.
function keepingStatements(sqlite: SqliteDatabase): SqliteDialectDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    prepare(text) {
      const known = kept.get(text);
      if (known) return known;
      const statement = sqlite.prepare(text);
      if (kept.size >= MAX_STATEMENTS) kept.clear();
      if (text.length <= MAX_STATEMENT_CHARACTERS) kept.set(text, statement);
      return statement;
    },
    close: () => void sqlite.close(),
  };
}

// A deferred transaction that reads and then writes fails at once (SQLITE_BUSY_SNAPSHOT) if another process wrote in
// between; one that takes the write lock at its start waits its turn. On a full disk SQLite rolls back by itself: a
// second rollback would fail and hide the cause.
export function createSqliteDialect(sqlite: SqliteDatabase): SqliteDialect {
  const dialect = new SqliteDialect({ database: keepingStatements(sqlite) });
  const createDriver = dialect.createDriver.bind(dialect);
  dialect.createDriver = () => {
    const driver = createDriver();
    const acquire = driver.acquireConnection.bind(driver);
    const patient = new WeakSet<DatabaseConnection>();
    driver.acquireConnection = async () => {
      const connection = await acquire();
      if (!patient.has(connection)) waitForLocks(connection);
      patient.add(connection);
      return connection;
    };
    driver.beginTransaction = async (connection) => {
      await connection.executeQuery(CompiledQuery.raw('begin immediate'));
    };
    const rollBack = driver.rollbackTransaction.bind(driver);
    driver.rollbackTransaction = async (connection) => {
      if (sqlite.inTransaction) await rollBack(connection);
    };
    return driver;
  };
  return dialect;
}

/** A statement that finds the database locked has no effect, so it can be repeated after a pause. */
function waitForLocks(connection: DatabaseConnection): void {
  const execute = connection.executeQuery.bind(connection);
  connection.executeQuery = <R>(query: CompiledQuery) =>
    retry(() => execute<R>(query), {
      attempts: BUSY_ATTEMPTS,
      waitMs: (error) => (isBusy(error) ? BUSY_PAUSE_MS : undefined),
      sleep,
    });
}

function isBusy(error: unknown): boolean {
  return /^SQLITE_BUSY/.test(codeOf(error));
}
