// Sends the confirmation mails of waiting requests, after the response: its time says nothing about an address.
import { setTimeout as sleep } from 'node:timers/promises';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../base/time.js';
import type { MailAddress } from '../../store/subscribers/address.js';
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
import type { Site } from '../ui/site.js';

type QueueContext = Pick<Site, 'db' | 'clock' | 'log' | 'mail'>;

/** A reader who asks for the link to their preferences. */
const MAX_LINKS_AN_HOUR = 3;
/** How long nobody else takes a request that is being sent. */
const LEASE_MS = 10 * MINUTE_MS;
/** Minutes to wait after each mail that the server deferred or did not take; the last one repeats. */
const RETRY_MINUTES = [5, 10, 20, 40, 60];
/** Somebody who waited longer has asked again, or given up. */
const PATIENCE_MS = 36 * HOUR_MS;

/** By then an answer has been sent. */
const ANSWER_MS = 20;

export interface ConfirmationQueue {
  /** Stores the request and sends its mail in the background. */
  add(mailbox: MailAddress, preferences: Preferences): Promise<void>;
  /** Sends what is due. It does not throw. */
  sendDue(): Promise<void>;
}

export function createConfirmationQueue(context: QueueContext): ConfirmationQueue {
  const { db, clock, log } = context;
  let running: Promise<void> | undefined;
  const sendAll = async () => {
    await forgetConfirmations(db, before(clock(), DAY_MS));
    for (;;) {
      const now = clock();
      const request = await takeConfirmationRequest(db, now.toISOString(), after(now, LEASE_MS));
      if (!request) return;
      await handleRequest(context, request);
    }
  };
  /** One pass at a time; what is added during a pass is found by it, or by the next one. */
  const sendDue = async (): Promise<void> => {
    const previous = running;
    const pass = (async () => {
      await previous;
      await sendAll().catch((error: unknown) =>
        log?.error({ error }, 'confirmation mails could not be sent'),
      );
    })();
    running = pass;
    await pass;
  };
  return {
    sendDue,
    async add(mailbox, preferences) {
      await addConfirmationRequest(db, mailbox, preferences, { now: clock().toISOString() });
      runAfterAnswer(context, sendDue);
    },
  };
}

/**
 * Runs work that depends on who an address belongs to. SQLite's statements block the process: begun at once, they would
 * delay the answer.
 */
export function runAfterAnswer(
  { mail, log }: Pick<QueueContext, 'mail' | 'log'>,
  work: () => Promise<void>,
): void {
  const done = sleep(ANSWER_MS)
    .then(work)
    .catch((error: unknown) => log?.error({ error }, 'work after an answer failed'));
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
  if (subscriber.status === 'suppressed' || (await hadEnough(context, request, isReader)))
    return deleteConfirmationRequest(db, request.id);
  const counts = !isReader && !request.isOperators;
  const limit = mail.confirmationsPerHour;
  if (counts && limit !== undefined) {
    const { count, oldest } = await findHourlyUse(db, before(now, HOUR_MS), limit);
    if (count >= limit && oldest !== undefined) {
      const dueAt = after(new Date(oldest), HOUR_MS);
      return postpone(context, request, { dueAt, reason: 'limit', attempts: request.attempts - 1 });
    }
  }
  const outcome = await send(context, subscriber);
  if (outcome === 'sent' || outcome === 'uncertain')
    await addConfirmationMail(db, request.holder, { now: now.toISOString(), counts });
  if (outcome === 'sent' || outcome === 'uncertain' || outcome === 'rejected')
    return deleteConfirmationRequest(db, request.id);
  const minutes = RETRY_MINUTES[request.attempts - 1] ?? 60;
  return postpone(context, request, {
    dueAt: after(now, minutes * MINUTE_MS),
    reason: 'server',
    attempts: request.attempts,
  });
}

/** Whether the mailbox got as many mails as it may. */
async function hadEnough(
  { db, clock }: QueueContext,
  { holder, isOperators }: ConfirmationRequest,
  isReader: boolean,
): Promise<boolean> {
  if (isOperators) return false;
  const now = clock();
  if (!isReader) return (await findNextConfirmation(db, holder, now)) !== undefined;
  return (await listConfirmationMails(db, holder, before(now, HOUR_MS))).length >= MAX_LINKS_AN_HOUR;
}

async function send({ mail, log }: QueueContext, subscriber: Subscriber) {
  try {
    return (await mail?.sendConfirmation(subscriber)) ?? 'failed';
  } catch (error) {
    log?.error({ error }, 'a confirmation mail could not be made');
    return 'failed';
  }
}

async function postpone(
  { db, clock }: QueueContext,
  { id, createdAt }: ConfirmationRequest,
  wait: { dueAt: string; reason: WaitReason; attempts: number },
): Promise<void> {
  const isPatient = wait.reason === 'limit' || clock().getTime() - Date.parse(createdAt) < PATIENCE_MS;
  return isPatient ? postponeConfirmationRequest(db, id, wait) : deleteConfirmationRequest(db, id);
}

function after(time: Date, ms: number): string {
  return new Date(time.getTime() + ms).toISOString();
}

function before(time: Date, ms: number): string {
  return after(time, -ms);
}
