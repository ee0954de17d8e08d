// Records runs: one row per issue, fetch, delivery and backfill, with the result.
import { sql } from 'kysely';
import type { Instant, RefusalCounts } from '../model.js';
import type { Db, RunRow } from './database/schema.js';

export type RunKind = 'issue' | 'fetch' | 'delivery' | 'backfill';
/** `stopped`: it was asked to stop. `interrupted`: its process died. */
export type RunOutcome = 'running' | 'done' | 'failed' | 'stopped' | 'interrupted';
export type RunStage = 'fetch' | 'editorial' | 'render' | 'deliver';

/** Figures of a run. A figure is absent if the run did not reach that stage. */
export interface RunFigures {
  /** Milliseconds of each stage. */
  ms?: Partial<Record<RunStage, number>>;
  posts?: { fetched: number; added: number };
  sources?: { asked: number; failed: { source: string; error: string }[] };
  model?: { name: string; calls: number; tokensIn: number; tokensOut: number; costUsd: number };
  deliveries?: { sent: number; failed: number; skipped: number };
  /** Texts that the check refused, by reason. */
  refusals?: RefusalCounts;
  /** Budgets that ran out during the run, each once. */
  stops?: string[];
}

export interface RunRecord {
  id: string;
  kind: RunKind;
  /** For an issue or a delivery, the id; for a fetch, the platforms; for a backfill, its span. */
  subject: string;
  /** The process; see base/process-owner.ts. */
  owner: string;
  startedAt: Instant;
  endedAt?: Instant;
  outcome: RunOutcome;
  error?: string;
  figures: RunFigures;
}

export async function addRun(db: Db, run: Omit<RunRecord, 'endedAt' | 'error' | 'outcome'>): Promise<void> {
  await db
    .insertInto('runs')
    .values({
      id: run.id,
      kind: run.kind,
      subject: run.subject,
      owner: run.owner,
      started_at: run.startedAt,
      ended_at: null,
      outcome: 'running',
      error: null,
      figures: JSON.stringify(run.figures),
    })
    .execute();
}

/** Stores the figures of a run so far, so that they survive the process. */
export async function noteRun(db: Db, id: string, figures: RunFigures): Promise<void> {
  await db
    .updateTable('runs')
    .set({ figures: JSON.stringify(figures) })
    .where('id', '=', id)
    .execute();
}

export async function endRun(
  db: Db,
  id: string,
  end: { at: Instant; outcome: Exclude<RunOutcome, 'running'>; error?: string; figures: RunFigures },
): Promise<void> {
  await db
    .updateTable('runs')
    .set({
      ended_at: end.at,
      outcome: end.outcome,
      error: end.error ?? null,
      figures: JSON.stringify(end.figures),
    })
    .where('id', '=', id)
    .execute();
}

/** The processes that own running runs, according to the store. */
export async function listRunOwners(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('runs')
    .select('owner')
    .distinct()
    .where('outcome', '=', 'running')
    .execute();
  return rows.map(({ owner }) => owner);
}

/** Marks running runs whose process has ended as interrupted, and returns them. */
export async function interruptRuns(
  db: Db,
  hasEnded: (run: Pick<RunRecord, 'id' | 'owner' | 'startedAt'>) => boolean,
  now: Instant,
): Promise<RunRecord[]> {
  const running = await db.selectFrom('runs').selectAll().where('outcome', '=', 'running').execute();
  const dead = running.map(runOf).filter(hasEnded);
  if (dead.length === 0) return [];
  await db
    .updateTable('runs')
    .set({ outcome: 'interrupted', ended_at: now })
    .where('outcome', '=', 'running')
    .where(
      'id',
      'in',
      dead.map(({ id }) => id),
    )
    .execute();
  return dead.map((run) => ({ ...run, outcome: 'interrupted', endedAt: now }));
}

/** Newest first. `subject`: of an issue. `before`: start and id of the last run on the previous page. */
export async function listRuns(
  db: Db,
  options: { kind?: RunKind; subject?: string; before?: { startedAt: Instant; id: string }; limit: number },
): Promise<RunRecord[]> {
  let query = db
    .selectFrom('runs')
    .selectAll()
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(options.limit);
  const { kind, subject, before } = options;
  if (kind) query = query.where('kind', '=', kind);
  // The condition of the index.
  if (subject) query = query.where('subject', '=', subject).where(sql<boolean>`kind <> 'fetch'`);
  if (before)
    query = query.where((eb) =>
      eb.or([
        eb('started_at', '<', before.startedAt),
        eb.and([eb('started_at', '=', before.startedAt), eb('id', '<', before.id)]),
      ]),
    );
  return (await query.execute()).map(runOf);
}

/** Runs that ended at or after the instant, in order of their end. */
export async function listRunsEnded(db: Db, since: Instant, limit: number): Promise<RunRecord[]> {
  const rows = await db
    .selectFrom('runs')
    .selectAll()
    .where('ended_at', '>=', since)
    .orderBy('ended_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(runOf);
}

/** Cost of models in dollars over the runs that ended since then. */
export async function sumModelCost(db: Db, since: Instant): Promise<number> {
  const rows = await db
    .selectFrom('runs')
    .select('figures')
    .where('ended_at', '>=', since)
    .where('kind', 'in', ['issue', 'backfill'])
    .execute();
  return rows.reduce((sum, row) => sum + ((JSON.parse(row.figures) as RunFigures).model?.costUsd ?? 0), 0);
}

export async function findRun(db: Db, id: string): Promise<RunRecord | undefined> {
  const row = await db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst();
  return row && runOf(row);
}

/**
 * Removes runs that ended before `before`, and fetches (most of all runs) that ended before `fetches`. Returns their
 * number.
 */
export async function forgetRuns(db: Db, before: Instant, fetches: Instant): Promise<number> {
  const removed = await db
    .deleteFrom('runs')
    .where((eb) =>
      eb.or([eb('ended_at', '<', before), eb.and([eb('kind', '=', 'fetch'), eb('ended_at', '<', fetches)])]),
    )
    .executeTakeFirst();
  return Number(removed.numDeletedRows);
}

function runOf(row: RunRow): RunRecord {
  return {
    id: row.id,
    kind: row.kind as RunKind,
    subject: row.subject,
    owner: row.owner,
    startedAt: row.started_at,
    outcome: row.outcome as RunOutcome,
    figures: JSON.parse(row.figures) as RunFigures,
    ...(row.ended_at && { endedAt: row.ended_at }),
    ...(row.error && { error: row.error }),
  };
}
