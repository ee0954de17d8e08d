// Whether a sending goes well enough to go on.
import type { MailResult } from '../model.js';

export interface Health {
  add(outcome: MailResult['outcome']): void;
  /**
   * `outage`: nothing goes through, try again later. `paused`: some goes through and too much does not, which is for
   * the operator to look into before more is sent.
   */
  verdict(): 'well' | 'outage' | 'paused';
  /** Of the results that count, how many went wrong: 0…1. */
  errorRate(): number;
}

/** So many results count, the latest; fewer than this say nothing. */
const COUNTED = 100;
const FEWEST = 20;

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
      if (latest.length > COUNTED) latest.shift();
    },
    verdict() {
      if (share((outcome) => outcome === 'failed') === 1) return 'outage';
      return latest.length >= FEWEST && errorRate() > maxErrorRate ? 'paused' : 'well';
    },
  };
}
