// When the next request is allowed, according to a server's headers.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseRetryAfter } from '../../base/retry.js';

export type ResponseHeaders = Record<string, string> | null;

export interface RequestPace {
  /** Waits until a request may be made; returns early when the signal aborts. */
  waitForTurn(signal?: AbortSignal): Promise<void>;
  /** Obeys `ratelimit-remaining` and `ratelimit-reset` (seconds), and with a shared pace `ratelimit-limit` per second. */
  readHeaders(headers: ResponseHeaders): Promise<void>;
  /** Makes no request for `ms`, or for as long as `retry-after` says. */
  holdBack(ms: number, headers: ResponseHeaders): Promise<void>;
}

/** A rate limit that several processes share. Times are in milliseconds. */
export interface SharedPace {
  /** Reserves the next turn, with `spacingMs` between turns; returns the wait until then. */
  take(spacingMs: number): Promise<number>;
  /** Milliseconds until any process may take a turn. */
  held(): Promise<number>;
  hold(ms: number): Promise<void>;
}

/** Waits at most `maxWaitMs` at a time. Without `shared`, the pace is this process's own. */
export function createRequestPace(maxWaitMs: number, shared?: SharedPace): RequestPace {
  const pace = shared ?? createOwnPace();
  let spacingMs = 0;
  const hold = (ms: number) => pace.hold(Math.min(ms, maxWaitMs));
  return {
    async waitForTurn(signal) {
      for (let ms = await pace.take(spacingMs); ms > 0; ms = await pace.held()) {
        if (signal?.aborted) return;
        await sleep(Math.min(ms, maxWaitMs), undefined, { signal }).catch(() => {});
      }
    },
    async readHeaders(headers) {
      const limit = Number(headers?.['ratelimit-limit']);
      if (shared && limit > 0) spacingMs = 1000 / limit;
      const reset = Number(headers?.['ratelimit-reset']);
      if (headers?.['ratelimit-remaining'] === '0' && reset > 0) await hold(reset * 1000);
    },
    async holdBack(ms, headers) {
      await hold(readRetryAfter(headers) ?? ms);
    },
  };
}

/** The wait in milliseconds that the server asks for; a date is compared with the server's own clock. */
export function readRetryAfter(headers: ResponseHeaders): number | undefined {
  const named = parseRetryAfter(headers?.['retry-after'], Date.parse(headers?.date ?? ''));
  return named || undefined;
}

/** Uses the monotonic clock. */
function createOwnPace(): SharedPace {
  let earliest = 0;
  const held = async () => Math.max(0, earliest - performance.now());
  return {
    take: held,
    held,
    hold: async (ms) => {
      earliest = Math.max(earliest, performance.now() + ms);
    },
  };
}
