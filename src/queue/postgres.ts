// The queue that many processes share: pg-boss, in a schema of its own in the store's database.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import PgBoss from 'pg-boss';
import { messageOf, UserError } from '../base/errors.js';
import type { Log } from '../base/log.js';
import type { Instant } from '../model.js';
import { type Ask, watchHeartbeats } from './heartbeats.js';
import {
  type Handlers,
  type Job,
  type JobKind,
  type Queue,
  RETRY_MINUTES,
  ROLES,
  type Role,
} from './queue.js';

export interface PostgresQueueOptions {
  url: string;
  roles: Role[];
  log: Log;
  /** How many jobs of a kind this process runs at a time. */
  concurrency: Record<JobKind, number>;
  /** For tests. */
  timing?: Timing;
}

interface Timing {
  /** A process that ended without a word is noticed by its jobs' silence. */
  silenceSeconds: number;
  retryLimit: number;
  retryDelay: number;
}

/** pg-boss's tables stand apart from Tidings' own. */
const SCHEMA = 'tidings_jobs';
const KINDS: JobKind[] = ['fetch', 'issue', 'deliver'];
const PLAN = 'plan';
const DEAD = 'dead';
/** Tries 5, 10, 20 … seconds apart: in all, about RETRY_MINUTES. */
const TIMING: Timing = { silenceSeconds: 5, retryLimit: 7, retryDelay: 5 };
/** Of lost jobs, lives.ts knows better: pg-boss itself takes none for lost before its longest time. */
const EXPIRE_SECONDS = 23 * 3600;
const MAINTENANCE_SECONDS = 60;
const POLL_MS = 500;
/** Connections beside the store's own: these, and one that holds a lock. */
const CONNECTIONS = 4;
/** No statement of the queue takes longer; one on a connection that is lost might wait for ever. */
const PATIENCE_MS = 30_000;

/** Connects, and makes pg-boss's tables where they are not there. Throws a UserError when that is not possible. */
export async function openPostgresQueue(options: PostgresQueueOptions): Promise<Queue> {
  const { url, roles, log, concurrency, timing = TIMING } = options;
  const { silenceSeconds, ...retries } = timing;
  const connection = {
    connectionString: url,
    application_name: 'tidings',
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
  };
  const pool = new pg.Pool({ ...connection, max: CONNECTIONS });
  // A connection that breaks is replaced; what was asked over it fails by itself.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schema: SCHEMA,
    maintenanceIntervalSeconds: MAINTENANCE_SECONDS,
  });
  boss.on('error', (error) => log.warn({ err: error }, 'the queue'));
  await openBoss(boss, pool, retries).catch(async (error: unknown) => {
    await pool.end();
    throw new UserError(
      `The queue cannot be opened in the database: ${messageOf(error)}`,
      'Its user needs the right to create a schema, once; and the server has to be there.',
      { cause: error },
    );
  });

  const ending = new AbortController();
  const loops: Promise<void>[] = [];
  const ask: Ask = async (text, values) =>
    (await pool.query(text.replaceAll('{schema}', SCHEMA), values)).rows;
  const lives = watchHeartbeats({
    names: [...KINDS, PLAN],
    connect: () => new pg.Client(connection),
    ask,
    silenceSeconds,
    log,
    fail: async (name, id, message) => {
      await ask(`update {schema}.job set retry_count = retry_limit where name = $1 and id = $2`, [name, id]);
      await boss.fail(name, id, { message });
    },
  });
  const failed = async () => {
    const rows = await ask(
      `select data ->> 'key' as key, max(created_on) as at from {schema}.job
        where name = $1 and created_on > now() - make_interval(mins => $2) group by 1`,
      [DEAD, RETRY_MINUTES],
    );
    return new Map(
      rows.map(({ key, at }): [string, Instant] => [String(key), new Date(at as Date).toISOString()]),
    );
  };

  const count = async (name: string) => {
    const [row] = await ask(
      `select count(*)::int as n from {schema}.job where name = $1 and state < 'completed'`,
      [name],
    );
    return Number(row?.n);
  };
  const planNow = () => boss.send(PLAN, {}, { singletonKey: PLAN });

  /** Does a job that was fetched, and says what came of it. */
  const work = async (name: string, { id, data }: PgBoss.Job<Job>, run: (job: Job) => Promise<void>) => {
    try {
      await lives.take(name, id);
      await run(data);
      await boss.complete(name, id);
      if (name === 'fetch' && (await count(name)) === 0) await planNow();
    } catch (error) {
      // Cut short by our own end, it is nobody's failure.
      if (ending.signal.aborted) await lives.giveBack(id);
      else {
        log.error({ err: error, job: data?.key ?? name }, 'a job failed');
        await boss.fail(name, id, { message: String(error) });
      }
    } finally {
      lives.leave(id);
    }
  };
  /** Takes jobs of a queue for as long as the process lives. */
  const take = async (name: string, most: number, run: (job: Job) => Promise<void>) => {
    const turns = new Set<Promise<void>>();
    while (!ending.signal.aborted) {
      const free = most - turns.size;
      const jobs = free > 0 ? await fetchJobs(name, free) : [];
      for (const job of jobs) {
        const turn = work(name, job, run)
          // What cannot be said now will be done again.
          .catch((error: unknown) => log.warn({ err: error }, 'the queue'))
          .finally(() => turns.delete(turn));
        turns.add(turn);
      }
      if (turns.size >= most) await Promise.race(turns);
      else if (jobs.length === 0) await pause(POLL_MS, ending.signal);
    }
    await Promise.all(turns);
  };
  const fetchJobs = (name: string, batchSize: number) =>
    boss.fetch<Job>(name, { batchSize }).catch(async (error: unknown) => {
      log.warn({ err: error }, 'the queue');
      await pause(10 * POLL_MS, ending.signal);
      return [];
    });

  return {
    shared: true,
    async add(jobs) {
      const rest = await failed();
      const some = jobs.filter(({ key }) => !rest.has(key));
      if (some.length > 0) await insertMissing(boss, pool, some);
    },
    count,
    failed,
    async start(handlers: Handlers, plan) {
      await boss.schedule(PLAN, '* * * * *', {}, { singletonKey: PLAN });
      await planNow();
      loops.push(take(PLAN, 1, plan));
      for (const role of roles) {
        const kind = ROLES[role];
        const handle = handlers[kind] as (job: Job, signal: AbortSignal) => Promise<void>;
        loops.push(take(kind, concurrency[kind], (job) => handle(job, ending.signal)));
      }
    },
    async stop() {
      ending.abort();
      await Promise.all(loops);
      await lives.stop();
      await boss.stop({ graceful: false });
      await pool.end();
    },
  };
}

