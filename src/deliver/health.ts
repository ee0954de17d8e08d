// Whether a delivery is healthy enough to continue.
import type { MailResult } from '../model.js';

export interface Health {
  add(outcome: MailResult['outcome']): void;
  /**
   * `outage`: nothing goes through; try again later. `paused`: some mails go through and too many fail; the operator
   * should look into it before more is sent.
   */
  status(): 'healthy' | 'outage' | 'paused';
  /** The share of the latest results that failed: 0…1. */
  errorRate(): number;
}

const WINDOW_SIZE = 100;
/** Fewer results than this prove nothing … */
const MIN_RESULTS = 20;
/** … but if all of the first mails are uncertain, sending stops to put no more readers at risk. */
const MIN_UNCERTAIN = 5;

/** `maxErrorRate` is 0…1; 1 never pauses. */
export function createHealth(maxErrorRate: number): Health {
  const latest: MailResult['outcome'][] = [];
  const share = (is: (outcome: MailResult['outcome']) => boolean) =>
    latest.length === 0 ? 0 : latest.filter(is).length / latest.length;
  const errorRate = () => share((outcome) => outcome !== 'sent');
  return {
    errorRate,
    add(outcome) {
      latest.push(outcome);
      if (latest.length > WINDOW_SIZE) latest.shift();
    },
    status() {
      if (share((outcome) => outcome === 'failed') === 1) return 'outage';
      if (latest.length >= MIN_UNCERTAIN && share((outcome) => outcome === 'uncertain') === 1)
        return 'paused';
      return latest.length >= MIN_RESULTS && errorRate() > maxErrorRate ? 'paused' : 'healthy';
    },
  };
}
