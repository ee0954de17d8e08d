// The operator's control of a delivery: pause, resume, send now, try again.
import { UserError } from '../../base/errors.js';
import { providerKeysKnownSince } from '../../deliver/recovery.js';
import type { Issue } from '../../model.js';
import type { Db } from '../../store/database/schema.js';
import {
  bringForwardChannels,
  createChannelDeliveries,
  listChannelDeliveries,
} from '../../store/deliveries/channels.js';
import { countDeliveries } from '../../store/deliveries/counts.js';
import { bringForwardDeliveries, bringForwardQueued } from '../../store/deliveries/deliveries.js';
import { PAUSED_BY_OPERATOR, pauseIssue, resumeIssue } from '../../store/deliveries/pauses.js';
import { requeueDeliveries } from '../../store/deliveries/recovery.js';
import type { PipelineContext } from '../context.js';
import { channelsOf } from './channels.js';

type ControlContext = Pick<PipelineContext, 'config' | 'db' | 'clock' | 'messenger'>;

/**
 * Pauses all mails and channels of a published issue that are not being sent, in every process, until `resumeDelivery`.
 * Returns the number of waiting mails and of those being sent. Throws a UserError if nothing is waiting.
 */
export async function pauseDelivery(
  { db }: Pick<ControlContext, 'db'>,
  issue: Pick<Issue, 'id'>,
): Promise<{ waiting: number; onTheirWay: number }> {
  const { queued = 0, claimed = 0 } = await countDeliveries(db, issue.id);
  const channels = (await listChannelDeliveries(db, issue.id)).filter(({ state }) => state === 'queued');
  if (queued + claimed + channels.length === 0)
    throw new UserError(`${issue.id} has nothing waiting to be sent`);
  await pauseIssue(db, issue.id, PAUSED_BY_OPERATOR);
  return { waiting: queued, onTheirWay: claimed };
}

/** Makes waiting mails and channels due now, regardless of readers' hours. Adds no recipients. */
export async function hurryQueued({ db, clock }: ControlContext, issue: Pick<Issue, 'id'>): Promise<void> {
  const now = clock().toISOString();
  await db.transaction().execute(async (trx) => {
    await bringForwardQueued(trx, issue.id, now);
    await bringForwardChannels(trx, issue.id, now);
  });
}

/** Like `hurryQueued`, and adds a mail for every subscriber without one. Returns the number of queued mails. */
export function queueEveryone(context: ControlContext, issue: Issue): Promise<number> {
  return context.db.transaction().execute((trx) => queueForAll(trx, context, issue));
}

/** Ends a pause. Mails keep their due times. */
export function endPause({ db }: Pick<ControlContext, 'db'>, issue: Pick<Issue, 'id'>): Promise<void> {
  return resumeIssue(db, issue.id);
}

/** Queues deliveries in one of `states` again, due now. Does not end a pause. */
export async function sendAgain(
  context: ControlContext,
  issue: Pick<Issue, 'id'>,
  states: readonly RetryState[],
): Promise<void> {
  await context.db.transaction().execute((trx) => queueAgain(trx, context, issue, states));
}

/** `endPause`, `sendAgain` and `queueEveryone` in one transaction, so that nothing is sent before everything is queued. */
export function resumeNow(
  context: ControlContext,
  issue: Issue,
  states: readonly RetryState[],
): Promise<number> {
  return context.db.transaction().execute(async (trx) => {
    await resumeIssue(trx, issue.id);
    await queueAgain(trx, context, issue, states);
    return queueForAll(trx, context, issue);
  });
}

type RetryState = 'failed' | 'uncertain';

async function queueForAll(trx: Db, context: ControlContext, issue: Issue): Promise<number> {
  const now = context.clock().toISOString();
  const queued = await bringForwardDeliveries(trx, issue, now);
  await createChannelDeliveries(trx, issue.id, channelsOf(context, issue.cadence), { dueAt: now, now });
  await bringForwardChannels(trx, issue.id, now);
  return queued;
}

async function queueAgain(
  trx: Db,
  { clock, messenger }: ControlContext,
  issue: Pick<Issue, 'id'>,
  states: readonly RetryState[],
): Promise<void> {
  const now = clock();
  await requeueDeliveries(trx, issue.id, {
    states: [...states],
    now: now.toISOString(),
    keysSince: providerKeysKnownSince(now, messenger.name),
  });
  await bringForwardChannels(trx, issue.id, now.toISOString(), states);
}
