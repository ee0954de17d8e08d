// The queue of a single process, in memory: after a restart, the plan finds in the store what is left to do.

import { schedule } from 'node-cron';
import type { Log } from '../base/log.js';
import { MINUTE_MS } from '../base/time.js';
import type { Clock, Instant } from '../model.js';
import { type Handlers, type Job, type JobKind, type Queue, RETRY_MINUTES } from './queue.js';

/** Fetches and issues run one after another; deliveries run beside them. */
const LINE_OF: Record<JobKind, 'editorial' | 'delivery'> = {
  fetch: 'editorial',
  issue: 'editorial',
  deliver: 'delivery',
};

export function createInProcessQueue({ clock, log }: { clock: Clock; log: Log }): Queue {
  const ending = new AbortController();
  const open = new Map<string, JobKind>();
  const failed = new Map<string, Instant>();
  const lines = { editorial: Promise.resolve(), delivery: Promise.resolve() };
  let handlers: Handlers | undefined;
  let planning: Promise<void> | undefined;
  let ticker: ReturnType<typeof schedule> | undefined;

  const run = async (job: Job) => {
    if (ending.signal.aborted || !handlers) return;
    try {
      await (handlers[job.kind] as (job: Job, signal: AbortSignal) => Promise<void>)(job, ending.signal);
      failed.delete(job.key);
    } catch (error) {
      if (ending.signal.aborted) return;
      failed.set(job.key, clock().toISOString());
      log.error({ err: error, job: job.key }, 'a job of the schedule failed');
    }
  };
  const lately = () => new Date(clock().getTime() - RETRY_MINUTES * MINUTE_MS).toISOString();

  return {
    shared: false,
    async add(jobs) {
      for (const job of jobs) {
        if (open.has(job.key) || (failed.get(job.key) ?? '') > lately()) continue;
        open.set(job.key, job.kind);
        const line = LINE_OF[job.kind];
        lines[line] = lines[line].then(() => run(job)).finally(() => open.delete(job.key));
      }
    },
    count: async (kind) => [...open.values()].filter((one) => one === kind).length,
    failed: async () => failed,
    findTroubles: async () => [],
    async start(given, plan) {
      handlers = given;
      // node-cron's noOverlap does not cover manual executions, so overlaps are prevented here.
      const tick = () => {
        planning ??= plan()
          .catch((error: unknown) => log.error({ err: error }, 'the schedule failed'))
          .finally(() => {
            planning = undefined;
          });
        return planning;
      };
      ticker = schedule('* * * * *', tick, {
        noOverlap: true,
        // A missed minute needs no warning: the next one finds what is due.
        suppressMissedWarning: true,
        logger: { info: quiet, debug: quiet, warn: quiet, error: (message) => log.error(String(message)) },
      });
      // Work that was due before the start runs now, not at the next full minute.
      void ticker.execute();
    },
    async stop() {
      ending.abort();
      await ticker?.destroy();
      await planning;
      await Promise.all([lines.editorial, lines.delivery]);
    },
  };
}

function quiet(): void {}
