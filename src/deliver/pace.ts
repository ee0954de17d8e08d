// When the next request may be made, as a server's headers say.
import { setTimeout as sleep } from 'node:timers/promises';

type Headers = Record<string, string> | null;

export interface Pace {
  /** Waits until a request may be made; returns early when the signal is set. */
  turn(signal?: AbortSignal): Promise<void>;
  /** Takes `ratelimit-remaining` and `ratelimit-reset` (seconds) to heart. */
  heed(headers: Headers): void;
  /** Holds back for at least `ms`, or for as long as `retry-after` (seconds) says. */
  wait(ms: number, headers: Headers): void;
}

/** Times are those of a clock that only goes forward. No wait is longer than `longestMs`. */
export function createPace(longestMs: number): Pace {
  let earliest = 0;
  const holdBack = (ms: number) => {
    earliest = Math.max(earliest, performance.now() + Math.min(ms, longestMs));
  };
  return {
    async turn(signal) {
      for (let ms = earliest - performance.now(); ms > 0; ms = earliest - performance.now()) {
        if (signal?.aborted) return;
        await sleep(ms, undefined, signal ? { signal } : {}).catch(() => {});
      }
    },
    heed(headers) {
      const reset = Number(headers?.['ratelimit-reset']);
      if (headers?.['ratelimit-remaining'] === '0' && reset > 0) holdBack(reset * 1000);
    },
    wait(ms, headers) {
      const asked = Number(headers?.['retry-after']) * 1000;
      holdBack(asked > 0 ? asked : ms);
    },
  };
}
