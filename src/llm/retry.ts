// How long to wait for a model server that is busy or limits the rate.
import { backoffMs, retry } from '../base/retry.js';
import { type FaultKind, ServerFault } from './server-error.js';

/** Attempts by what went wrong. A rate limit passes, and so do most overloads; an address without a server stays one. */
const ATTEMPTS: Partial<Record<FaultKind, number>> = {
  limited: 40,
  busy: 6,
  disconnected: 3,
  garbled: 2,
  invalidJson: 4,
};
const SUSPECT_ATTEMPTS = 3;
/** Doubled after each further failure; used where the server names no time. */
const FIRST_WAIT_MS = 500;
const MAX_BACKOFF_MS = 30_000;

export interface BusyRetryOptions {
  sleep: (ms: number) => Promise<unknown>;
  /** Milliseconds left for everything. */
  timeLeft: () => number;
  onRetry: (fault: ServerFault, waitMs: number) => void;
  /** Whether the fault may be about what was asked, for which a server should not be asked long. */
  isSuspect: (fault: ServerFault) => boolean;
}

/**
 * Tries again while the server asks to wait or is merely busy, for as long as it says where there is time for that.
 * Throws what the last attempt threw.
 */
export function retryWhileBusy<T>(attempt: () => Promise<T>, options: BusyRetryOptions): Promise<T> {
  const { sleep, timeLeft, onRetry, isSuspect } = options;
  return retry(attempt, {
    attempts: ATTEMPTS.limited ?? 1,
    sleep,
    waitMs(error, failures) {
      if (!(error instanceof ServerFault)) return undefined;
      const attempts = ATTEMPTS[error.kind] ?? 1;
      if (failures >= (isSuspect(error) ? Math.min(attempts, SUSPECT_ATTEMPTS) : attempts)) return undefined;
      const backoff = Math.min(backoffMs(FIRST_WAIT_MS, failures), MAX_BACKOFF_MS);
      const named = error.figures.retryAfterMs;
      // A server that says "at once" again and again is not believed.
      const least = named === undefined || failures > 1 ? backoff : 0;
      const wait = error.kind === 'invalidJson' ? 0 : Math.max(named ?? 0, least);
      return wait < timeLeft() ? wait : undefined;
    },
    onRetry: (error, wait) => {
      if (error instanceof ServerFault) onRetry(error, wait);
    },
  });
}
