// What an API did not give, in words for its operator, and which failures are worth another try.
import { setTimeout as wait } from 'node:timers/promises';
import { addJitter, backoffMs, parseRetryAfter, retry } from '../../base/retry.js';
import type { FetchOutcome, Instant } from '../../model.js';

/** Printed as it is, so the message is one line and holds no secret. It carries no cause for the same reason. */
export class SourceError extends Error {
  override name = 'SourceError';
  constructor(
    message: string,
    readonly next: {
      /** Worth another try: `soon` after a short pause, or after this many milliseconds. */
      again?: 'soon' | number;
      /** Every further request would fail alike (refused credentials, a spent allowance). */
      hopeless?: boolean;
    } = {},
  ) {
    super(message);
  }
}

/** The outcome of a source that failed so, with the moment before which it asks to be left alone. */
export function outcomeOfFailure(sourceId: string, error: SourceError, now: Instant): FetchOutcome {
  const { again } = error.next;
  const outcome: FetchOutcome = { sourceId, posts: [], error: error.message };
  if (typeof again !== 'number') return outcome;
  const notBefore = new Date(Date.parse(now) + again).toISOString();
  return { ...outcome, notBefore, refused: true, laneRefused: error.next.hopeless };
}

export interface RetryPolicy {
  /** Pause before the second try, doubled before the third; milliseconds. */
  retryDelayMs: number;
  /** A service that asks for more patience than this is given up; milliseconds. */
  longestWaitMs: number;
  signal: AbortSignal;
}

const ATTEMPTS = 3;

/** Runs `attempt`, and up to twice more when its SourceError is worth another try. */
export function retrying<T>(attempt: () => Promise<T>, policy: RetryPolicy): Promise<T> {
  return retry(attempt, {
    attempts: ATTEMPTS,
    sleep: (ms) => pause(ms, policy.signal),
    waitMs(error, failures) {
      const again = error instanceof SourceError ? error.next.again : undefined;
      const ms = again === 'soon' ? addJitter(backoffMs(policy.retryDelayMs, failures)) : again;
      return ms === undefined || ms > policy.longestWaitMs ? undefined : ms;
    },
  });
}

export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** One header's value as a number, undefined when it is absent or no number. */
export function numberIn(headers: Headers, name: string): number | undefined {
  const value = headers[name];
  const number = typeof value === 'string' && value.trim() ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** How long `Retry-After` asks to wait, in milliseconds: seconds, or a date that the answer's own clock measures. */
export function retryAfterMs(headers: Headers): number | undefined {
  return parseRetryAfter(headers['retry-after'], Date.parse(String(headers.date)));
}

/**
 * Passes `work` a signal that ends with `signal` or after `timeoutMs`, and throws a SourceError that says which of
 * the two it was: `stopped`, or `timed out after 20 s`.
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
    // Whatever broke after the abort broke because of it.
    if (signal.aborted) throw stopped();
    if (timeout.signal.aborted) throw new SourceError(`timed out after ${timeoutMs / 1000} s`);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Waits `ms` milliseconds; throws a `stopped` SourceError when the signal ends it. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, { signal });
  } catch {
    throw stopped();
  }
}

function stopped(): SourceError {
  return new SourceError('stopped', { hopeless: true });
}
