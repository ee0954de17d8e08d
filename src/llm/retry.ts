// How much failure to bear: a few calls side by side, a few tries each, and none once the server is lost.
import { ModelError } from '../model.js';
import { ServerFault } from './server-error.js';

/** At most `concurrency` runs at a time, in the order of asking. */
export function createSemaphore(concurrency: number): <T>(run: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = Math.max(1, concurrency);
  return async (run) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

export interface Breaker {
  /** Throws ModelError `unreachable` once the server was given up. */
  check(): void;
  /** The server lives. */
  close(): void;
  /** Counts a failure; gives true when it is the one that makes us give up. */
  fail(fault: ServerFault): boolean;
}

/** Opens for good after a denial, or after `limit` failures in a row: an issue must not wait for a dead server. */
export function createBreaker(limit = 3): Breaker {
  let failures = 0;
  let lost: string | undefined;
  return {
    check() {
      if (lost !== undefined) throw new ModelError('unreachable', `${lost}; it was not asked again`);
    },
    close() {
      failures = 0;
    },
    fail(fault) {
      failures += 1;
      if (lost !== undefined || (fault.kind !== 'denied' && failures < limit)) return false;
      lost = fault.message;
      return true;
    },
  };
}

/** Two more tries, waiting half a second and a second where the server names no time. */
const RETRIES = 2;
const FIRST_WAIT_MS = 500;
/** A `Retry-After` of an hour is no reason to hold an issue for one. */
const LONGEST_WAIT_MS = 20_000;

export interface Patience {
  sleep: (ms: number) => Promise<void>;
  /** Milliseconds left for everything. */
  timeLeft: () => number;
  onRetry: (fault: ServerFault, waitMs: number) => void;
}

/** Tries again while the server is merely busy and there is time to wait for it. */
export async function tryPatiently<T>(attempt: () => Promise<T>, patience: Patience): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ServerFault) || error.kind !== 'busy' || tries >= RETRIES) throw error;
      const wait = Math.min(error.retryAfterMs ?? FIRST_WAIT_MS * 2 ** tries, LONGEST_WAIT_MS);
      if (wait >= patience.timeLeft()) throw error;
      patience.onRetry(error, wait);
      await patience.sleep(wait);
    }
  }
}
