// The sending loop: claim, compose, send, record, in batches and fixed memory, until nothing is due.

import { messageOf } from '../base/errors.js';
import { MINUTE_MS } from '../base/time.js';
import type { Clock, HandOver, Mail, MailResult, Messenger } from '../model.js';
import { createHealth } from './health.js';
import { createRefusals } from './refusals.js';

export interface ClaimedMail {
  batch: string;
  /** Number of claims, this one included. */
  attempts: number;
  /** An earlier attempt under the same key may have gone out. */
  uncertain: boolean;
}

/** `uncertain` covers earlier attempts, too. */
export interface Outcome<D> extends Omit<MailResult, 'key'> {
  delivery: D;
  /** For `failed` and `deferred`: when to try again, and in which batch (null: in any). Absent: never. */
  retry?: { at: string; batch: string | null };
}

interface Composed<D> {
  delivery: D;
  mail: Mail;
}

/** The messenger's result for a delivery; the key is empty when there is no mail. */
type DeliveryResult<D> = MailResult & { delivery: D };

/** The part of the ledger that the loop uses. */
export interface DeliveryLedger<D extends ClaimedMail> {
  /** Claims at most `limit` due deliveries, all of one batch. Returns an empty list when none is due. */
  claim(limit: number): Promise<D[]>;
  /** Records the results of a batch. */
  record(outcomes: Outcome<D>[]): Promise<void>;
  /** For messengers without idempotency keys. */
  handOver?: HandOver;
  /**
   * Makes each delivery of a batch a batch of its own under that key, before anything is sent under it. Returns those
   * that this sender still holds.
   */
  split(members: { delivery: D; key: string }[]): Promise<D[]>;
  /** Suppresses the addresses of mailboxes that are gone, with the server's words. */
  suppress(gone: { delivery: D; error: string }[]): Promise<void>;
}

export interface Sending {
  clock: Clock;
  /** 0…1 */
  maxErrorRate: number;
  signal: AbortSignal;
  progress?: (sent: number, failed: number) => void;
}

export interface SendTotals {
  sent: number;
  /** Not sent, or uncertain. */
  failed: number;
  /** The server asked for a later retry, which is scheduled. */
  deferred: number;
  /** Of `failed`: their mailbox is gone, and the address is suppressed. */
  suppressed: number;
  /** At most five, each once. */
  errors: string[];
  /** The server's words, when it accepts no mail at all for now. */
  waiting?: string;
  /** With `waiting`: when the server accepts mail again, as far as it has said. */
  waitUntil?: string;
  /** Why the delivery stopped early. */
  paused?: string;
}

/** While one batch is on its way, the next one is composed. */
const DEFAULT_LANES = 2;
/** Minutes to wait after each failure; after the last one, the delivery has failed. */
const RETRY_MINUTES = [1, 5, 30, 120];
/** Minutes to wait after each deferral when the server names no time; the last one repeats until the issue is old news. */
const DEFERRAL_MINUTES = [5, 10, 20, 40, 60];
const MAX_ERRORS = 5;

/**
 * Sends until nothing is due, too much fails, or the signal is set; what was claimed by then is still recorded.
 * `compose` must return the same mail for a delivery each time.
 */
export async function sendDue<D extends ClaimedMail>(
  ledger: DeliveryLedger<D>,
  messenger: Messenger,
  compose: (delivery: D) => Promise<Mail>,
  { clock, maxErrorRate, signal, progress }: Sending,
): Promise<SendTotals> {
  const health = createHealth(maxErrorRate);
  const refusals = createRefusals<D>();
  let everyone: MailResult | undefined;
  const total: SendTotals = { sent: 0, failed: 0, deferred: 0, suppressed: 0, errors: [] };
  const count = ({ outcome, error }: MailResult) => {
    if (outcome === 'deferred') {
      total.deferred++;
      return;
    }
    health.add(outcome);
    if (outcome === 'sent') total.sent++;
    else total.failed++;
    if (error && total.errors.length < MAX_ERRORS && !total.errors.includes(error)) total.errors.push(error);
  };
  const lane = async () => {
    while (!signal.aborted && !everyone && !refusals.findSenderRefusal() && health.status() === 'healthy') {
      const claimed = await ledger.claim(messenger.batchSize);
      if (claimed.length === 0) return;
      const results = await sendBatch(claimed, ledger, messenger, compose, signal);
      for (const result of results) {
        count(result);
        refusals.add(result.delivery, result);
        if (result.everyone) everyone = result;
      }
      await ledger.record(decideRetries(results, messenger.name, clock(), signal.aborted));
      progress?.(total.sent, total.failed);
    }
  };
  // Wait for all lanes, even if one throws: the caller must not continue while another still sends.
  const ends = await Promise.allSettled(Array.from({ length: messenger.lanes ?? DEFAULT_LANES }, lane));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  const refusal =
    everyone?.outcome === 'refused' ? (everyone.error ?? 'refused') : refusals.findSenderRefusal(true);
  const gone = refusals.listGoneMailboxes();
  await ledger.suppress(gone);
  total.suppressed = gone.length;
  if (everyone?.outcome === 'deferred') {
    total.waiting = everyone.error;
    total.waitUntil = new Date(clock().getTime() + (everyone.retryAfterMs ?? 0)).toISOString();
  }
  if (refusal) total.paused = `the server refuses the sender: ${refusal}`;
  else if (health.status() === 'paused' && !signal.aborted) {
    total.paused = `${Math.round(health.errorRate() * 100)}% of the last mails failed: ${total.errors[0] ?? 'unknown error'}`;
  }
  return total;
}

