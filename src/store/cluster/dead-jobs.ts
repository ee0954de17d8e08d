// Jobs of the shared queue that failed for good, as pg-boss keeps them.
import { sql } from 'kysely';
import type { Instant } from '../../model.js';
import { isPostgres } from '../database/dialect.js';
import type { Db } from '../database/schema.js';

export interface DeadJob {
  key: string;
  at: Instant;
  /** What it failed with last. */
  why: string;
}

/** Those since then, newest first; none with SQLite, or before the first `tidings work`. */
export async function listDeadJobs(db: Db, since: Instant, limit: number): Promise<DeadJob[]> {
  if (!isPostgres(db)) return [];
  const there = await sql`select 1 where to_regclass('tidings_jobs.job') is not null`.execute(db);
  if (there.rows.length === 0) return [];
  const { rows } = await sql<{ key: string; at: Date; why: string | null }>`
    select data ->> 'key' as key, created_on as at, coalesce(output ->> 'message', output ->> 'value') as why
    from tidings_jobs.job where name = 'dead' and created_on >= ${since}::timestamptz
    order by created_on desc limit ${limit}`.execute(db);
  return rows.map(({ key, at, why }) => ({ key, at: at.toISOString(), why: why ?? 'no reason was left' }));
}
