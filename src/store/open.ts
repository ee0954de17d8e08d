// Opens the database.
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  CompiledQuery,
  Kysely,
  SqliteDialect,
  type SqliteDatabase as SqliteDialectDatabase,
  type SqliteStatement,
  sql,
} from 'kysely';
import { adviceOn, messageOf, UserError } from '../base/errors.js';
import { isPostgresUrl } from '../base/url.js';
import { migrate, migrationNames } from './database/migrations.js';
import { connectPostgres, isBeingFilled } from './database/postgres.js';
import { explained, shownUrl } from './database/postgres-errors.js';
import type { Tables } from './database/schema.js';
import { SqliteDatabase } from './database/sqlite.js';
import { refreshIndex } from './search/index-bullets.js';

/**
 * Opens and migrates the database: a `postgres://` URL, the path of an SQLite file (made when it is not there), or
 * `:memory:` for one that lives as long as the process. Throws a UserError when it cannot be opened, is none, or is
 * another program's.
 */
export async function openDatabase(where: string): Promise<Kysely<Tables>> {
  return isPostgresUrl(where) ? openPostgres(where) : openSqlite(where);
}

/** Whether a store is there; nothing is made. Takes what `openDatabase` takes. */
export async function hasStore(where: string): Promise<boolean> {
  if (!isPostgresUrl(where)) return existsSync(where);
  const db = await connectPostgres(where, 1);
  try {
    const { rows } = await sql`select 1 where to_regclass('migrations') is not null`.execute(db);
    return rows.length > 0;
  } finally {
    await db.destroy();
  }
}

async function openPostgres(url: string): Promise<Kysely<Tables>> {
  const db = await connectPostgres(url);
  try {
    if (await isBeingFilled(db))
      throw new UserError(
        `The database ${shownUrl(url)} holds a part of another store`,
        'Let `tidings migrate-store` finish first: run it again, it goes on where it stopped.',
      );
    await migrate(db);
    await db.transaction().execute(refreshIndex);
    return db;
  } catch (error) {
    await db.destroy();
    throw explained(error, url);
  }
}

// WAL and a busy timeout of 10 s let a second process read and write beside this one.
async function openSqlite(path: string): Promise<Kysely<Tables>> {
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const sqlite = new SqliteDatabase(path);
    sqlite.pragma('busy_timeout = 10000');
    // Before anything is written to it.
    refuseForeignDatabase(sqlite, path);
    // Of a new file; text is long.
    sqlite.pragma('page_size = 8192');
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = NORMAL');
    sqlite.pragma('foreign_keys = ON');
    // KiB: with SQLite's own 2 MB, a search in a large archive reads the same pages again and
    // again. More than this makes no search faster, and sending to a long list would fill it.
    sqlite.pragma('cache_size = -16384');
    const db = new Kysely<Tables>({
      dialect: withOwnTransactions(sqlite),
    });
    await migrate(db);
    await db.transaction().execute(refreshIndex);
    return db;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `The database ${path} cannot be opened: ${messageOf(error)}`,
      adviceOn(error) ?? 'Check the path in DATABASE_URL, and who may write there.',
      { cause: error },
    );
  }
}

/** Throws a UserError for a file with tables of which none says that it is ours, and closes it. */
export function refuseForeignDatabase(sqlite: SqliteDatabase, path: string): void {
  const list = (query: string) => sqlite.prepare(query).pluck().all();
  if (list("select name from sqlite_master where type = 'table' limit 1").length === 0) return;
  const columns = list("select name from pragma_table_info('migrations')").join();
  if (columns === 'name' && list('select name from migrations').includes(migrationNames[0])) return;
  sqlite.close();
  throw new UserError(
    `${path} is another program's database: Tidings puts nothing into it`,
    'Name a file of its own in DATABASE_URL, or leave it out for data/tidings.db.',
  );
}

/** Statements that are kept, and their longest; an `in` with many values comes once in this length. */
const [KEPT, LONGEST] = [200, 2000];

// Preparing a statement takes longer than running a short one.
function keepingStatements(sqlite: SqliteDatabase): SqliteDialectDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    prepare(text) {
      const known = kept.get(text);
      if (known) return known;
      const statement = sqlite.prepare(text);
      if (kept.size >= KEPT) kept.clear();
      if (text.length <= LONGEST) kept.set(text, statement);
      return statement;
    },
    close: () => void sqlite.close(),
  };
}

// A deferred transaction that reads first and writes later fails at once (SQLITE_BUSY_SNAPSHOT) when another
// process wrote in between; one that takes the write lock at its start waits for its turn instead. A full disk makes
// SQLite roll back by itself: to do it again is an error, which would stand before the one that says why.
function withOwnTransactions(sqlite: SqliteDatabase): SqliteDialect {
  const dialect = new SqliteDialect({ database: keepingStatements(sqlite) });
  const createDriver = dialect.createDriver.bind(dialect);
  dialect.createDriver = () => {
    const driver = createDriver();
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
