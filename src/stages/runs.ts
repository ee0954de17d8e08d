// Keeps a record of a run while it goes on, and of how it ended.

import { randomBytes } from 'node:crypto';
import { messageOf } from '../base/errors.js';
import { createMask, inRun } from '../base/log.js';
import { truncate } from '../base/text.js';
import { HOUR_MS } from '../base/time.js';
import { createOwner, isProcessGone } from '../deliver/recovery.js';
import type { Checked, Clock, Issue } from '../model.js';
import {
  addRun,
  endRun,
  interruptRuns,
  noteRun,
  type RunFigures,
  type RunKind,
  type RunRecord,
} from '../store/runs.js';
import type { PipelineContext } from './context.js';
import type { Collected } from './fetching/collect.js';

type RunContext = Pick<PipelineContext, 'config' | 'db' | 'clock' | 'signal'>;

/** Adds to what is known of a run. */
export type Note = (figures: RunFigures) => Promise<void>;

/** This process, in the records of its runs. */
export const processOwner = createOwner();
/** A run of another machine is taken for dead after so long: none takes longer. */
const LONGEST_MS = 12 * HOUR_MS;
const LONGEST_ERROR = 500;

/**
 * Does the work as a run: it has an id that all its log lines carry, and a row that says what came of it. What its
 * process leaves behind when it dies, the next run marks as interrupted.
 */
export async function recordRun<T>(
  { config, db, clock, signal }: RunContext,
  { kind, subject }: { kind: RunKind; subject: string },
  work: (note: Note) => Promise<T>,
): Promise<T> {
  await markInterrupted({ db, clock });
  const id = randomBytes(6).toString('hex');
  const figures: RunFigures = {};
  await addRun(db, { id, kind, subject, owner: processOwner, startedAt: clock().toISOString(), figures });
  const note: Note = async (more) => {
    const { ms, ...rest } = more;
    Object.assign(figures, rest, ms && { ms: { ...figures.ms, ...ms } });
    await noteRun(db, id, figures);
  };
  return inRun(id, async () => {
    try {
      const result = await work(note);
      await endRun(db, id, { at: clock().toISOString(), outcome: 'done', figures });
      return result;
    } catch (error) {
      const why = truncate(createMask(config.env)(messageOf(error)), LONGEST_ERROR);
      const outcome = signal.aborted ? 'stopped' : 'failed';
      // What went wrong first is what matters: that it cannot be written down must not hide it.
      await endRun(db, id, { at: clock().toISOString(), outcome, error: why, figures }).catch(() => {});
      throw error;
    }
  });
}

/** Marks the runs of processes that are gone; gives them. */
export function markInterrupted({
  db,
  clock,
}: Pick<RunContext, 'db'> & { clock: Clock }): Promise<RunRecord[]> {
  const now = clock();
  const isDead = ({ owner, startedAt }: Pick<RunRecord, 'owner' | 'startedAt'>) =>
    owner !== processOwner && (isProcessGone(owner) || now.getTime() - Date.parse(startedAt) > LONGEST_MS);
  return interruptRuns(db, isDead, now.toISOString());
}

/** What a fetch tells of itself. */
export function figuresOfFetch({ fetched, added, outcomes }: Collected, checked: Checked): RunFigures {
  return {
    posts: { fetched, added },
    sources: { asked: outcomes.filter(({ skipped }) => !skipped).length, failed: checked.failed },
    ...stopsOf(checked.skipped.map(({ why }) => why)),
  };
}

/** What an issue tells of its making: the model's part, and the budgets that were spent on the way. */
export function figuresOfIssue({ model, checked }: Pick<Issue, 'model' | 'checked'>): RunFigures {
  const { name, calls, tokensIn, tokensOut, costUsd, degraded } = model;
  return {
    model: { name, calls, tokensIn, tokensOut, costUsd },
    ...stopsOf([...checked.skipped.map(({ why }) => why), degraded ?? '']),
  };
}

function stopsOf(reasons: string[]): RunFigures {
  const stops = [...new Set(reasons.filter((why) => /\bbudget\b/.test(why)))];
  return stops.length > 0 ? { stops } : {};
}