/** One process at a time: those that make the same tables at once get into each other's way. */
async function openBoss(boss: PgBoss, pool: pg.Pool, retries: Omit<Timing, 'silenceSeconds'>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, 2))', [SCHEMA]);
    await makeQueues(boss, retries);
  } finally {
    // The lock ends with its connection.
    client.release(true);
  }
}

async function makeQueues(boss: PgBoss, retries: Omit<Timing, 'silenceSeconds'>): Promise<void> {
  await boss.start();
  await boss.createQueue(DEAD);
  const alone = { policy: 'stately', expireInSeconds: EXPIRE_SECONDS } as const;
  for (const name of KINDS)
    await boss.createQueue(name, { name, ...alone, ...retries, retryBackoff: true, deadLetter: DEAD });
  // The next one comes within a minute anyway.
  await boss.createQueue(PLAN, { name: PLAN, ...alone, retryLimit: 0 });
}

/**
 * Puts in the jobs whose key neither waits nor runs. Two of one key in a queue would let pg-boss fetch nothing at all
 * from it while one of them runs: those who put in wait for each other.
 */
async function insertMissing(boss: PgBoss, pool: pg.Pool, jobs: Job[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 2))', [SCHEMA]);
    const { rows } = await client.query<{ name: string; key: string }>(
      `select name, singleton_key as key from ${SCHEMA}.job
        where name = any($1) and state < 'completed' and singleton_key = any($2)`,
      [KINDS, jobs.map(({ key }) => key)],
    );
    const open = new Set(rows.map(({ name, key }) => `${name} ${key}`));
    const fresh = jobs.filter(({ kind, key }) => !open.has(`${kind} ${key}`));
    if (fresh.length > 0)
      await boss.insert(
        fresh.map((data) => ({ name: data.kind, data, singletonKey: data.key })),
        { db: { executeSql: (text, values) => client.query(text, values) } },
      );
    await client.query('commit');
    client.release();
  } catch (error) {
    // The connection, and with it the transaction, is closed.
    client.release(true);
    throw error;
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
