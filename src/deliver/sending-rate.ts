// The rate of sending: as fast as the server accepts mails, within the operator's limit.
import { setTimeout as sleep } from 'node:timers/promises';

export interface SendingRate {
  /** Waits until the next mail, or that many together, may be sent; returns early when the signal aborts. */
  waitForTurn(signal?: AbortSignal, mails?: number): Promise<void>;
  /** Records an accepted mail. */
  addSent(): void;
  /** Slows down after a rate refusal, and sends nothing for `waitMs`. */
  slowDown(waitMs?: number): void;
  /** Mails a second; Infinity until the server complains for the first time. */
  current(): number;
}

/** Mails a second; a lower limit of the operator holds as well. */
const MIN_RATE = 0.2;
/** A server that refuses before it has taken mails has shown no rate yet: then this one. */
const FIRST_RATE = 2;
/** Refusals within this time count as one, because mails in flight are refused together. */
const REFUSALS_TOGETHER_MS = 1000;
/** The share of the measured rate to continue with. */
const BACKOFF_SHARE = 0.97;
/** After this long without a refusal, the server may have raised its limit. */
const CALM_MS = 30_000;

/**
 * Sends at full speed until the server refuses; then at the rate at which it has taken mails, and a little faster with
 * each further mail. `maxPerSecond` is never exceeded.
 */
export function createSendingRate(maxPerSecond = Number.POSITIVE_INFINITY): SendingRate {
  let rate = maxPerSecond;
  const minRate = Math.min(MIN_RATE, maxPerSecond);
  let next = 0;
  let slowedAt = Number.NEGATIVE_INFINITY;
  /** When the mails of the last second were taken. */
  const taken: number[] = [];
  const forget = (now: number) => {
    while (taken.length > 0 && now - (taken[0] ?? 0) > 1000) taken.shift();
  };
  return {
    current: () => rate,
    async waitForTurn(signal, mails = 1) {
      const now = performance.now();
      const turn = Math.max(now, next);
      next = rate === Number.POSITIVE_INFINITY ? next : turn + (1000 * mails) / rate;
      if (turn > now) await sleep(turn - now, undefined, { signal }).catch(() => {});
    },
    addSent() {
      const now = performance.now();
      forget(now);
      taken.push(now);
      if (rate === Number.POSITIVE_INFINITY) return;
      // One per cent a second, and five after a while without refusals.
      const growth = now - slowedAt > CALM_MS ? 0.05 : 0.01;
      rate = Math.min(maxPerSecond, rate + growth);
    },
    slowDown(waitMs = 0) {
      const now = performance.now();
      if (now - slowedAt > REFUSALS_TOGETHER_MS) {
        forget(now);
        const isFirst = slowedAt === Number.NEGATIVE_INFINITY;
        const least = isFirst ? Math.min(FIRST_RATE, maxPerSecond) : minRate;
        const measured = Math.max(least, taken.length) * BACKOFF_SHARE;
        rate = Math.max(minRate, Math.min(measured, rate * BACKOFF_SHARE));
        slowedAt = now;
      }
      next = Math.max(next, now + Math.max(waitMs, 1000 / Math.max(1, rate)));
    },
  };
}
