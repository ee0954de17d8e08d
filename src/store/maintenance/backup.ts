// A copy of the database in one file while others read and write it, and the way back.
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

/** What a database of Tidings holds. */
export interface Contents {
  bytes: number;
  /** The last change of its schema. */
  schema: string;
  issues: number;
  posts: number;
  /** Those that have not left. */
  subscribers: number;
}

/**
 * Writes what is committed in the database at `path` into the new file `target`, checked, for its owner only. It
 * appears under its name when it is whole. Throws a UserError when there is such a file, or no database.
 */
export function backupDatabase(path: string, target: string): Contents {
  if (existsSync(target)) throw new UserError(`${target} is there already`, 'Name a new file.');
  const partial = partialOf(target);
  try {
    copyDatabase(path, partial);
    const contents = inspectDatabase(partial, path);
    if (existsSync(target)) throw new UserError(`${target} is there already`, 'Name a new file.');
    renameSync(partial, target);
    return contents;
  } finally {
    rmSync(partial, { force: true });
  }
}

/**
 * Puts the backup in the place of the database at `path`. What was there is kept as `aside`. Throws a UserError when
 * the backup is damaged, no database of Tidings or of a newer one, or while another process has the present one open.
 */
export function restoreDatabase(
  backup: string,
  path: string,
  aside: string,
): { contents: Contents; kept: boolean } {
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

/** Reads what the file holds. Throws a UserError that speaks of `name` when it cannot be trusted or is none of ours. */
export function inspectDatabase(path: string, name = path): Contents {
  const sqlite = openReadonly(path);
  try {
    const names = namesOfMigrations(sqlite);
    if (names[0] !== migrationNames[0])
      throw new UserError(`${name} is no database of Tidings`, 'Name a file that `tidings backup` wrote.');
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
        'Take another backup; `sqlite3 FILE .recover` may save what is left.',
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
      `${name} is damaged or no database: ${messageOf(error)}`,
      'Name a file that `tidings backup` wrote.',
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
    throw new UserError(
      `${path} cannot be opened: ${messageOf(error)}`,
      'Check its name and who may read it.',
      {
        cause: error,
      },
    );
  }
}

function namesOfMigrations(sqlite: SqliteDatabase): string[] {
  const table = sqlite
    .prepare("select 1 from sqlite_master where type = 'table' and name = 'migrations'")
    .get();
  return table ? (sqlite.prepare('select name from migrations order by name').pluck().all() as string[]) : [];
}

/** One read transaction, so that it is consistent; what is in the write-ahead log is in the copy, free pages are not. */
function copyDatabase(from: string, to: string): void {
  // SQLite takes an empty file as it is, and with it who may read it.
  closeSync(openSync(to, 'wx', 0o600));
  const sqlite = openReadonly(from);
  try {
    sqlite.prepare('vacuum into ?').run(to);
  } catch (error) {
    throw new UserError(
      `${from} cannot be copied: ${messageOf(error)}`,
      adviceOn(error) ?? 'Is there room for another copy?',
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
 * Gives the present database a second name, so that there is one under its own at every moment, and holds it locked
 * until the function that it gives is called. One that is too damaged to be opened is kept with its log as it is.
 */
function keepAside(path: string, aside: string): () => void {
  const sqlite = new SqliteDatabase(path, { timeout: 500 });
  try {
    refuseForeignDatabase(sqlite, path);
    // Takes the log into the file, and only goes while nobody else has it open.
    sqlite.pragma('journal_mode = DELETE');
    sqlite.exec('begin exclusive');
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = (error as { code?: string }).code ?? '';
    if (code.startsWith('SQLITE_BUSY')) {
      sqlite.close();
      throw new UserError(
        `Another process has ${path} open`,
        'End `tidings serve` and whatever else works there, then restore.',
      );
    }
    // A log that is left behind would be taken for the new database's.
    for (const log of ['-wal', '-shm']) if (existsSync(path + log)) renameSync(path + log, aside + log);
  }
  try {
    linkSync(path, aside);
  } catch {
    // A file system without second names.
    copyFileSync(path, aside, constants.COPYFILE_EXCL);
  }
  return () => sqlite.close();
}

/** Throws a UserError, which says what cannot be done now, if another process has the database open. */
export function requireUnused(path: string, purpose: string): void {
  const sqlite = new SqliteDatabase(path, { timeout: 500 });
  try {
    refuseForeignDatabase(sqlite, path);
    // SQLite leaves the write-ahead log only while nobody else has the file open.
    sqlite.pragma('journal_mode = DELETE');
    sqlite.pragma('journal_mode = WAL');
  } catch (error) {
    if (!(error as { code?: string }).code?.startsWith('SQLITE_BUSY')) throw error;
    throw new UserError(
      `Another process has ${path} open`,
      `Stop \`tidings serve\` and whatever else uses it, then ${purpose}.`,
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
