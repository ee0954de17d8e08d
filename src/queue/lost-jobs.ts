// Finds jobs whose process died and returns them to the queue.

import type { Log } from '../base/log.js';
import { processOf, processOwner } from '../base/process-owner.js';
import { type ActiveJob, listActiveJobs, returnJob } from '../store/cluster/jobs.js';
import { findEndedOwners } from '../store/cluster/presence.js';
import type { Db } from '../store/database/schema.js';

/** A job during which this many processes died has failed for good: it is probably the cause. */
const MAX_LOSSES = 20;

export interface LostJobsOptions {
  db: Db;
  /** Queues to watch. */
  names: string[];
  /** Ids of the jobs that this process runs. */
  running: ReadonlySet<string>;
  /** Milliseconds after which a process without a sign of life counts as dead. */
  graceMs: number;
  /** Fails a job for good. */
  fail: (job: ActiveJob, why: string) => Promise<void>;
  log: Log;
}

/**
 * Looks for lost jobs periodically; `stop` ends it. pg-boss 10 has only a time limit per job, which must exceed the
 * longest job; its heartbeats came with version 12, which needs Node 22.
 */
export function watchLostJobs({ db, names, running, graceMs, fail, log }: LostJobsOptions): {
  stop(): Promise<void>;
} {
  // Between pg-boss's fetch and `setJobOwner`, a job has no owner.
  let unowned = new Set<string>();
  const look = async () => {
    const jobs = (await listActiveJobs(db, names, graceMs)).filter(({ id }) => !running.has(id));
    if (jobs.length === 0) return;
    const before = unowned;
    unowned = new Set(jobs.filter(({ owner }) => owner === null).map(({ id }) => id));
    const owners = jobs.flatMap(({ owner }) => owner ?? []);
    const ended = await findEndedOwners(db, owners, graceMs);
    for (const job of jobs) {
      // A job of this process that no longer runs: its end could not be recorded while the database was unavailable.
      const isLost = job.owner
        ? ended.has(job.owner) || (processOf(job.owner) === processOwner && !running.has(job.id))
        : before.has(job.id) && !running.has(job.id);
      if (!isLost) continue;
      const lost = job.lost + 1;
      if (lost >= MAX_LOSSES) await fail(job, `the process that ran it died, ${lost} times`);
      else if (await returnJob(db, job, lost))
        log.warn({ job: job.key, lost }, 'the process that ran a job died: the job runs again');
    }
  };
  let looking: Promise<void> | undefined;
  const timer = setInterval(() => {
    looking ??= look()
      .catch((error: unknown) => log.warn({ err: error }, 'could not look for lost jobs'))
      .finally(() => {
        looking = undefined;
      });
  }, graceMs / 2).unref();
  return {
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}
