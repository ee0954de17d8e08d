// A database that another process has locked: writers wait without stopping the process, readers do not wait.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SqliteDatabase } from '../../../src/store/database/sqlite.js';
import { openDatabase, openSqliteReader } from '../../../src/store/open.js';
import { newFolder } from '../../fixtures/cli.js';

const settings = { name: 'test', value: '1' };

test('with a locked database, the event loop continues, readers answer, and the writer succeeds in the end', async () => {
  const path = join(newFolder(), 'tidings.db');
  const db = await openDatabase(path);
  const reader = openSqliteReader(path);
  const other = new SqliteDatabase(path);
  other.exec('begin immediate');
  let written = false;
  const writer = db
    .insertInto('settings')
    .values(settings)
    .execute()
    .then(() => {
      written = true;
    });
  let ticks = 0;
  const timer = setInterval(() => ticks++, 20);
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(await reader?.selectFrom('issues').selectAll().execute()).toEqual([]);
  expect(written).toBe(false);
  clearInterval(timer);
  // SQLite waiting by itself would have stopped the timer.
  expect(ticks).toBeGreaterThan(2);
  other.exec('rollback');
  other.close();
  await writer;
  expect(await reader?.selectFrom('settings').select('value').where('name', '=', 'test').execute()).toEqual([
    { value: '1' },
  ]);
  await reader?.destroy();
  await db.destroy();
});
