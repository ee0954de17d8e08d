// Records a run's progress and outcome.

import { randomBytes } from 'node:crypto';
import { messageOf } from '../base/errors.js';
import { createMask, inRun } from '../base/log.js';
import { processOwner } from '../base/process-owner.js';
import { truncate } from '../base/text.js';
import { HOUR_MS } from '../base/time.js';
import type { Checked, Clock, Issue, Source } from '../model.js';
import { announceProcess, findEndedOwners } from '../store/cluster/presence.js';
import { retryWhileDatabaseDown } from '../store/database/retry.js';
import {
  addRun,
  endRun,
  interruptRuns,
  listRunOwners,
  noteRun,
  type RunFigures,
  type RunKind,
  type RunRecord,
} from '../store/runs.js';
import type { PipelineContext } from './context.js';
import { type Collected, sourcesChecked } from './fetching/collect.js';

type RunContext = Pick<PipelineContext, 'config' | 'db' | 'clock' | 'signal'>;

/** Adds figures to a run. */
export type Note = (figures: RunFigures) => Promise<void>;

/** A run older than this has lost its process. */
const MAX_RUN_MS = 12 * HOUR_MS;
const MAX_ERROR_CHARACTERS = 500;
/** The runs of this process that have not ended. */
const openRuns = new Set<string>();

/**
 * Runs the work as a recorded run: its log lines carry its id, and its row records the outcome. If its process dies,
 * the next run of any process marks it as interrupted.
 */
export async function recordRun<T>(
  { config, db, clock, signal }: RunContext,
  { kind, subject }: { kind: RunKind; subject: string },
  work: (note: Note) => Promise<T>,
): Promise<T> {
  await announceProcess(db);
  // If a running run is marked by mistake, its end overwrites the mark.
  await markInterrupted({ db, clock }, 0);
  const id = randomBytes(6).toString('hex');
  const figures: RunFigures = {};
  openRuns.add(id);
  await addRun(db, { id, kind, subject, owner: processOwner, startedAt: clock().toISOString(), figures });
  const note: Note = async (more) => {
    const { ms, ...rest } = more;
    Object.assign(figures, rest, ms && { ms: { ...figures.ms, ...ms } });
    await noteRun(db, id, figures);
  };
  return inRun(id, async () => {
    try {
      const result = await work(note);
      await retryWhileDatabaseDown(() =>
        endRun(db, id, { at: clock().toISOString(), outcome: 'done', figures }),
      );
      return result;
    } catch (error) {
      const why = truncate(createMask(config.env)(messageOf(error)), MAX_ERROR_CHARACTERS);
      const outcome = signal.aborted ? 'stopped' : 'failed';
      // A failure to record must not hide the first error. The next run corrects the row.
      await endRun(db, id, { at: clock().toISOString(), outcome, error: why, figures }).catch(() => {});
      throw error;
    } finally {
      openRuns.delete(id);
    }
  });
}

/** Marks and returns the runs whose process has ended or could not record their end while the database was down. */
export async function markInterrupted(
  { db, clock }: Pick<RunContext, 'db'> & { clock: Clock },
  graceMs?: number,
): Promise<RunRecord[]> {
  const now = clock();
  const ended = await findEndedOwners(db, await listRunOwners(db), graceMs);
  const isDead = ({ id, owner, startedAt }: Pick<RunRecord, 'id' | 'owner' | 'startedAt'>) =>
    owner === processOwner
      ? !openRuns.has(id)
      : ended.has(owner) || now.getTime() - Date.parse(startedAt) > MAX_RUN_MS;
  return interruptRuns(db, isDead, now.toISOString());
}

/** The figures that a fetch records. */
export function figuresOfFetch(sources: Source[], collected: Collected): RunFigures {
  const { fetched, added, outcomes } = collected;
  const checked = sourcesChecked(sources, collected, { asksOnly: true });
  return {
    posts: { fetched, added },
    sources: { asked: outcomes.filter(({ skipped }) => !skipped).length, failed: checked.failed },
    ...exhaustedBudgets(reasonsOf(checked)),
  };
}

/** The figures recorded when an issue is made: the model's usage, and budgets that ran out. */
export function figuresOfIssue({
  model,
  checked,
  audit,
}: Pick<Issue, 'model' | 'checked' | 'audit'>): RunFigures {
  const { name, calls, tokensIn, tokensOut, costUsd, degraded } = model;
  return {
    model: { name, calls, tokensIn, tokensOut, costUsd },
    refusals: audit.refusals,
    ...exhaustedBudgets([...reasonsOf(checked), degraded ?? '']),
  };
}

function reasonsOf({ skipped, partial = [] }: Checked): string[] {
  return [...skipped, ...partial].map(({ why }) => why);
}

function exhaustedBudgets(reasons: string[]): RunFigures {
  const stops = [...new Set(reasons.filter((why) => /\bbudget\b/.test(why)))];
  return stops.length > 0 ? { stops } : {};
}
