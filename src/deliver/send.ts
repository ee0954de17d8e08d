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
   * Splits a batch: each delivery gets the given key and its own batch. Call it before sending under those keys. Returns
   * the deliveries that are still claimed by this sender.
   */
  split(members: { delivery: D; key: string }[]): Promise<D[]>;
  /** Suppresses addresses whose mailbox no longer exists; `error` is the server's message. */
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
  /** How many of `failed` have no mailbox; their addresses are suppressed. */
  suppressed: number;
  /** At most five, each once. */
  errors: string[];
  /** The server's message, if it accepts no mail at all for now. */
  waiting?: string;
  /** With `waiting`: when the server accepts mail again, if it says so. */
  waitUntil?: string;
  /** Why the delivery stopped early. */
  paused?: string;
}

/** With two lanes, the next batch is composed while one is being sent. */
const DEFAULT_LANES = 2;
/** Minutes to wait after each failure; after the last one, the delivery has failed. */
const RETRY_MINUTES = [1, 5, 30, 120];
/** Minutes to wait after each deferral when the server names no time; the last one repeats until the issue is old news. */
const DEFERRAL_MINUTES = [5, 10, 20, 40, 60];
/** A server that asks for a retry at once would otherwise get the same mail in an endless loop. */
const MIN_DEFERRAL_MS = MINUTE_MS / 2;
const MAX_ERRORS = 5;

/**
 * Sends until nothing is due, too much fails, or the signal aborts; results of claimed mails are still recorded.
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
  let affectsAll: MailResult | undefined;
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
    while (!signal.aborted && !affectsAll && !refusals.findSenderRefusal() && health.status() === 'healthy') {
      const claimed = await ledger.claim(messenger.batchSize);
      if (claimed.length === 0) return;
      const results = await sendBatch(claimed, ledger, messenger, compose, signal);
      for (const result of results) {
        count(result);
        refusals.add(result.delivery, result);
        if (result.affectsAll) affectsAll = result;
      }
      await ledger.record(decideRetries(results, messenger.name, clock(), signal.aborted));
      progress?.(total.sent, total.failed);
    }
  };
  // Wait for all lanes, even if one throws: the caller must not continue while another still sends.
  const ends = await Promise.allSettled(Array.from({ length: messenger.lanes ?? DEFAULT_LANES }, lane));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  const refusal =
    affectsAll?.outcome === 'refused' ? (affectsAll.error ?? 'refused') : refusals.findSenderRefusal(true);
  const gone = refusals.listGoneMailboxes();
  await ledger.suppress(gone);
  total.suppressed = gone.length;
  if (affectsAll?.outcome === 'deferred') {
    total.waiting = affectsAll.error;
    total.waitUntil = new Date(clock().getTime() + (affectsAll.retryAfterMs ?? 0)).toISOString();
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
  // Mails that may have been sent under the batch's key must not be sent under another.
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
    throw new RangeError(`${messenger.name} returned ${results.length} results for ${mails.length} mails`);
  return composed.flatMap(({ delivery }, index) => {
    const result = results[index];
    return result ? { ...result, delivery } : [];
  });
}

/**
 * A batch that failed as a whole keeps its key, because the provider may have accepted it. After a partial batch, each
 * remaining mail uses its own key. SMTP has no keys: a mail that failed there was not sent. A mail that may have been
 * sent and is not retried is uncertain.
 */
function decideRetries<D extends ClaimedMail>(
  results: DeliveryResult<D>[],
  via: Messenger['name'],
  now: Date,
  stopped: boolean,
): Outcome<D>[] {
  const isOpen = ({ outcome, affectsAll }: MailResult) =>
    outcome === 'failed' || outcome === 'deferred' || (outcome === 'refused' && affectsAll === true);
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

/** Milliseconds until the next attempt; undefined if there is none. A refusal of every mail pauses the issue: its mails stay due. */
function retryWait({ outcome, retryAfterMs }: Omit<MailResult, 'key'>, attempts: number): number | undefined {
  if (outcome === 'refused') return 0;
  if (outcome === 'failed') {
    const minutes = RETRY_MINUTES[attempts - 1];
    return minutes === undefined ? undefined : minutes * MINUTE_MS;
  }
  return Math.max(MIN_DEFERRAL_MS, retryAfterMs ?? (DEFERRAL_MINUTES[attempts - 1] ?? 60) * MINUTE_MS);
}
