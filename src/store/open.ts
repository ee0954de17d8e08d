// Opens the database.
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely, sql } from 'kysely';
import { adviceOn, messageOf, UserError } from '../base/errors.js';
import { isPostgresUrl } from '../base/url.js';
import { migrate, migrationNames } from './database/migrations.js';
import { connectPostgres, isBeingFilled } from './database/postgres.js';
import { explainStatementError, maskDatabaseUrl } from './database/postgres-errors.js';
import type { Tables } from './database/schema.js';
import { SqliteDatabase } from './database/sqlite.js';
import { BUSY_TIMEOUT_MS, createSqliteDialect } from './database/sqlite-dialect.js';
import { refreshIndex } from './search/index-bullets.js';

/**
 * SQLite's page cache. With the default of 2 MB, a search in a large archive reads the same pages repeatedly. A larger
 * cache makes no search faster, and sending to a long list would fill it.
 */
const CACHE_KIB = 16_384;

/**
 * Opens and migrates the database: a `postgres://` URL, the path of an SQLite file (created if missing), or `:memory:`.
 * Throws a UserError if it cannot be opened, is not a database, or belongs to another program.
 */
export async function openDatabase(where: string): Promise<Kysely<Tables>> {
  return isPostgresUrl(where) ? openPostgres(where) : openSqlite(where);
}

/** Whether a store exists at a path or URL as `openDatabase` takes it. Creates nothing. */
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

/** Other encodings cannot store every post (LATIN1), or do not validate text (SQL_ASCII). */
async function requireUtf8(db: Kysely<Tables>, url: string): Promise<void> {
  const { rows } = await sql<{ server_encoding: string }>`show server_encoding`.execute(db);
  const encoding = rows[0]?.server_encoding;
  if (encoding !== 'UTF8')
    throw new UserError(
      `The database ${maskDatabaseUrl(url)} has the encoding ${encoding}`,
      'Tidings needs UTF8. Create a new one: createdb --encoding=UTF8 --template=template0 NAME.',
    );
}

/** Throws a UserError for a read-only replica. */
async function requirePrimary(db: Kysely<Tables>, url: string): Promise<void> {
  const { rows } = await sql<{ transaction_read_only: string }>`show transaction_read_only`.execute(db);
  if (rows[0]?.transaction_read_only === 'on')
    throw new UserError(
      `The database ${maskDatabaseUrl(url)} is read-only`,
      'Set DATABASE_URL to the primary server. Set a replica for the pages in DATABASE_READ_URL.',
    );
}

/** Throws a UserError without write permission; otherwise each write would fail later. */
async function requireRights(db: Kysely<Tables>, url: string): Promise<void> {
  const rights = ['select', 'insert', 'update', 'delete'].map(
    (right) => sql`has_table_privilege(format('%I.%I', schemaname, tablename), ${right})`,
  );
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables
    where schemaname = current_schema and tablename in ('posts', 'issues', 'deliveries', 'runs', 'settings')
      and not (${sql.join(rights, sql` and `)}) order by name limit 1`.execute(db);
  if (rows[0])
    throw new UserError(
      `The database ${maskDatabaseUrl(url)} does not allow this user to change the table ${rows[0].name}`,
      'Make the user the owner of the database, or grant select, insert, update and delete on all tables in its schema.',
    );
}

async function openPostgres(url: string): Promise<Kysely<Tables>> {
  const db = await connectPostgres(url);
  try {
    if (await isBeingFilled(db))
      throw new UserError(
        `The database ${maskDatabaseUrl(url)} contains an unfinished copy of another store`,
        'Run `tidings migrate-store` again to finish it; it continues where it stopped.',
      );
    await requireUtf8(db, url);
    await requirePrimary(db, url);
    await migrate(db);
    await requireRights(db, url);
    await db.transaction().execute(refreshIndex);
    return db;
  } catch (error) {
    await db.destroy();
    throw explainStatementError(error, url);
  }
}

// WAL lets a second process read and write beside this one.
async function openSqlite(path: string): Promise<Kysely<Tables>> {
  try {
    if (path !== ':memory:') createPrivateFile(path);
    const sqlite = new SqliteDatabase(path);
    // Nothing else runs yet, so opening may block.
    sqlite.pragma('busy_timeout = 10000');
    // Must come before the first write.
    refuseForeignDatabase(sqlite, path);
    // Only affects a new file. Texts are long.
    sqlite.pragma('page_size = 8192');
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = NORMAL');
    sqlite.pragma('foreign_keys = ON');
    sqlite.pragma(`cache_size = -${CACHE_KIB}`);
    const db = new Kysely<Tables>({ dialect: createSqliteDialect(sqlite) });
    await migrate(db);
    await db.transaction().execute(refreshIndex);
    sqlite.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    return db;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `Cannot open the database ${path}: ${messageOf(error)}`,
      adviceOn(error) ?? 'Check the path in DATABASE_URL and its permissions.',
      { cause: error },
    );
  }
}

/** Gives the write-ahead log the mode of the database, because it contains readers' addresses. */
function createPrivateFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
}

/**
 * Opens a second connection for readers' pages, which never writes and never waits for a writer. Returns undefined for
 * a database in memory, which has only one connection.
 */
export function openSqliteReader(path: string): Kysely<Tables> | undefined {
  if (path === ':memory:') return undefined;
  const sqlite = new SqliteDatabase(path, { readonly: true });
  sqlite.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  sqlite.pragma(`cache_size = -${CACHE_KIB}`);
  return new Kysely<Tables>({ dialect: createSqliteDialect(sqlite) });
}

/** Closes the file and throws a UserError if it has tables but none of Tidings. */
export function refuseForeignDatabase(sqlite: SqliteDatabase, path: string): void {
  const list = (query: string) => sqlite.prepare(query).pluck().all();
  if (list("select name from sqlite_master where type = 'table' limit 1").length === 0) return;
  const columns = list("select name from pragma_table_info('migrations')").join();
  if (columns === 'name' && list('select name from migrations').includes(migrationNames[0])) return;
  sqlite.close();
  throw new UserError(
    `${path} is another program's database; Tidings does not change it`,
    'Set a separate file in DATABASE_URL, or remove it to use data/tidings.db.',
  );
}
