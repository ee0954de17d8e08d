// Backs up the database to one file while it is in use, and restores it.
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { adviceOn, messageOf, UserError } from '../../base/errors.js';
import { migrationNames } from '../database/migrations.js';
import { SqliteDatabase } from '../database/sqlite.js';
import { refuseForeignDatabase } from '../open.js';

/** Contents of a database of Tidings. */
export interface BackupContents {
  bytes: number;
  /** Its latest migration. */
  schema: string;
  issues: number;
  posts: number;
  /** Subscribers who have not left. */
  subscribers: number;
}

/**
 * Writes the committed state of the database at `path` to the new file `target`, checks it, and makes it readable only
 * by its owner. The file gets its name once it is complete. Throws a UserError if it exists, or without a database.
 */
export function backupDatabase(path: string, target: string): BackupContents {
  if (existsSync(target)) throw new UserError(`${target} already exists`, 'Choose a new file name.');
  const partial = partialOf(target);
  try {
    copyDatabase(path, partial);
    const contents = inspectDatabase(partial, path);
    if (existsSync(target)) throw new UserError(`${target} already exists`, 'Choose a new file name.');
    renameSync(partial, target);
    return contents;
  } finally {
    rmSync(partial, { force: true });
  }
}

/**
 * Replaces the database at `path` by the backup and keeps the old one as `aside`. Throws a UserError if the backup is
 * damaged, is not a database of Tidings or is of a newer version, or if another process has the old one open.
 */
export function restoreDatabase(
  backup: string,
  path: string,
  aside: string,
): { contents: BackupContents; kept: boolean } {
  const contents = inspectDatabase(backup);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const partial = partialOf(path);
  try {
    copyDatabase(backup, partial);
    const kept = existsSync(path);
    const release = kept ? keepAside(path, aside) : undefined;
    try {
      renameSync(partial, path);
    } finally {
      release?.();
    }
    syncFolder(dirname(path));
    return { contents, kept };
  } finally {
    rmSync(partial, { force: true });
  }
}

/** Reads the contents of the file. Throws a UserError about `name` if it is damaged or not a database of Tidings. */
export function inspectDatabase(path: string, name = path): BackupContents {
  const sqlite = openReadonly(path);
  try {
    const names = namesOfMigrations(sqlite);
    if (names[0] !== migrationNames[0])
      throw new UserError(`${name} is not a Tidings database`, 'Use a file that `tidings backup` wrote.');
    const newer = names.find((name) => !migrationNames.includes(name));
    if (newer)
      throw new UserError(
        `${name} was written by a newer Tidings (${newer})`,
        'Restore it with that version or a later one.',
      );
    const [verdict] = sqlite.pragma('integrity_check(1)', { simple: false }) as { integrity_check: string }[];
    if (verdict?.integrity_check !== 'ok')
      throw new UserError(
        `${name} is damaged: ${verdict?.integrity_check}`,
        'Take another backup; `sqlite3 FILE .recover` may recover the rest.',
      );
    const count = (what: string) => sqlite.prepare(`select count(*) from ${what}`).pluck().get() as number;
    return {
      bytes: statSync(path).size,
      schema: names.at(-1) ?? '',
      issues: count('issues'),
      posts: count('posts'),
      subscribers: names.some((name) => name.startsWith('002'))
        ? count("subscribers where status in ('active', 'paused')")
        : 0,
    };
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `${name} is damaged or not a database: ${messageOf(error)}`,
      'Use a file that `tidings backup` wrote.',
      { cause: error },
    );
  } finally {
    sqlite.close();
  }
}

function openReadonly(path: string): SqliteDatabase {
  try {
    return new SqliteDatabase(path, { readonly: true, fileMustExist: true, timeout: 10_000 });
  } catch (error) {
    throw new UserError(`Cannot open ${path}: ${messageOf(error)}`, 'Check its name and permissions.', {
      cause: error,
    });
  }
}

function namesOfMigrations(sqlite: SqliteDatabase): string[] {
  const table = sqlite
    .prepare("select 1 from sqlite_master where type = 'table' and name = 'migrations'")
    .get();
  return table ? (sqlite.prepare('select name from migrations order by name').pluck().all() as string[]) : [];
}

/** Copies in one read transaction. Includes the write-ahead log and omits free pages. */
function copyDatabase(from: string, to: string): void {
  // SQLite uses an existing empty file, so the permissions apply from the start.
  closeSync(openSync(to, 'wx', 0o600));
  const sqlite = openReadonly(from);
  try {
    sqlite.prepare('vacuum into ?').run(to);
  } catch (error) {
    throw new UserError(
      `Cannot copy ${from}: ${messageOf(error)}`,
      adviceOn(error) ?? 'Is there enough disk space for another copy?',
      { cause: error },
    );
  } finally {
    sqlite.close();
  }
  const file = openSync(to, 'r+');
  fsyncSync(file);
  closeSync(file);
}

/**
 * Links the current database to a second name, so that its own name always exists, and locks it until the returned
 * function is called. Keeps a database that is too damaged to open, with its log.
 */
function keepAside(path: string, aside: string): () => void {
  const sqlite = new SqliteDatabase(path, { timeout: 500 });
  try {
    refuseForeignDatabase(sqlite, path);
    // Merges the log into the file; works only while no other process has it open.
    sqlite.pragma('journal_mode = DELETE');
    sqlite.exec('begin exclusive');
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = (error as { code?: string }).code ?? '';
    if (code.startsWith('SQLITE_BUSY')) {
      sqlite.close();
      throw new UserError(
        `Another process has ${path} open`,
        'Stop `tidings serve` and other processes that use it, then restore.',
      );
    }
    // SQLite would apply a leftover log to the new database.
    for (const log of ['-wal', '-shm']) if (existsSync(path + log)) renameSync(path + log, aside + log);
  }
  try {
    linkSync(path, aside);
  } catch {
    // The file system has no hard links.
    copyFileSync(path, aside, constants.COPYFILE_EXCL);
  }
  return () => sqlite.close();
}

/** Throws a UserError if another process has the database open. */
export function requireUnused(path: string, purpose: string): void {
  const sqlite = new SqliteDatabase(path, { timeout: 500 });
  try {
    refuseForeignDatabase(sqlite, path);
    // SQLite leaves WAL mode only while no other process has the file open.
    sqlite.pragma('journal_mode = DELETE');
    sqlite.pragma('journal_mode = WAL');
  } catch (error) {
    if (!(error as { code?: string }).code?.startsWith('SQLITE_BUSY')) throw error;
    throw new UserError(
      `Another process has ${path} open`,
      `Stop \`tidings serve\` and other processes that use it, then ${purpose}.`,
    );
  } finally {
    if (sqlite.open) sqlite.close();
  }
}

function partialOf(path: string): string {
  return `${path}.${process.pid}.partial`;
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
