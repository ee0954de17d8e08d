// How long to wait for a model server that is busy or limits the rate.
import { backoffMs, retry } from '../base/retry.js';
import { type FaultKind, ServerFault } from './errors/server-error.js';

/** Attempts per kind of error. Rate limits and most overloads pass; a wrong address does not. */
const ATTEMPTS_BY_FAULT: Partial<Record<FaultKind, number>> = {
  limited: 40,
  busy: 6,
  disconnected: 3,
  garbled: 2,
  invalidJson: 4,
};
const SUSPECT_ATTEMPTS = 3;
/** Milliseconds, doubled after each failure. Used if the server asks for no particular wait. */
const FIRST_WAIT_MS = 500;
const MAX_BACKOFF_MS = 30_000;

export interface BusyRetryOptions {
  sleep: (ms: number) => Promise<unknown>;
  /** Milliseconds left until the deadline. */
  timeLeft: () => number;
  onRetry: (fault: ServerFault, waitMs: number) => void;
  /** Whether the request itself may be the cause, so that few attempts are enough. */
  isSuspect: (fault: ServerFault) => boolean;
}

/**
 * Retries while the server is busy or asks to wait. Waits as long as the server asks if there is time for it. Throws
 * the error of the last attempt.
 */
export function retryWhileBusy<T>(attempt: () => Promise<T>, options: BusyRetryOptions): Promise<T> {
  const { sleep, timeLeft, onRetry, isSuspect } = options;
  return retry(attempt, {
    attempts: ATTEMPTS_BY_FAULT.limited ?? 1,
    sleep,
    waitMs(error, failures) {
      if (!(error instanceof ServerFault)) return undefined;
      const attempts = ATTEMPTS_BY_FAULT[error.kind] ?? 1;
      if (failures >= (isSuspect(error) ? Math.min(attempts, SUSPECT_ATTEMPTS) : attempts)) return undefined;
      const backoff = Math.min(backoffMs(FIRST_WAIT_MS, failures), MAX_BACKOFF_MS);
      const named = error.figures.retryAfterMs;
      // Some servers ask for a wait of 0 repeatedly, so back off anyway.
      const least = named === undefined || failures > 1 ? backoff : 0;
      const wait = error.kind === 'invalidJson' ? 0 : Math.max(named ?? 0, least);
      return wait < timeLeft() ? wait : undefined;
    },
    onRetry: (error, wait) => {
      if (error instanceof ServerFault) onRetry(error, wait);
    },
  });
}
