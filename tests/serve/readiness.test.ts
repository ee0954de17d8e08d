import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Context } from '../../src/context.js';
import { createInProcessQueue } from '../../src/queue/in-process.js';
import { createReadiness } from '../../src/serve/readiness.js';
import { openDatabase } from '../../src/store/open.js';
import { recordPlanning } from '../../src/store/schedule.js';
import { newFolder } from '../fixtures/cli.js';

const quiet = () => {};
const queue = createInProcessQueue({
  clock: () => new Date(),
  log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
});
const START = Date.parse('2026-03-18T08:00:00Z');

async function open(folder = newFolder()) {
  const data = join(folder, 'data');
  mkdirSync(data, { recursive: true });
  const database = join(data, 'tidings.db');
  const db = await openDatabase(database);
  const time = { now: START };
  const context = { config: { database, dir: folder }, db, clock: () => new Date(time.now) };
  return { db, time, context: context as unknown as Context };
}

test('a silent schedule is reported after five minutes, until it plans again', async () => {
  const { db, time, context } = await open();
  const ready = createReadiness(context, { queue });
  const without = createReadiness(context, {});
  expect(await ready()).toEqual([]);
  time.now += 6 * 60_000;
  expect(await ready()).toEqual(['the schedule has not run for five minutes']);
  expect(await without()).toEqual([]);
  await recordPlanning(db, new Date(time.now).toISOString());
  expect(await ready()).toEqual([]);
});

test('a missing migration, database or folder is reported without paths', async () => {
  const { db, context } = await open();
  const ready = createReadiness(context, { queue });
  await db
    .deleteFrom('migrations' as never)
    .where('name' as never, '=', '004-reads-and-rests' as never)
    .execute();
  expect(await ready()).toEqual(['migrations are missing: 004-reads-and-rests']);
  await db.destroy();
  expect(await ready()).toEqual(['the database does not answer']);
  const gone = { ...context, config: { ...context.config, database: '/nowhere/at/all/t.db' } };
  expect(await createReadiness(gone, { queue })()).toEqual([
    'the data folder is not writable',
    'the database does not answer',
  ]);
});
