// Sends confirmation mails after the response, so that its timing reveals nothing about an address.
import { setTimeout as sleep } from 'node:timers/promises';
import type { MailAddress } from '../../base/mail-address.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../base/time.js';
import {
  addConfirmationMail,
  addConfirmationRequest,
  type ConfirmationRequest,
  deleteConfirmationRequest,
  findHourlyUse,
  findNextConfirmation,
  forgetConfirmations,
  hasNewerRequest,
  listConfirmationMails,
  postponeConfirmationRequest,
  takeConfirmationRequest,
  type WaitReason,
} from '../../store/subscribers/confirmation-requests.js';
import { createSubscriber, type Preferences, type Subscriber } from '../../store/subscribers/subscribers.js';
import type { Site } from '../site/site.js';

type QueueContext = Pick<Site, 'db' | 'clock' | 'log' | 'mail'>;

/** Mails that a reader who subscribes again gets with the link to their preferences. */
const MAX_LINKS_AN_HOUR = 3;
/** How long a request is reserved for the process that sends its mail. */
const LEASE_MS = 10 * MINUTE_MS;
/** Minutes to wait after each failed attempt; the last value repeats. */
const RETRY_MINUTES = [5, 10, 20, 40, 60];
/** Older requests are dropped: the reader has asked again, or given up. */
const MAX_REQUEST_AGE_MS = 36 * HOUR_MS;

/** By then the response has been sent. */
const RESPONSE_MS = 20;

export interface ConfirmationQueue {
  /** Stores the request and sends its mail in the background. */
  add(mailbox: MailAddress, preferences: Preferences): Promise<void>;
  /** Sends what is due. Never throws. */
  sendDue(): Promise<void>;
}

export function createConfirmationQueue(context: QueueContext): ConfirmationQueue {
  const { db, clock, log } = context;
  let running: Promise<void> | undefined;
  const sendAll = async () => {
    await forgetConfirmations(db, instantBefore(clock(), DAY_MS));
    for (;;) {
      const now = clock();
      const request = await takeConfirmationRequest(db, now.toISOString(), instantAfter(now, LEASE_MS));
      if (!request) return;
      await handleRequest(context, request);
    }
  };
  /** One pass runs at a time. A request added during a pass is found by it or by the next one. */
  const sendDue = async (): Promise<void> => {
    const previous = running;
    const pass = (async () => {
      await previous;
      await sendAll().catch((error: unknown) =>
        log?.error({ err: error }, 'confirmation mails could not be sent'),
      );
    })();
    running = pass;
    await pass;
  };
  return {
    sendDue,
    async add(mailbox, preferences) {
      await addConfirmationRequest(db, mailbox, preferences, { now: clock().toISOString() });
      runAfterResponse(context, sendDue);
    },
  };
}

/**
 * Runs work whose duration depends on whose address it is, after the response. SQLite's statements block the process: at
 * once, they would delay the response.
 */
export function runAfterResponse(
  { mail, log }: Pick<QueueContext, 'mail' | 'log'>,
  work: () => Promise<void>,
): void {
  const done = sleep(RESPONSE_MS)
    .then(work)
    .catch((error: unknown) => log?.error({ err: error }, 'work after a response failed'));
  mail?.onBackground?.(done);
}

async function handleRequest(context: QueueContext, request: ConfirmationRequest): Promise<void> {
  const { db, clock, mail } = context;
  const now = clock();
  if (!mail || (await hasNewerRequest(db, request))) return deleteConfirmationRequest(db, request.id);
  const { subscriber } = await db
    .transaction()
    .execute((trx) => createSubscriber(trx, request.mailbox, request.preferences, now.toISOString()));
  const isReader = subscriber.status === 'active' || subscriber.status === 'paused';
  if (subscriber.status === 'suppressed' || (await hasReachedLimit(context, request, isReader)))
    return deleteConfirmationRequest(db, request.id);
  const counts = !isReader && !request.isOperators;
  const limit = mail.confirmationsPerHour;
  if (counts && limit !== undefined) {
    const { count, oldest } = await findHourlyUse(db, instantBefore(now, HOUR_MS), limit);
    if (count >= limit && oldest !== undefined) {
      const dueAt = instantAfter(new Date(oldest), HOUR_MS);
      return postpone(context, request, { dueAt, reason: 'limit', attempts: request.attempts - 1 });
    }
  }
  const outcome = await trySend(context, subscriber);
  if (outcome === 'sent' || outcome === 'uncertain')
    await addConfirmationMail(db, request.holder, { now: now.toISOString(), counts });
  if (outcome === 'sent' || outcome === 'uncertain' || outcome === 'rejected')
    return deleteConfirmationRequest(db, request.id);
  const minutes = RETRY_MINUTES[request.attempts - 1] ?? 60;
  return postpone(context, request, {
    dueAt: instantAfter(now, minutes * MINUTE_MS),
    reason: 'server',
    attempts: request.attempts,
  });
}

/** Whether the mailbox has reached its limit of mails. */
async function hasReachedLimit(
  { db, clock }: QueueContext,
  { holder, isOperators }: ConfirmationRequest,
  isReader: boolean,
): Promise<boolean> {
  if (isOperators) return false;
  const now = clock();
  if (!isReader) return (await findNextConfirmation(db, holder, now)) !== undefined;
  return (await listConfirmationMails(db, holder, instantBefore(now, HOUR_MS))).length >= MAX_LINKS_AN_HOUR;
}

async function trySend({ mail, log }: QueueContext, subscriber: Subscriber) {
  try {
    return (await mail?.sendConfirmation(subscriber)) ?? 'failed';
  } catch (error) {
    log?.error({ err: error }, 'sending a confirmation mail failed');
    return 'failed';
  }
}

async function postpone(
  { db, clock }: QueueContext,
  { id, createdAt }: ConfirmationRequest,
  wait: { dueAt: string; reason: WaitReason; attempts: number },
): Promise<void> {
  const isRecent = clock().getTime() - Date.parse(createdAt) < MAX_REQUEST_AGE_MS;
  const keeps = wait.reason === 'limit' || isRecent;
  return keeps ? postponeConfirmationRequest(db, id, wait) : deleteConfirmationRequest(db, id);
}

function instantAfter(time: Date, ms: number): string {
  return new Date(time.getTime() + ms).toISOString();
}

function instantBefore(time: Date, ms: number): string {
  return instantAfter(time, -ms);
}
