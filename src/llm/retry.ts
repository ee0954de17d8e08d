// How long to wait for a model server that is busy.
import { backoffMs, retry } from '../base/retry.js';
import { ServerFault } from './server-error.js';

const ATTEMPTS = 3;
/** Doubled after the second failure; used where the server names no time. */
const FIRST_WAIT_MS = 500;
/** The longest wait, whatever `Retry-After` says. */
const MAX_WAIT_MS = 20_000;

export interface BusyRetryOptions {
  sleep: (ms: number) => Promise<void>;
  /** Milliseconds left for everything. */
  timeLeft: () => number;
  onRetry: (fault: ServerFault, waitMs: number) => void;
}

/** Tries again while the server is merely busy and there is time to wait for it. Throws what the last attempt threw. */
export function retryWhileBusy<T>(attempt: () => Promise<T>, options: BusyRetryOptions): Promise<T> {
  const { sleep, timeLeft, onRetry } = options;
  return retry(attempt, {
    attempts: ATTEMPTS,
    sleep,
    waitMs(error, failures) {
      if (!isBusy(error)) return undefined;
      const wait = Math.min(error.retryAfterMs ?? backoffMs(FIRST_WAIT_MS, failures), MAX_WAIT_MS);
      return wait < timeLeft() ? wait : undefined;
    },
    onRetry: (error, wait) => {
      if (isBusy(error)) onRetry(error, wait);
    },
  });
}

function isBusy(error: unknown): error is ServerFault {
  return error instanceof ServerFault && error.kind === 'busy';
}
