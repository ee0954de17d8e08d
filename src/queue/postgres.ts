// The queue that many processes share: pg-boss, in a schema of its own in the store's database.
import { setTimeout as sleep } from 'node:timers/promises';
import PgBoss from 'pg-boss';
import { UserError } from '../errors.js';
import type { Log } from '../log.js';
import type { Instant } from '../model.js';
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
const TIMING: Timing = { silenceSeconds: 30, retryLimit: 7, retryDelay: 5 };
const POLL_MS = 500;

/** Connects, and makes pg-boss's tables where they are not there. Throws a UserError when that is not possible. */
export async function openPostgresQueue(options: PostgresQueueOptions): Promise<Queue> {
  const { url, roles, log, concurrency, timing = TIMING } = options;
  const { silenceSeconds, ...retries } = timing;
  const boss = new PgBoss({
    connectionString: url,
    schema: SCHEMA,
    application_name: 'tidings',
    max: 4,
    maintenanceIntervalSeconds: Math.ceil(silenceSeconds / 3),
  });
  boss.on('error', (error) => log.warn({ err: error }, 'the queue'));
  await boss.start().catch((error: unknown) => {
    throw new UserError(
      'The queue cannot be opened in the database',
      'The user of DATABASE_URL needs the right to create a schema, once.',
      { cause: error },
    );
  });
  await boss.createQueue(DEAD);
  const alone = { policy: 'stately', expireInSeconds: silenceSeconds } as const;
  for (const name of KINDS)
    await boss.createQueue(name, { name, ...alone, ...retries, retryBackoff: true, deadLetter: DEAD });
  // The next one comes within a minute anyway.
  await boss.createQueue(PLAN, { name: PLAN, ...alone, retryLimit: 0 });

  const ending = new AbortController();
  const running = new Set<string>();
  const loops: Promise<void>[] = [];
  const ask = async (text: string, values: unknown[]) =>
    (await boss.getDb().executeSql(text.replaceAll('{schema}', SCHEMA), values)).rows as Record<
      string,
      unknown
    >[];
  const openKeys = async (name: string) =>
    (
      await ask(`select singleton_key as key from {schema}.job where name = $1 and state < 'completed'`, [
        name,
      ])
    ).map(({ key }) => String(key));
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

  /** Takes jobs of a queue for as long as the process lives. */
  const take = async (name: string, most: number, run: (job: Job) => Promise<void>) => {
    const turns = new Set<Promise<void>>();
    while (!ending.signal.aborted) {
      const free = most - turns.size;
      const jobs = free > 0 ? await fetchJobs(name, free) : [];
      for (const { id, data } of jobs) {
        running.add(id);
        const turn = run(data)
          .then(
            () => boss.complete(name, id),
            (error: unknown) => boss.fail(name, id, { message: String(error) }),
          )
          .catch((error: unknown) => log.warn({ err: error }, 'the queue'))
          .finally(() => {
            running.delete(id);
            turns.delete(turn);
          });
        turns.add(turn);
      }
      const full = turns.size >= most;
      if (full) await Promise.race(turns);
      else if (jobs.length === 0) await pause(POLL_MS, ending.signal);
    }
    await Promise.all(turns);
  };
  const fetchJobs = (name: string, batchSize: number) =>
    boss.fetch<Job>(name, { batchSize }).catch((error: unknown) => {
      // Another process has the job of the same key: its turn comes later.
      log.debug({ err: error }, 'the queue');
      return [];
    });
  // pg-boss 10 has no heartbeat (12 does, which needs Node 22), but measures a job's age from `started_on`: whoever
  // lives moves that on.
  const beat = () => {
    if (running.size === 0) return;
    ask(`update {schema}.job set started_on = now() where id = any($1) and state = 'active'`, [
      [...running],
    ]).catch((error: unknown) => log.warn({ err: error }, 'the queue'));
  };
  const heart = setInterval(beat, (silenceSeconds * 1000) / 6).unref();

  return {
    shared: true,
    async add(jobs) {
      const rest = await failed();
      for (const kind of KINDS) {
        const some = jobs.filter((job) => job.kind === kind && !rest.has(job.key));
        if (some.length === 0) continue;
        const open = new Set(await openKeys(kind));
        const fresh = some.filter(({ key }) => !open.has(key));
        if (fresh.length > 0)
          await boss.insert(fresh.map((data) => ({ name: kind, data, singletonKey: data.key })));
      }
    },
    count: async (kind) => (await openKeys(kind)).length,
    failed,
    async start(handlers: Handlers, plan) {
      await boss.schedule(PLAN, '* * * * *', {}, { singletonKey: PLAN });
      await boss.send(PLAN, {}, { singletonKey: PLAN });
      loops.push(take(PLAN, 1, plan));
      for (const role of roles) {
        const kind = ROLES[role];
        const handle = handlers[kind] as (job: Job, signal: AbortSignal) => Promise<void>;
        loops.push(
          take(kind, concurrency[kind], async (job) => {
            try {
              await handle(job, ending.signal);
            } catch (error) {
              log.error({ err: error, job: job.key }, 'a job failed');
              throw error;
            }
          }),
        );
      }
    },
    async stop() {
      ending.abort();
      await Promise.all(loops);
      clearInterval(heart);
      await boss.stop({ graceful: false, close: true });
    },
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
