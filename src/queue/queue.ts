// The types of jobs and of the queue that runs them.

import type { NamedPeriod } from '../base/time.js';
import type { Instant, Platform } from '../model.js';

/**
 * A job is data and safe to run twice: the store's ledgers prevent double cost and double mail. `key` is unique among the
 * waiting and running jobs of a kind.
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

/** Lanes that are fetched together. A lane is in one part only, so that only one process contacts a host. */
export interface Part {
  /** From 0. */
  at: number;
  of: number;
}

export type JobKind = Job['kind'];

/** The kinds of jobs that a process runs. */
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
  /** Whether other processes share the queue. If so, fetches are split into parts that one process can do alone. */
  shared: boolean;
  /** Adds jobs, except those whose key is waiting, running or recently failed for good. */
  add(jobs: Job[]): Promise<void>;
  /** Number of waiting and running jobs of a kind. */
  count(kind: JobKind): Promise<number>;
  /** Jobs that recently failed for good: key → time. They are tried again after `RETRY_MINUTES`. */
  failed(): Promise<ReadonlyMap<string, Instant>>;
  /**
   * Starts running jobs, and calls `plan` now and every minute. With a shared queue, only one process calls it, and also
   * does so when all fetches are done. Errors of `plan` are logged.
   */
  start(handlers: Handlers, plan: () => Promise<void>): Promise<void>;
  /** Why jobs are not running, in this process or in all: one sentence each. */
  findTroubles(): Promise<string[]>;
  /** Takes no more jobs, aborts the running ones, and waits for them. */
  stop(): Promise<void>;
}

/** Minutes before a job that failed for good is tried again. */
export const RETRY_MINUTES = 15;
