// Opens the database.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { CompiledQuery, Kysely, SqliteDialect } from 'kysely';
import { messageOf, UserError } from '../errors.js';
import { refreshIndex } from './bullets.js';
import { migrate } from './migrations.js';
import type { Tables } from './schema.js';

/**
 * Opens (and makes, and migrates) the SQLite file at `path`; `:memory:` for one that lives as long as the process.
 * WAL and a busy timeout of 10 s let a second process read and write beside this one.
 * Throws a UserError when the file cannot be opened or is no database.
 */
export async function openDatabase(path: string): Promise<Kysely<Tables>> {
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    const sqlite = new SqliteDatabase(path);
    sqlite.pragma('busy_timeout = 10000');
    // Of a new file; text is long.
    sqlite.pragma('page_size = 8192');
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = NORMAL');
    sqlite.pragma('foreign_keys = ON');
    // KiB: with SQLite's own 2 MB, a search in a large archive reads the same pages again and again.
    sqlite.pragma('cache_size = -65536');
    const db = new Kysely<Tables>({ dialect: immediate(new SqliteDialect({ database: sqlite })) });
    await migrate(db);
    await db.transaction().execute(refreshIndex);
    return db;
  } catch (error) {
    throw new UserError(
      `The database ${path} cannot be opened: ${messageOf(error)}`,
      'Check the path in DATABASE_URL and who may write there.',
      {
        cause: error,
      },
    );
  }
}

// A deferred transaction that reads first and writes later fails at once (SQLITE_BUSY_SNAPSHOT) when another
// process wrote in between; one that takes the write lock at its start waits for its turn instead.
function immediate(dialect: SqliteDialect): SqliteDialect {
  const createDriver = dialect.createDriver.bind(dialect);
  dialect.createDriver = () => {
    const driver = createDriver();
    driver.beginTransaction = async (connection) => {
      await connection.executeQuery(CompiledQuery.raw('begin immediate'));
    };
    return driver;
  };
  return dialect;
}
