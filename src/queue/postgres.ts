// The queue shared by several processes: pg-boss, in its own schema of the store's database.
import { setTimeout as sleep } from 'node:timers/promises';
import { CompiledQuery, type Kysely } from 'kysely';
import pg from 'pg';
import PgBoss from 'pg-boss';
import { messageOf, UserError } from '../base/errors.js';
import type { Log } from '../base/log.js';
import { processOwner } from '../base/process-owner.js';
import { MINUTE_MS } from '../base/time.js';
import {
  DEAD_QUEUE,
  endRetries,
  findRecentFailures,
  JOB_SCHEMA,
  listOpenKeys,
  listStalledQueues,
  returnJob,
  setJobOwner,
} from '../store/cluster/jobs.js';
import { announceProcess, attachPresence } from '../store/cluster/presence.js';
import { lockName } from '../store/database/dialect.js';
import { connectPostgres } from '../store/database/postgres.js';
import type { Tables } from '../store/database/schema.js';
import { watchLostJobs } from './lost-jobs.js';
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
  /** Parallel jobs of each kind in this process. */
  concurrency: Record<JobKind, number>;
  /** For tests only. */
  timing?: QueueTiming;
}

interface QueueTiming {
  /** Seconds without a heartbeat after which a process loses its jobs. */
  silenceSeconds: number;
  retryLimit: number;
  /** Seconds before the first retry; doubled for each further one. */
  retryDelay: number;
}

const JOB_KINDS: JobKind[] = ['fetch', 'issue', 'deliver'];
const PLAN_QUEUE = 'plan';
/** Attempts 5, 10, 20 … seconds apart; in all, about RETRY_MINUTES. */
const DEFAULT_TIMING: QueueTiming = { silenceSeconds: 5, retryLimit: 7, retryDelay: 5 };
/** Close to pg-boss's maximum, since lost-jobs.ts finds lost jobs sooner. */
const EXPIRE_SECONDS = 23 * 3600;
const MAINTENANCE_SECONDS = 60;
const POLL_MS = 500;
/** A process that has not been able to fetch jobs for this long is not ready. */
const MAX_SILENCE_MS = 2 * MINUTE_MS;
/** If a job waits this long while no job of its kind runs, no process takes its kind. */
const MAX_WAIT_MINUTES = 10;
/** Connections of each of the queue's two pools, which are separate from the store's. */
const QUEUE_CONNECTIONS = 2;
/** Far more than a statement of the queue takes. On a broken connection, one could wait forever. */
const STATEMENT_TIMEOUT_MS = 30_000;

/** Connects, and creates pg-boss's tables if they are missing. Throws a UserError if that fails. */
export async function openPostgresQueue(options: PostgresQueueOptions): Promise<Queue> {
  const { url, timing = DEFAULT_TIMING } = options;
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'tidings',
    connectionTimeoutMillis: STATEMENT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS,
    max: QUEUE_CONNECTIONS,
  });
  // The pool replaces a broken connection, and the statement on it fails.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schema: JOB_SCHEMA,
    maintenanceIntervalSeconds: MAINTENANCE_SECONDS,
    // Its timer runs in a worker of pg-boss, whose errors are uncaught: see `takeJobs`.
    schedule: false,
  });
  boss.on('error', (error) => options.log.warn({ err: error }, 'the queue'));
  let db: Kysely<Tables> | undefined;
  const close = async () => {
    await boss.stop({ graceful: false }).catch(() => {});
    await db?.destroy().catch(() => {});
    await pool.end().catch(() => {});
  };
  try {
    db = await connectPostgres(url, QUEUE_CONNECTIONS, STATEMENT_TIMEOUT_MS);
    attachPresence(db, url);
    await announceProcess(db);
    await createQueues(boss, db, timing);
    return runQueue(boss, db, options, close);
  } catch (error) {
    await close();
    if (error instanceof UserError) throw error;
    throw new UserError(
      `The queue cannot be opened in the database: ${messageOf(error)}`,
      `The first process needs the right to create a schema: grant create on database NAME to USER. Where another user created ${JOB_SCHEMA}: grant usage on that schema, and select, insert, update and delete on its tables. If that is given, check the server.`,
      { cause: error },
    );
  }
}

/** Runs in one process at a time: pg-boss creates its tables without a lock. */
async function createQueues(boss: PgBoss, db: Kysely<Tables>, timing: QueueTiming): Promise<void> {
  const { silenceSeconds: _, ...retries } = timing;
  await db.transaction().execute(async (trx) => {
    await lockName(trx, JOB_SCHEMA);
    await boss.start();
    await boss.createQueue(DEAD_QUEUE);
    const common = { policy: 'stately', expireInSeconds: EXPIRE_SECONDS } as const;
    for (const name of JOB_KINDS)
      await boss.createQueue(name, {
        name,
        ...common,
        ...retries,
        retryBackoff: true,
        deadLetter: DEAD_QUEUE,
      });
    // A plan is not retried, since the next one comes within a minute.
    await boss.createQueue(PLAN_QUEUE, { name: PLAN_QUEUE, ...common, retryLimit: 0 });
  });
}

