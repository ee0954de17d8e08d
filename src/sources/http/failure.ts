// Errors of sources for the operator, and retries of failures that may be temporary.
import { setTimeout as wait } from 'node:timers/promises';
import { addJitter, backoffMs, parseRetryAfter, retry } from '../../base/retry.js';
import type { FetchOutcome, Instant } from '../../model.js';

/**
 * A failure of a source. Its message is printed unchanged, so it must be one line without secrets; for the same reason
 * it has no cause.
 */
export class SourceError extends Error {
  override name = 'SourceError';
  constructor(
    message: string,
    readonly next: {
      /** Retry `soon` after a short pause, or after this many milliseconds. Absent: do not retry. */
      retryAfter?: 'soon' | number;
      /** Every further request would fail the same way (invalid credentials, an exhausted quota). */
      affectsAll?: boolean;
    } = {},
  ) {
    super(message);
  }
}

/** The outcome of a failed source, with the time before which it must not be fetched again. */
export function outcomeOfFailure(sourceId: string, error: SourceError, now: Instant): FetchOutcome {
  const { retryAfter } = error.next;
  const outcome: FetchOutcome = { sourceId, posts: [], error: error.message };
  if (typeof retryAfter !== 'number') return outcome;
  const notBefore = new Date(Date.parse(now) + retryAfter).toISOString();
  return { ...outcome, notBefore, refused: true, laneRefused: error.next.affectsAll };
}

export interface RetryPolicy {
  /** Milliseconds before the second attempt; doubled before the third. */
  retryDelayMs: number;
  /** Maximum wait in milliseconds that a service may ask for; a longer one ends the attempts. */
  longestWaitMs: number;
  signal: AbortSignal;
}

const MAX_ATTEMPTS = 3;

/** Runs `attempt`, and retries up to twice if its SourceError asks for it. */
export function retrying<T>(attempt: () => Promise<T>, policy: RetryPolicy): Promise<T> {
  return retry(attempt, {
    attempts: MAX_ATTEMPTS,
    sleep: (ms) => pause(ms, policy.signal),
    waitMs(error, failures) {
      const retryAfter = error instanceof SourceError ? error.next.retryAfter : undefined;
      const ms = retryAfter === 'soon' ? addJitter(backoffMs(policy.retryDelayMs, failures)) : retryAfter;
      return ms === undefined || ms > policy.longestWaitMs ? undefined : ms;
    },
  });
}

export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** A header's value as a number; undefined if absent or not a number. */
export function readNumberHeader(headers: Headers, name: string): number | undefined {
  const value = headers[name];
  const number = typeof value === 'string' && value.trim() ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** The wait in milliseconds in `Retry-After`: seconds, or a date compared with the response's own `date`. */
export function retryAfterMs(headers: Headers): number | undefined {
  return parseRetryAfter(headers['retry-after'], Date.parse(String(headers.date)));
}

/**
 * Runs `work` with a signal that aborts with `signal` or after `timeoutMs`. Throws a SourceError with the reason:
 * `createStoppedError`, or `timed out after 20 s`.
 */
export async function withDeadline<T>(
  signal: AbortSignal,
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMs);
  try {
    signal.throwIfAborted();
    return await work(AbortSignal.any([signal, timeout.signal]));
  } catch (error) {
    // An error after the abort is caused by the abort.
    if (signal.aborted) throw createStoppedError();
    if (timeout.signal.aborted) throw new SourceError(`timed out after ${timeoutMs / 1000} s`);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Waits `ms` milliseconds. Throws a `createStoppedError` SourceError if the signal is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, { signal });
  } catch {
    throw createStoppedError();
  }
}

function createStoppedError(): SourceError {
  return new SourceError('stopped', { affectsAll: true });
}
