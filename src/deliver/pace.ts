// When the next request may be made, as a server's headers say.
import { setTimeout as sleep } from 'node:timers/promises';

type Headers = Record<string, string> | null;

export interface Pace {
  /** Waits until a request may be made; returns early when the signal is set. */
  turn(signal?: AbortSignal): Promise<void>;
  /** Takes `ratelimit-remaining` and `ratelimit-reset` (seconds) to heart; shared, `ratelimit-limit` a second, too. */
  heed(headers: Headers): Promise<void>;
  /** Holds back for at least `ms`, or for as long as `retry-after` (seconds) says. */
  wait(ms: number, headers: Headers): Promise<void>;
}

/** Where the pace is kept, for all that keep it. Times are in milliseconds. */
export interface SharedPace {
  /** Takes the next turn, turns being so far apart; gives how long it is until then. */
  take(spacingMs: number): Promise<number>;
  /** For how long yet nobody may have a turn. */
  held(): Promise<number>;
  hold(ms: number): Promise<void>;
}

/** No wait is longer than `longestMs`. Without `shared` the pace is this process's own. */
export function createPace(longestMs: number, shared?: SharedPace): Pace {
  const kept = shared ?? keepAlone();
  let spacingMs = 0;
  const holdBack = (ms: number) => kept.hold(Math.min(ms, longestMs));
  return {
    async turn(signal) {
      for (let ms = await kept.take(spacingMs); ms > 0; ms = await kept.held()) {
        if (signal?.aborted) return;
        await sleep(Math.min(ms, longestMs), undefined, signal ? { signal } : {}).catch(() => {});
      }
    },
    async heed(headers) {
      const limit = Number(headers?.['ratelimit-limit']);
      if (shared && limit > 0) spacingMs = 1000 / limit;
      const reset = Number(headers?.['ratelimit-reset']);
      if (headers?.['ratelimit-remaining'] === '0' && reset > 0) await holdBack(reset * 1000);
    },
    async wait(ms, headers) {
      const asked = Number(headers?.['retry-after']) * 1000;
      await holdBack(asked > 0 ? asked : ms);
    },
  };
}

/** By a clock that only goes forward. */
function keepAlone(): SharedPace {
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
