// Retries with backoff, jitter and Retry-After, and a circuit breaker.

export interface RetryOptions {
  /** Maximum attempts, including the first. */
  attempts: number;
  /** Milliseconds to wait after the nth failure (1, 2 …); undefined if the error must not be retried. */
  waitMs: (error: unknown, failures: number) => number | undefined;
  sleep: (ms: number) => Promise<unknown>;
  onRetry?: (error: unknown, waitMs: number) => void;
}

/** Runs `attempt` until it succeeds. Throws its last error when no attempt is left or `waitMs` returns undefined. */
export async function retry<T>(
  attempt: (failures: number) => Promise<T>,
  { attempts, waitMs, sleep, onRetry }: RetryOptions,
): Promise<T> {
  for (let failures = 0; ; ) {
    try {
      return await attempt(failures);
    } catch (error) {
      failures++;
      const ms = failures < attempts ? waitMs(error, failures) : undefined;
      if (ms === undefined) throw error;
      onRetry?.(error, ms);
      await sleep(ms);
    }
  }
}

/** The wait in milliseconds: `firstMs` after the first failure, doubled after each further one. */
export function backoffMs(firstMs: number, failures: number): number {
  return firstMs * 2 ** (failures - 1);
}

/** A random wait of 75–125% of `ms`, so that clients that failed together do not retry together. */
export function addJitter(ms: number): number {
  return ms * (0.75 + Math.random() / 2);
}

/** Parses a `Retry-After` header, in seconds or as a date after `now` (ms). Returns milliseconds. */
export function parseRetryAfter(header: unknown, now: number): number | undefined {
  const text = typeof header === 'string' ? header.trim() : '';
  const ms = /^-?[\d.]+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

export interface CircuitBreaker {
  /** The message of the failure that opened the breaker; undefined while it is closed. */
  openedBy(): string | undefined;
  succeed(): void;
  /** Counts a failure and returns true when this one opens the breaker. `final` opens it at once. */
  fail(message: string, final?: boolean): boolean;
}

/** Opens for good after `limit` failures in a row. */
export function createCircuitBreaker(limit: number): CircuitBreaker {
  let failures = 0;
  let opened: string | undefined;
  return {
    openedBy: () => opened,
    succeed() {
      failures = 0;
    },
    fail(message, final = false) {
      failures++;
      if (opened !== undefined || (!final && failures < limit)) return false;
      opened = message;
      return true;
    },
  };
}
