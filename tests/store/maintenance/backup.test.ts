import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SqliteDatabase } from '../../../src/store/database/sqlite.js';
import { saveIssue } from '../../../src/store/issues.js';
import { backupDatabase, inspectDatabase, restoreDatabase } from '../../../src/store/maintenance/backup.js';
import { openDatabase } from '../../../src/store/open.js';
import { parseTerms } from '../../../src/store/search/query.js';
import { searchBullets } from '../../../src/store/search/search.js';
import { makeIssue } from '../../fixtures/issue.js';
import { startStoreProcess } from '../../fixtures/store-process.js';

const newFolder = () => mkdtempSync(join(tmpdir(), 'tidings-'));

async function newArchive(issues: string[]) {
  const path = join(newFolder(), 'tidings.db');
  const db = await openDatabase(path);
  for (const id of issues)
    await db.transaction().execute((trx) => saveIssue(trx, makeIssue({ id, slug: id })));
  await db.destroy();
  return path;
}

test('a backup during writes has whole transactions and is readable only by its owner', async () => {
  const path = await newArchive(['one', 'two']);
  const end = await startStoreProcess(
    path,
    `const write = db.prepare('insert into settings values (?, ?)');
     const pair = db.transaction((n) => { write.run('a' + n, ''); write.run('b' + n, ''); });
     let n = 0;
     const go = () => { for (let k = 0; k < 50; k++) pair(n++); setImmediate(go); };
     go();
     console.log('at work');`,
  );
  const target = join(newFolder(), 'backup.db');
  const contents = backupDatabase(path, target);
  await end();
  expect(contents).toMatchObject({ issues: 2, posts: 0, subscribers: 0 });
  expect(statSync(target).mode & 0o777).toBe(0o600);
  const count = (what: string) =>
    new SqliteDatabase(target).prepare(`select count(*) from settings where name like ?`).pluck().get(what);
  expect(count('a%')).toBeGreaterThan(1);
  // The settings also contain archive-version.
  expect(count('a%')).toBe((count('b%') as number) + 1);
});

test('an existing file is not overwritten, and nothing incomplete is left', async () => {
  const path = await newArchive([]);
  const folder = newFolder();
  writeFileSync(join(folder, 'backup.db'), 'mine');
  expect(() => backupDatabase(path, join(folder, 'backup.db'))).toThrow(/already exists/);
  expect(() => backupDatabase(join(folder, 'none.db'), join(folder, 'other.db'))).toThrow(/Cannot open/);
  expect(readFileSync(join(folder, 'backup.db'), 'utf8')).toBe('mine');
  expect(readdirSync(folder)).toEqual(['backup.db']);
});

test('a restored archive is complete, and the previous one is kept', async () => {
  const [old, present] = [await newArchive(['one', 'two']), await newArchive(['three'])];
  const backup = join(newFolder(), 'backup.db');
  backupDatabase(old, backup);
  const aside = join(present, '..', 'before.db');
  expect(restoreDatabase(backup, present, aside)).toMatchObject({ kept: true, contents: { issues: 2 } });
  expect(inspectDatabase(aside).issues).toBe(1);
  const db = await openDatabase(present);
  expect((await searchBullets(db, { terms: parseTerms('model'), limit: 5 })).total).toBeGreaterThan(0);
  await db.destroy();
});

test('a file that is not a backup, is newer or damaged is refused, and the current database stays', async () => {
  const present = await newArchive(['one']);
  const before = readFileSync(present);
  const folder = newFolder();
  const make = (name: string, change: (path: string) => void) => {
    const path = join(folder, name);
    backupDatabase(present, path);
    change(path);
    return path;
  };
  const bad = {
    newer: make('newer.db', (path) =>
      new SqliteDatabase(path).exec("insert into migrations values ('999-x')"),
    ),
    'not a Tidings database': make('foreign.db', (path) =>
      new SqliteDatabase(path).exec('drop table migrations'),
    ),
    damaged: make('damaged.db', (path) => {
      const bytes = readFileSync(path);
      writeFileSync(path, bytes.fill(0xa5, 8192 * 12, 8192 * 30));
    }),
    'not a database': make('text.db', (path) => writeFileSync(path, 'a letter to a friend, of some length')),
  };
  for (const [why, path] of Object.entries(bad))
    expect(() => restoreDatabase(path, present, join(folder, 'aside.db')), why).toThrow(new RegExp(why));
  expect(readFileSync(present).equals(before)).toBe(true);
  expect(readdirSync(join(present, '..')).filter((name) => name.includes('partial'))).toEqual([]);
});

test('a database that another process has open is not replaced', async () => {
  const [backup, present] = [await newArchive(['one']), await newArchive([])];
  const end = await startStoreProcess(
    present,
    "db.prepare('select 1 from settings').get(); setInterval(() => {}, 1000); console.log('open')",
  );
  const aside = join(present, '..', 'aside.db');
  expect(() => restoreDatabase(backup, present, aside)).toThrow(/Another process has .* open/);
  await end();
  expect(restoreDatabase(backup, present, aside).kept).toBe(true);
});

test('another program’s database is neither replaced nor backed up', async () => {
  const [backup, other] = [await newArchive(['one']), join(newFolder(), 'notes.db')];
  new SqliteDatabase(other).exec('create table notes (text)').close();
  const before = readFileSync(other);
  const aside = join(other, '..', 'aside.db');
  expect(() => restoreDatabase(backup, other, aside)).toThrow(/notes\.db is another program's database/);
  expect(() => backupDatabase(other, aside)).toThrow(/notes\.db is not a Tidings database/);
  expect(readFileSync(other).equals(before)).toBe(true);
  expect(readdirSync(join(other, '..'))).toEqual(['notes.db']);
});

test('a damaged database is replaced and kept with its log', async () => {
  const [backup, present] = [await newArchive(['one']), await newArchive([])];
  copyFileSync(backup, `${present}-wal`);
  writeFileSync(present, 'it was a database once');
  const aside = join(present, '..', 'aside.db');
  restoreDatabase(backup, present, aside);
  expect(readdirSync(join(present, '..'))).toEqual(
    expect.arrayContaining(['aside.db', 'aside.db-wal', 'tidings.db']),
  );
  expect(existsSync(`${present}-wal`)).toBe(false);
  expect(inspectDatabase(present).issues).toBe(1);
});
