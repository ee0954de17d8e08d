// The queue that several processes share.
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPostgresQueue } from '../../src/queue/postgres.js';
import type { Handlers, Job, Queue, Role } from '../../src/queue/queue.js';
import { listDeadJobs } from '../../src/store/cluster/jobs.js';
import { connectPostgres } from '../../src/store/database/postgres.js';
import { ask } from '../fixtures/postgres.js';
import { makeDatabase, onPostgres } from '../fixtures/store.js';

const quiet = () => {};
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const timing = { silenceSeconds: 2, retryLimit: 1, retryDelay: 1 };
const job = (key: string): Job => ({ kind: 'deliver', key });

describe.runIf(onPostgres)('a shared queue', () => {
  let url: string;
  let queues: Queue[];
  beforeEach(async () => {
    url = await makeDatabase();
    queues = [];
  });
  afterEach(async () => {
    for (const queue of queues) await queue.stop();
  });

  async function open(deliver: Handlers['deliver'], roles: Role[] = ['deliver'], plan = async () => {}) {
    const concurrency = { fetch: 2, issue: 1, deliver: 4 };
    const queue = await openPostgresQueue({ url, roles, log, concurrency, timing });
    queues.push(queue);
    await queue.start({ fetch: async () => {}, issue: async () => {}, deliver }, plan);
    return queue;
  }

  test('processes can start at the same time on an empty database', async () => {
    await Promise.all([1, 2, 3, 4, 5].map(() => open(async () => {})));
    expect(queues).toHaveLength(5);
  });

  test('a job interrupted by its process’s shutdown is done by another immediately and has not failed', async () => {
    let tries = 0;
    const first = await openPostgresQueue({
      ...{ url, roles: ['deliver'] as Role[], log },
      ...{ concurrency: { fetch: 1, issue: 1, deliver: 1 }, timing: { ...timing, retryLimit: 0 } },
    });
    await first.start(
      {
        fetch: async () => {},
        issue: async () => {},
        deliver: (_, signal) =>
          new Promise((_, reject) => {
            tries++;
            signal.addEventListener('abort', () => reject(signal.reason));
          }),
      },
      async () => {},
    );
    await first.add([job('one')]);
    await expect.poll(() => tries).toBe(1);
    await first.stop();
    const second = await open(async () => {
      tries++;
    });
    await expect.poll(() => second.count('deliver')).toBe(0);
    expect([tries, [...(await second.failed()).keys()]]).toEqual([2, []]);
  });

  test('each job runs once, in one of the processes', async () => {
    const done: string[] = [];
    let begin = quiet;
    // A finished key may be added again: nothing finishes before everything is added.
    const added = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const deliver = async ({ key }: { key: string }) => {
      await added;
      done.push(key);
    };
    const [one] = [await open(deliver), await open(deliver)];
    const keys = Array.from({ length: 20 }, (_, n) => `delivery ${n}`);
    await Promise.all(queues.map((queue) => queue.add([...keys, ...keys].map(job))));
    begin();
    await expect.poll(() => one.count('deliver'), { timeout: 10_000 }).toBe(0);
    expect(done.sort()).toEqual([...keys].sort());
  });

  test('a job whose key is waiting or running is not added again', async () => {
    let runs = 0;
    let finish = quiet;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const queue = await open(async () => {
      runs++;
      await finished;
    });
    await queue.add([job('one')]);
    await expect.poll(() => runs).toBe(1);
    await queue.add([job('one')]);
    expect(await queue.count('deliver')).toBe(1);
    finish();
    await expect.poll(() => queue.count('deliver')).toBe(0);
    expect(runs).toBe(1);
  });

  test('a failed job is retried, then kept as failed and not retried for a while', async () => {
    let tries = 0;
    const queue = await open(async () => {
      tries++;
      throw new Error('no route');
    });
    await queue.add([job('one')]);
    await expect.poll(async () => [...(await queue.failed()).keys()], { timeout: 15_000 }).toEqual(['one']);
    expect(tries).toBe(2);
    const db = await connectPostgres(url);
    expect(await listDeadJobs(db, '2026-01-01T00:00:00.000Z', 9)).toMatchObject([
      { key: 'one', why: 'Error: no route' },
    ]);
    await db.destroy();
    await queue.add([job('one')]);
    expect(await queue.count('deliver')).toBe(0);
  });

  test('another process takes the job of a dead process, but not that of a living one', async () => {
    const done: string[] = [];
    let endLong = () => {};
    const queue = await open(async ({ key }) => {
      done.push(key);
      if (key === 'long') await new Promise<void>((resolve) => (endLong = resolve));
    });
    await queue.add([job('long')]);
    await expect.poll(() => done).toEqual(['long']);
    // A sign of life does not rewrite when a job began.
    const begins = () =>
      ask(url, "select started_on, retry_count from tidings_jobs.job where state = 'active'");
    const begun = await begins();
    // What the dead leave behind: a job under way that nobody speaks for.
    await ask(
      url,
      `insert into tidings_jobs.job (name, data, singleton_key, state, started_on, policy, retry_limit, retry_delay, expire_in)
        values ('deliver', '{"kind":"deliver","key":"orphan"}', 'orphan', 'active', now(), 'stately', 1, 1, interval '2 seconds')`,
    );
    await expect.poll(() => done, { timeout: 15_000 }).toEqual(['long', 'orphan']);
    expect(await begins()).toEqual(expect.arrayContaining(begun));
    endLong();
    await expect.poll(() => queue.count('deliver'), { timeout: 15_000 }).toBe(0);
    expect(done).toEqual(['long', 'orphan']);
  });

  test('a job whose end could not be recorded runs again instead of staying active', async () => {
    const holder = new pg.Client({ connectionString: url });
    await holder.connect();
    let runs = 0;
    const queue = await open(async () => {
      runs++;
      if (runs > 1) return;
      await holder.query('begin');
      await holder.query('lock table tidings_jobs.job in access exclusive mode');
    });
    await queue.add([job('one')]);
    let ended = 0;
    const endWaiting = async () => {
      const rows = await ask(
        url,
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()
          and application_name = 'tidings' and wait_event_type = 'Lock'`,
      );
      ended += rows.length;
      return ended;
    };
    // Its completion and its failure, and whatever else waits for the table meanwhile.
    await expect.poll(endWaiting, { timeout: 10_000, interval: 200 }).toBeGreaterThan(5);
    await holder.query('rollback');
    await holder.end();
    await expect.poll(() => runs, { timeout: 15_000 }).toBe(2);
    await expect.poll(() => queue.count('deliver'), { timeout: 15_000 }).toBe(0);
    expect([...(await queue.failed()).keys()]).toEqual([]);
  });

  test('connections closed by the server are reopened, and a stop works while they are closed', async () => {
    const done: string[] = [];
    const queue = await open(async ({ key }) => {
      done.push(key);
    });
    const endAll = () =>
      ask(
        url,
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and application_name = 'tidings'`,
      );
    await endAll();
    const add = () => queue.add([job('one')]).then(...[() => true, () => false]);
    await expect.poll(add, { timeout: 10_000 }).toBe(true);
    await expect.poll(() => done, { timeout: 10_000 }).toEqual(['one']);
    await endAll();
    const began = performance.now();
    await queue.stop();
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  test('a process takes only jobs of its roles, and one process makes the plan', async () => {
    const done: string[] = [];
    let plans = 0;
    const plan = async () => {
      plans++;
    };
    const deliver = async () => {
      done.push('deliver');
    };
    const editor = await open(deliver, ['edit'], plan);
    await expect.poll(() => plans).toBe(1);
    await editor.add([job('one')]);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect([done, await editor.count('deliver')]).toEqual([[], 1]);
  });
});

test('statements on pg-boss’s own tables are in one file, each with its reason', () => {
  const paths = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  );
  const touching = paths.filter((path) => /tidings_jobs\.\w/.test(readFileSync(`src/${path}`, 'utf8')));
  expect(touching).toEqual(['store/cluster/jobs.ts']);
  const jobs = readFileSync('src/store/cluster/jobs.ts', 'utf8');
  const functions = jobs.split(/^export async function /m);
  for (const before of functions.slice(0, -1)) expect(before.trimEnd()).toMatch(/\*\/$/);
});
