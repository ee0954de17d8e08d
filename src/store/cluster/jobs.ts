// SQL on pg-boss's tables for what version 10 does not offer; each function says what is missing. Version 12 has heartbeats
// and needs Node 22.
import { sql } from 'kysely';
import type { Instant } from '../../model.js';
import { isPostgres } from '../database/dialect.js';
import type { Db } from '../database/schema.js';

/** pg-boss's schema, in the store's database. */
export const JOB_SCHEMA = 'tidings_jobs';
/** The queue of jobs that failed for good. */
export const DEAD_QUEUE = 'dead';

export interface ActiveJob {
  name: string;
  id: string;
  key: string | null;
  /** The process that runs it; null between pg-boss's fetch and `setJobOwner`. */
  owner: string | null;
  /** Number of processes that died while running it. */
  lost: number;
}

/** pg-boss does not record who runs a job. */
export async function setJobOwner(db: Db, name: string, id: string, owner: string): Promise<void> {
  await sql`update tidings_jobs.job
    set output = coalesce(output, '{}') || jsonb_build_object('owner', ${owner}::text)
    where name = ${name} and id = ${id}`.execute(db);
}

/** Jobs that have been running for longer than `ageMs`, or are marked so. pg-boss lists no jobs. */
export async function listActiveJobs(db: Db, names: string[], ageMs: number): Promise<ActiveJob[]> {
  const { rows } = await sql<ActiveJob>`
    select name, id, singleton_key as key, output ->> 'owner' as owner,
      coalesce((output ->> 'lost')::int, 0) as lost
    from tidings_jobs.job where name = any(${names}::text[]) and state = 'active'
      and started_on < now() - make_interval(secs => ${ageMs / 1000})`.execute(db);
  return rows;
}

/**
 * Returns a running job to the queue without counting a retry, as pg-boss's `fail` would. `lost`: number of processes
 * that died while running it. Has no effect when another process runs it by now.
 */
export async function returnJob(
  db: Db,
  { name, id, owner }: Pick<ActiveJob, 'name' | 'id' | 'owner'>,
  lost = 0,
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update tidings_jobs.job set state = 'retry', start_after = now(), started_on = null,
      output = jsonb_build_object('lost', ${lost}::int)
    where name = ${name} and id = ${id} and state = 'active'
      and output ->> 'owner' is not distinct from ${owner}::text`.execute(db);
  return numAffectedRows > 0n;
}

/** Makes the next `fail` of a job its last. pg-boss's `cancel` would keep it out of the queue of failed jobs. */
export async function endRetries(db: Db, name: string, id: string): Promise<void> {
  await sql`update tidings_jobs.job set retry_count = retry_limit where name = ${name} and id = ${id}`.execute(
    db,
  );
}

/**
 * Keys of waiting and running jobs, as `QUEUE KEY`. pg-boss's `singletonKey` is unique within each state only. Call it in a
 * transaction that holds the lock of `insertMissing`.
 */
export async function listOpenKeys(db: Db, names: string[], keys: string[]): Promise<Set<string>> {
  const { rows } = await sql<{ open: string }>`
    select name || ' ' || singleton_key as open from tidings_jobs.job
    where name = any(${names}::text[]) and state < 'completed' and singleton_key = any(${keys}::text[])`.execute(
    db,
  );
  return new Set(rows.map(({ open }) => open));
}

/**
 * Queues without a running job whose oldest job has waited longer than `minutes`. pg-boss counts jobs, and does not say
 * since when they wait.
 */
export async function listStalledQueues(db: Db, names: string[], minutes: number): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from tidings_jobs.job where name = any(${names}::text[]) and state <= 'active'
    group by name having count(*) filter (where state = 'active') = 0
      and min(greatest(start_after, created_on)) < now() - make_interval(mins => ${minutes}) order by name`.execute(
    db,
  );
  return rows.map(({ name }) => name);
}

/**
 * Jobs that failed for good in the last minutes, by the server's clock: key → last failure. pg-boss only hands them out to
 * be worked on.
 */
export async function findRecentFailures(db: Db, minutes: number): Promise<Map<string, Instant>> {
  const { rows } = await sql<{ key: string; at: Date }>`
    select data ->> 'key' as key, max(created_on) as at from tidings_jobs.job
    where name = ${DEAD_QUEUE} and created_on > now() - make_interval(mins => ${minutes}) group by 1`.execute(
    db,
  );
  return new Map(rows.map(({ key, at }) => [key, at.toISOString()]));
}

export interface DeadJob {
  key: string;
  at: Instant;
  /** Its last error. */
  why: string;
}

/** Jobs that failed for good since then, newest first; none on SQLite or before the first `tidings work`. */
export async function listDeadJobs(db: Db, since: Instant, limit: number): Promise<DeadJob[]> {
  if (!isPostgres(db)) return [];
  const table = await sql`select 1 where to_regclass('tidings_jobs.job') is not null`.execute(db);
  if (table.rows.length === 0) return [];
  const { rows } = await sql<{ key: string; at: Date; why: string | null }>`
    select data ->> 'key' as key, created_on as at, coalesce(output ->> 'message', output ->> 'value') as why
    from tidings_jobs.job where name = ${DEAD_QUEUE} and created_on >= ${since}::timestamptz
    order by created_on desc, id limit ${limit}`.execute(db);
  return rows.map(({ key, at, why }) => ({ key, at: at.toISOString(), why: why ?? 'unknown error' }));
}