async function sendBatch<D extends ClaimedMail>(
  claimed: D[],
  ledger: DeliveryLedger<D>,
  messenger: Messenger,
  compose: (delivery: D) => Promise<Mail>,
  signal: AbortSignal,
): Promise<DeliveryResult<D>[]> {
  const outcomes: DeliveryResult<D>[] = [];
  const composed: Composed<D>[] = [];
  for (const delivery of claimed) {
    try {
      composed.push({ delivery, mail: await compose(delivery) });
    } catch (error) {
      const why = `could not be composed: ${messageOf(error)}`;
      outcomes.push({ delivery, outcome: 'failed', error: why, key: '' });
    }
  }
  const send = (mails: Composed<D>[]) => sendComposed(mails, messenger, signal, ledger.handOver);
  const results = await send(composed);
  // What may have gone out under the batch's key goes under no other.
  const isSplit =
    results.some((result) => result.batchRefused) && !composed.some((one) => one.delivery.uncertain);
  if (!isSplit) return [...outcomes, ...results];
  const mails = new Map(composed.map(({ mail }) => [mail.key, mail]));
  const members = composed.map(({ delivery, mail }) => ({ delivery, key: mail.key }));
  const alone = (await ledger.split(members)).flatMap((delivery) => {
    const mail = mails.get(delivery.batch);
    return mail ? { delivery, mail: { ...mail, batch: delivery.batch } } : [];
  });
  return [...outcomes, ...(await send(alone))];
}

async function sendComposed<D>(
  composed: Composed<D>[],
  messenger: Messenger,
  signal: AbortSignal,
  handOver?: HandOver,
): Promise<DeliveryResult<D>[]> {
  if (composed.length === 0) return [];
  const mails = composed.map(({ mail }) => mail);
  const results = await messenger.send(mails, signal, handOver);
  if (results.length !== mails.length)
    throw new RangeError(`${messenger.name} gave ${results.length} results for ${mails.length} mails`);
  return composed.flatMap(({ delivery }, index) => {
    const result = results[index];
    return result ? { ...result, delivery } : [];
  });
}

/**
 * A batch of which nothing went out keeps its key, since the provider may have accepted it anyway. After a partial
 * batch, each remaining mail uses its own key. SMTP has no keys: what failed there was not sent. A mail that may have
 * gone out and is not tried again is uncertain.
 */
function decideRetries<D extends ClaimedMail>(
  results: DeliveryResult<D>[],
  via: Messenger['name'],
  now: Date,
  stopped: boolean,
): Outcome<D>[] {
  const isOpen = ({ outcome, everyone }: MailResult) =>
    outcome === 'failed' || outcome === 'deferred' || (outcome === 'refused' && everyone === true);
  const whole = results.every(isOpen);
  return results.map(({ key, ...result }) => {
    const { batch, attempts, uncertain: before } = result.delivery;
    const uncertain = before || result.uncertain === true;
    if (!isOpen({ key, ...result })) return { ...result, uncertain };
    const waitMs = stopped ? 0 : retryWait(result, attempts);
    if (waitMs === undefined || !key)
      return { ...result, uncertain, outcome: uncertain ? 'uncertain' : 'failed' };
    const at = new Date(now.getTime() + waitMs).toISOString();
    return { ...result, uncertain, retry: { at, batch: via !== 'resend' ? null : whole ? batch : key } };
  });
}

/** Milliseconds until the next attempt; undefined when there is none. What refuses everyone pauses the issue. */
function retryWait({ outcome, retryAfterMs }: Omit<MailResult, 'key'>, attempts: number): number | undefined {
  if (outcome === 'refused') return 0;
  if (outcome === 'failed') {
    const minutes = RETRY_MINUTES[attempts - 1];
    return minutes === undefined ? undefined : minutes * MINUTE_MS;
  }
  return retryAfterMs ?? (DEFERRAL_MINUTES[attempts - 1] ?? 60) * MINUTE_MS;
}
