// Work that waits to be done: what a job is, and what runs jobs.

import type { NamedPeriod } from '../base/time.js';
import type { Instant, Platform } from '../model.js';

/**
 * A job is data, and safe to run twice: what costs or mails is kept by the store's own ledgers. `key` tells jobs of a
 * kind apart: no two of the same key run at the same time.
 */
export type Job =
  | {
      kind: 'fetch';
      key: string;
      platform: Platform;
      /** Only those lanes of the platform; absent: all. */
      part?: Part;
    }
  | { kind: 'issue'; key: string; period: NamedPeriod }
  | { kind: 'deliver'; key: string };

/** Lanes that are fetched together. A lane is in one part only, so that no two processes ask one host. */
export interface Part {
  /** From 0. */
  at: number;
  of: number;
}

export type JobKind = Job['kind'];

/** What a process takes jobs for. */
export const ROLES = { fetch: 'fetch', edit: 'issue', deliver: 'deliver' } as const satisfies Record<
  string,
  JobKind
>;
export type Role = keyof typeof ROLES;
export const ALL_ROLES = Object.keys(ROLES) as Role[];

export type Handlers = {
  [K in JobKind]: (job: Extract<Job, { kind: K }>, signal: AbortSignal) => Promise<void>;
};

export interface Queue {
  /** Whether other processes take from it too: then a job is a lane, or a part, that one of them can do alone. */
  shared: boolean;
  /** Puts jobs in. One whose key waits, runs, or has just failed for good is left out. */
  add(jobs: Job[]): Promise<void>;
  /** How many of a kind wait or run. */
  count(kind: JobKind): Promise<number>;
  /** When the jobs that failed for good lately did so, by key. They are tried again after a quarter of an hour. */
  failed(): Promise<ReadonlyMap<string, Instant>>;
  /**
   * Begins to take jobs, and calls `plan` now and every minute; with a shared queue, on one of the processes, and when
   * all is fetched, too. What `plan` throws is logged.
   */
  start(handlers: Handlers, plan: () => Promise<void>): Promise<void>;
  /** Why jobs are not being done, by this process or by any: a sentence each. */
  findTroubles(): Promise<string[]>;
  /** Takes no more, cuts short what runs, and waits for it. */
  stop(): Promise<void>;
}

/** What failed for good is not tried again before this, in minutes. */
export const RETRY_MINUTES = 15;
