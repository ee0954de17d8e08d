// A pause between requests to one service.
import { pause } from './failure.js';

export interface Gate {
  /** Resolves when the gate is open; throws a `stopped` SourceError when the signal ends the wait. */
  pass(signal: AbortSignal): Promise<void>;
  close(ms: number): void;
}

export function createGate(): Gate {
  let opensAt = 0;
  return {
    async pass(signal) {
      const ms = opensAt - performance.now();
      if (ms > 0) await pause(ms, signal);
    },
    close(ms) {
      opensAt = performance.now() + ms;
    },
  };
}
