// Sends confirmation mails, and lets nobody tell from the answer who is not sent any.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Subscriber } from '../../store/subscribers/subscribers.js';
import type { Site } from '../ui/site.js';

export interface ConfirmationMailer {
  /** What came of it, as far as the one who asked may know. It does not throw. */
  send(subscriber: Subscriber): Promise<'sent' | 'rejected' | 'failed'>;
  /** Sends nothing, and takes as long as the last mail took. */
  pretend(): Promise<'sent' | 'failed'>;
}

/** No pretence lasts longer. */
const LONGEST_MS = 20_000;

export function createConfirmationMailer({
  mail,
  clock,
  log,
}: Pick<Site, 'mail' | 'clock' | 'log'>): ConfirmationMailer {
  let last: { ms: number; outcome: 'sent' | 'failed' } = { ms: 0, outcome: 'sent' };
  const pretend = async () => {
    const { ms, outcome } = last;
    if (ms > 0) await sleep(Math.min(ms, LONGEST_MS));
    return outcome;
  };
  const send = async (subscriber: Subscriber) => {
    if (!mail || subscriber.status === 'suppressed') return pretend();
    const started = clock().getTime();
    const outcome = await mail.sendConfirmation(subscriber).catch((error: unknown) => {
      log?.error({ error }, 'a confirmation mail could not be made');
      return 'failed' as const;
    });
    const result =
      outcome === 'uncertain' ? 'sent' : outcome === 'deferred' || outcome === 'refused' ? 'failed' : outcome;
    // A refused address says nothing about the next one.
    if (result !== 'rejected') last = { ms: clock().getTime() - started, outcome: result };
    return result;
  };
  return { send, pretend };
}
