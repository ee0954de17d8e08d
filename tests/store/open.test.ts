import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { findAnswer, saveAnswer } from '../../src/store/answers.js';
import { SqliteDatabase } from '../../src/store/database/sqlite.js';
import { openDatabase } from '../../src/store/open.js';
import { listSources, saveSources } from '../../src/store/sources/sources.js';
import { makeRef } from '../fixtures/store.js';
import { startStoreProcess } from '../fixtures/store-process.js';

const newFile = () => join(mkdtempSync(join(tmpdir(), 'tidings-')), 'deep', 'tidings.db');

test('a file is created with its folder, migrated once, and keeps its data', async () => {
  const path = newFile();
  const db = await openDatabase(path);
  await saveSources(db, [makeRef('LocalModels')]);
  // Anybody may read the folder, but not the readers' addresses.
  for (const file of [path, `${path}-wal`, `${path}-shm`]) expect(statSync(file).mode & 0o777).toBe(0o600);
  await db.destroy();
  const again = await openDatabase(path);
  expect(await listSources(again)).toHaveLength(1);
  await again.destroy();
});

test('waits for another process that holds the write lock', async () => {
  const path = newFile();
  await (await openDatabase(path)).destroy();
  await startStoreProcess(
    path,
    "db.exec('begin immediate'); console.log('locked'); setTimeout(() => db.exec('commit'), 400)",
  );
  const db = await openDatabase(path);
  await db.transaction().execute(async (trx) => {
    await listSources(trx);
    await saveSources(trx, [makeRef('LocalModels')]);
  });
  expect(await listSources(db)).toHaveLength(1);
  await db.destroy();
});

test('a file that is not a database is reported with a hint', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'tidings-')), 'x.db');
  writeFileSync(path, 'this is a text file and no database at all, whatever its name may say about it');
  await expect(openDatabase(path)).rejects.toMatchObject({
    message: expect.stringMatching(/Cannot open the database .*x\.db/),
    hint: expect.stringContaining('tidings restore'),
  });
});

test.each([
  ['tables', 'create table albums (title text)'],
  [
    'migrations of its own',
    'create table migrations (id integer primary key, migration text, batch integer)',
  ],
  [
    'migrations that look like ours',
    "create table migrations (name text primary key); insert into migrations values ('0001_users')",
  ],
])("another program's file gets nothing of ours: %s", async (_, made) => {
  const path = join(mkdtempSync(join(tmpdir(), 'tidings-')), 'music.db');
  const sqlite = new SqliteDatabase(path);
  sqlite.exec(made);
  sqlite.close();
  const before = readFileSync(path);
  await expect(openDatabase(path)).rejects.toMatchObject({
    message: expect.stringContaining(`${path} is another program's database`),
    hint: expect.stringContaining('DATABASE_URL'),
  });
  expect(readFileSync(path).equals(before)).toBe(true);
});

test('a file without tables counts as new', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'tidings-')), 'x.db');
  writeFileSync(path, '');
  await (await openDatabase(path)).destroy();
});

test('a database changed by a newer Tidings is not touched', async () => {
  const path = newFile();
  const db = await openDatabase(path);
  await sql`insert into migrations (name) values ('999-of-tomorrow')`.execute(db);
  await db.destroy();
  await expect(openDatabase(path)).rejects.toThrow('written by a newer Tidings (999-of-tomorrow)');
});

test('the latest answer to a question is kept', async () => {
  const db = await openDatabase(':memory:');
  const answer = { model: 'm', stage: 's', answer: 'one', tokensIn: 1, tokensOut: 1 };
  await saveAnswer(db, 'k', answer, '2026-03-17T00:00:00.000Z');
  await saveAnswer(db, 'k', { ...answer, answer: 'two' }, '2026-03-17T00:00:00.000Z');
  expect(await findAnswer(db, 'k')).toBe('two');
  expect(await findAnswer(db, 'other')).toBeUndefined();
});

test('a full disk within a transaction is reported, and the database continues when there is room', async () => {
  const db = await openDatabase(newFile());
  // SQLite treats this limit like a full disk.
  const limit = (pages: number) => sql.raw(`pragma max_page_count = ${pages}`).execute(db);
  await limit(1);
  const text = 'x'.repeat(2_000_000);
  const write = () =>
    db.transaction().execute((trx) => sql`insert into settings values ('long', ${text})`.execute(trx));
  await expect(write()).rejects.toMatchObject({ code: 'SQLITE_FULL' });
  await limit(1_000_000);
  await write();
  await expect(write()).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' });
  await db.destroy();
});