function runQueue(
  boss: PgBoss,
  db: Kysely<Tables>,
  { roles, log, concurrency, timing = DEFAULT_TIMING }: PostgresQueueOptions,
  close: () => Promise<void>,
): Queue {
  const ending = new AbortController();
  const loops: Promise<void>[] = [];
  const running = new Set<string>();
  const lost = watchLostJobs({
    db,
    names: [...JOB_KINDS, PLAN_QUEUE],
    running,
    graceMs: timing.silenceSeconds * 1000,
    log,
    fail: async ({ name, id }, message) => {
      await endRetries(db, name, id);
      await boss.fail(name, id, { message });
    },
  });
  const failed = () => findRecentFailures(db, RETRY_MINUTES);
  /** Number of waiting and running jobs. */
  const countOpen = (name: string) => boss.getQueueSize(name, { before: 'completed' });
  const planNow = () => boss.send(PLAN_QUEUE, {}, { singletonKey: PLAN_QUEUE });
  /** pg-boss lets one process per minute through. */
  const planEveryMinute = () =>
    boss
      .send(PLAN_QUEUE, {}, { singletonKey: PLAN_QUEUE, singletonSeconds: 60 })
      .catch((error: unknown) => log.warn({ err: error }, 'the queue'));
  let planTimer: ReturnType<typeof setInterval> | undefined;
  let lastAnswer = performance.now();

  const runJob = async (name: string, { id, data }: PgBoss.Job<Job>, run: (job: Job) => Promise<void>) => {
    running.add(id);
    try {
      await announceProcess(db);
      await setJobOwner(db, name, id, processOwner);
      await run(data);
      await boss.complete(name, id);
      if (name === 'fetch' && (await countOpen(name)) === 0) await planNow();
    } catch (error) {
      // A job interrupted by our own shutdown has not failed.
      if (ending.signal.aborted) await returnJob(db, { name, id, owner: processOwner });
      else {
        log.error({ err: error, job: data?.key ?? name }, 'a job failed');
        await boss.fail(name, id, { message: String(error) });
      }
    } finally {
      running.delete(id);
    }
  };
  /**
   * Runs jobs of a queue until the process ends. pg-boss's `work` does not await its own `complete` and `fail`: while the
   * database is unavailable, their rejection would end the process.
   */
  const takeJobs = async (name: string, limit: number, run: (job: Job) => Promise<void>) => {
    const turns = new Set<Promise<void>>();
    while (!ending.signal.aborted) {
      const free = limit - turns.size;
      const jobs = free > 0 ? await fetchJobs(name, free) : [];
      for (const job of jobs) {
        const turn = runJob(name, job, run)
          // If a job's end cannot be recorded, the job runs again.
          .catch((error: unknown) => log.warn({ err: error }, 'the end of a job could not be recorded'))
          .finally(() => turns.delete(turn));
        turns.add(turn);
      }
      if (turns.size >= limit) await Promise.race(turns);
      else if (jobs.length === 0) await pause(POLL_MS, ending.signal);
    }
    await Promise.all(turns);
  };
  const fetchJobs = async (name: string, batchSize: number) => {
    try {
      const jobs = await boss.fetch<Job>(name, { batchSize });
      lastAnswer = performance.now();
      return jobs;
    } catch (error) {
      log.warn({ err: error }, 'the queue');
      await pause(10 * POLL_MS, ending.signal);
      return [];
    }
  };

  return {
    shared: true,
    async add(jobs) {
      const resting = await failed();
      const wanted = jobs.filter(({ key }) => !resting.has(key));
      if (wanted.length > 0) await insertMissing(boss, db, wanted);
    },
    count: countOpen,
    failed,
    async findTroubles() {
      if (performance.now() - lastAnswer > MAX_SILENCE_MS && running.size === 0)
        return ['the queue does not respond'];
      const stalled = await listStalledQueues(db, JOB_KINDS, MAX_WAIT_MINUTES);
      return stalled.map((name) => `no process takes the jobs of the queue "${name}"`);
    },
    async start(handlers: Handlers, plan) {
      await planNow();
      planTimer = setInterval(planEveryMinute, MINUTE_MS);
      loops.push(takeJobs(PLAN_QUEUE, 1, plan));
      for (const role of roles) {
        const kind = ROLES[role];
        const handle = handlers[kind] as (job: Job, signal: AbortSignal) => Promise<void>;
        loops.push(takeJobs(kind, concurrency[kind], (job) => handle(job, ending.signal)));
      }
    },
    async stop() {
      ending.abort();
      clearInterval(planTimer);
      await Promise.all(loops);
      await lost.stop();
      await close();
    },
  };
}

/**
 * Adds the jobs whose key is neither waiting nor running. pg-boss 10 has no such policy: with two jobs of one key in a
 * queue, it fetches nothing while one of them runs. A lock serialises the processes that add jobs.
 */
async function insertMissing(boss: PgBoss, db: Kysely<Tables>, jobs: Job[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lockName(trx, JOB_SCHEMA);
    const keys = jobs.map(({ key }) => key);
    const open = await listOpenKeys(trx, JOB_KINDS, keys);
    const missing = jobs.filter(({ kind, key }) => !open.has(`${kind} ${key}`));
    if (missing.length === 0) return;
    await boss.insert(
      missing.map((data) => ({ name: data.kind, data, singletonKey: data.key })),
      { db: { executeSql: (text, values) => trx.executeQuery(CompiledQuery.raw(text, values)) } },
    );
  });
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
