// A pause between requests to one service.
import { pause } from './failure.js';

export interface Gate {
  /** Waits until the gate is open. Throws a `stopped` SourceError if the signal is aborted. */
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
