// Delivers an issue: connects the ledger, the mails and the messenger.

import { randomUUID } from 'node:crypto';
import { UserError } from '../../base/errors.js';
import { processOf, processOwner } from '../../base/process-owner.js';
import { HOUR_MS } from '../../base/time.js';
import { composeCopy, composeIssue, createSender, type Sender } from '../../deliver/compose.js';
import { readerLinks } from '../../deliver/links.js';
import { classifyClaim, providerKeysKnownSince } from '../../deliver/recovery.js';
import { type DeliveryLedger, type SendTotals, sendDue } from '../../deliver/send.js';
import type { Cadence, Issue, Mail, MailResult } from '../../model.js';
import type { RenderedEmail } from '../../render/email.js';
import { findEndedOwners } from '../../store/cluster/presence.js';
import { retryWhileDatabaseDown } from '../../store/database/retry.js';
import { findDueChannelIssues } from '../../store/deliveries/channels.js';
import {
  type ClaimedDelivery,
  claimBatch,
  findClaim,
  markHandedOver,
  recordResults,
  rejectDeliveries,
  splitBatch,
} from '../../store/deliveries/claims.js';
import { countDeliveries } from '../../store/deliveries/counts.js';
import { expireDeliveries, findDueIssues, postponeDeliveries } from '../../store/deliveries/deliveries.js';
import { findPause, pauseIssue } from '../../store/deliveries/pauses.js';
import { findOpenClaims, markKeysUncertain, recoverClaims } from '../../store/deliveries/recovery.js';
import { findIssue } from '../../store/issues.js';
import { getSecret } from '../../store/secrets.js';
import type { PipelineContext } from '../context.js';
import { recordRun } from '../runs.js';
import { type ChannelReport, channelsOf, postToChannels, recoverChannels } from './channels.js';
import { createContents, type ReaderOfIssue } from './contents.js';
import { createHandOver } from './hand-over.js';
import { isSending, settleInterrupted, type TrackedSending, trackSending } from './sendings.js';

export type DeliveryContext = Pick<
  PipelineContext,
  'config' | 'db' | 'messenger' | 'clock' | 'templates' | 'progress' | 'signal'
>;

export interface Deliveries {
  sent: number;
  /** Attempts that failed in this run, including those that will be retried. */
  failed: number;
  /** Not sent in this run: already delivered, or not due yet. */
  skipped: number;
  errors: string[];
  /** How many of `skipped` the server deferred, and its message if it accepts no mail at all for now. */
  deferred?: { count: number; waiting?: string };
  /** How many of `failed` are suppressed now, because their mailbox does not exist. */
  suppressed?: number;
  /** Path of the operator's copy, if that was written. */
  copy?: string;
  /** Channels other than mail that this run tried; absent if there were none. */
  channels?: ChannelReport[];
}

/** Mails that have waited longer than this are dropped as out of date. */
const PATIENCE_HOURS: Record<Cadence, number> = { daily: 36, weekly: 72 };

/**
 * Sends the issue to every subscriber and channel that is due. Without recipients and without a mail service, writes
 * one copy to the outbox for the operator.
 */
export async function deliverIssue(
  context: DeliveryContext,
  issue: Issue,
  rendered?: RenderedEmail,
): Promise<Deliveries> {
  const mails = await mailIssue(context, issue, rendered);
  const channels = await postToChannels(context, issue);
  if (channels.length === 0) return mails;
  const faults = channels.flatMap(({ channel, state, error }) =>
    state === 'sent' ? [] : [`${channel}: ${error}${state === 'queued' ? '; will be retried' : ''}`],
  );
  return { ...mails, channels, errors: [...mails.errors, ...faults] };
}

async function mailIssue(
  context: DeliveryContext,
  issue: Issue,
  rendered?: RenderedEmail,
): Promise<Deliveries> {
  const { db, messenger, progress } = context;
  progress('deliver', messenger.name);
  const before = sumCounts(await countDeliveries(db, issue.id));
  if (before === 0) return sendCopy(context, issue, rendered);
  const paused = await findPause(db, issue.id);
  if (paused) return { sent: 0, failed: 0, skipped: before, errors: describePause(issue, paused) };
  await recoverOpenClaims(context);
  const {
    sent,
    failed,
    errors,
    deferred,
    waiting,
    waitUntil,
    suppressed,
    paused: why,
  } = await trackSending(db, (sending) => sendOut(context, sending, issue, rendered));
  const pausedMeanwhile = why ? undefined : await findPause(db, issue.id);
  if (waitUntil) await postponeDeliveries(db, issue.id, waitUntil);
  if (why) await pauseIssue(db, issue.id, why);
  return {
    sent,
    failed,
    skipped: before - sent - failed,
    suppressed: suppressed || undefined,
    deferred: deferred > 0 ? { count: deferred, waiting } : undefined,
    errors: [...errors, ...describePause(issue, why ?? pausedMeanwhile)],
  };
}

function describePause({ id }: Issue, why: string | undefined): string[] {
  return why ? [`paused: ${why}; continue with tidings send ${id} --resume`] : [];
}

/** Sends all issues that have mails due, and drops mails that have waited too long. Returns results by issue id. */
export async function deliverAllDue(context: DeliveryContext): Promise<Map<string, Deliveries>> {
  const { db, clock, signal } = context;
  const delivered = new Map<string, Deliveries>();
  await recoverOpenClaims(context);
  await recoverChannels(context);
  for (const cadence of ['daily', 'weekly'] as const) {
    const dueBefore = new Date(clock().getTime() - PATIENCE_HOURS[cadence] * HOUR_MS).toISOString();
    await expireDeliveries(db, { cadence, dueBefore });
  }
  const now = clock().toISOString();
  const due = [
    ...(await findDueIssues(db, now)),
    ...(await findDueChannelIssues(db, channelsOf(context), now)),
  ];
  for (const id of new Set(due)) {
    const issue = await findIssue(db, id);
    if (issue && !signal.aborted) delivered.set(id, await deliverRecorded(context, issue));
  }
  return delivered;
}

/** Runs `deliverIssue` as a recorded run. */
export function deliverRecorded(context: DeliveryContext, issue: Issue): Promise<Deliveries> {
  return recordRun(context, { kind: 'delivery', subject: issue.id }, async (note) => {
    const deliveries = await deliverIssue(context, issue);
    const { sent, failed, skipped } = deliveries;
    await note({ deliveries: { sent, failed, skipped } });
    return deliveries;
  });
}

/**
 * Sends one mail of the issue to one address, without recording it in the ledger. It has "[test]" in its subject and a
 * reader's headers; its links lead to the site instead of to a reader's pages.
 */
export async function sendTrial(context: DeliveryContext, issue: Issue, to: string): Promise<Deliveries> {
  const { subject, ...content } = await createContents(context, issue).contentOf(createGuest(context, issue));
  const { PUBLIC_URL } = context.config.env;
  const unsubscribeUrl = PUBLIC_URL && `${PUBLIC_URL.replace(/\/+$/, '')}/unsubscribe/test`;
  const mail = composeIssue(
    { ...issue, id: `trial.${issue.id}` },
    // Each test mail has its own id: mail programs hide a second mail with the same one.
    { subscriberId: context.clock().getTime().toString(36), to },
    { subject: `[test] ${subject}`, ...content },
    { ...senderOf(context), unsubscribeUrl },
  );
  const [result] = await context.messenger.send([mail], context.signal);
  return countOne(result);
}

/** Returns the sender. Throws a UserError without MAIL_FROM, unless mails go to the outbox folder. */
export function senderOf({ config, messenger }: Pick<DeliveryContext, 'config' | 'messenger'>): Sender {
  const { MAIL_FROM, PUBLIC_URL } = config.env;
  if (!MAIL_FROM && messenger.name !== 'outbox') {
    throw new UserError(
      'MAIL_FROM is missing: mails need a sender',
      'Set it in .env: Name <you@your.domain>.',
    );
  }
  const name = config.publication.name.replace(/[<>"\r\n]/g, ' ');
  return createSender(MAIL_FROM ?? `${name} <tidings@localhost>`, PUBLIC_URL);
}

async function sendOut(
  context: DeliveryContext,
  sending: TrackedSending,
  issue: Issue,
  rendered?: RenderedEmail,
): Promise<SendTotals> {
  const { owner } = sending;
  const { db, config, messenger, clock, signal, progress } = context;
  const sender = senderOf(context);
  const secret = await getSecret(db);
  const { PUBLIC_URL } = config.env;
  const contents = createContents(context, issue, rendered);
  const { isFor } = contents;
  const compose = async (delivery: ClaimedDelivery): Promise<Mail> => {
    const holder = { id: delivery.subscriberId, generation: delivery.generation };
    // A reader who gets both issues unsubscribes from each by its own link.
    const only = delivery.readerCadence === 'both' ? delivery.cadence : undefined;
    const links = PUBLIC_URL ? readerLinks(PUBLIC_URL, secret, holder, only) : undefined;
    const content = await contents.contentOf({ ...delivery, links });
    return composeIssue(issue, delivery, content, { ...sender, ...links });
  };
  const handOver = createHandOver({
    mark: ({ batch = '' }, mayHaveIt) => {
      const at = mayHaveIt ? clock().toISOString() : null;
      return retryWhileDatabaseDown(() => markHandedOver(db, { owner, batch, at }));
    },
    count: (await countDeliveries(db, issue.id)).queued ?? 0,
    signal,
  });
  const ledger: DeliveryLedger<ClaimedDelivery> = {
    handOver,
    claim: async (limit) => {
      const now = clock().toISOString();
      const key = randomUUID();
      const taken = await retryWhileDatabaseDown((again) =>
        db.transaction().execute(async (trx) => {
          const claimed = again ? await findClaim(trx, issue.id, { owner, batch: key, isFor }) : [];
          if (claimed.length > 0) return claimed;
          // Checked for each batch, because the operator may pause from another process.
          if (await findPause(trx, issue.id)) return [];
          return claimBatch(trx, issue.id, { owner, via: messenger.name, now, limit, key, isFor });
        }),
      );
      sending.addClaims(taken);
      return taken;
    },
    // Retried while the database is down: a sent mail must not stay unrecorded.
    record: async (outcomes) => {
      const now = clock().toISOString();
      sending.addResults(outcomes);
      try {
        await retryWhileDatabaseDown(() =>
          db.transaction().execute((trx) => recordResults(trx, outcomes, now)),
        );
        sending.removeRecorded(outcomes);
      } finally {
        handOver.end(outcomes.map(({ delivery }) => delivery.batch));
      }
    },
    split: async (members) => {
      const alone = await retryWhileDatabaseDown(() =>
        splitBatch(db, members, { owner, now: clock().toISOString() }),
      );
      sending.addClaims(alone);
      return alone;
    },
    suppress: async (gone) => {
      if (gone.length === 0) return;
      await retryWhileDatabaseDown(() =>
        db.transaction().execute((trx) => rejectDeliveries(trx, gone, clock().toISOString())),
      );
    },
  };
  return sendDue(ledger, messenger, compose, {
    clock,
    signal,
    maxErrorRate: config.delivery.maxErrorRate,
    progress: (sent, failed) =>
      progress('deliver', failed > 0 ? `${sent} sent, ${failed} failed` : `${sent} sent`),
  });
}

async function sendCopy(
  context: DeliveryContext,
  issue: Issue,
  rendered?: RenderedEmail,
): Promise<Deliveries> {
  const { messenger } = context;
  if (messenger.name !== 'outbox' || (await messenger.has?.(issue.slug)))
    return { sent: 0, failed: 0, skipped: 1, errors: [] };
  const content = await createContents(context, issue, rendered).contentOf(createGuest(context, issue));
  const [result] = await messenger.send([composeCopy(issue, content, senderOf(context))]);
  const counted = countOne(result);
  return result?.providerId ? { ...counted, copy: result.providerId } : counted;
}

function countOne(result: MailResult | undefined): Deliveries {
  if (result?.outcome === 'sent') return { sent: 1, failed: 0, skipped: 0, errors: [] };
  return { sent: 0, failed: 1, skipped: 0, errors: [result?.error ?? 'no result'] };
}

/** A reader without personal links, for tests and previews. */
export function createGuest({ config }: Pick<DeliveryContext, 'config'>, { cadence }: Issue): ReaderOfIssue {
  const { PUBLIC_URL } = config.env;
  const links = PUBLIC_URL ? { preferencesUrl: PUBLIC_URL, unsubscribeUrl: PUBLIC_URL } : undefined;
  return { cadence, omitted: [], ...(links && { links }) };
}

async function recoverOpenClaims({ db, clock, messenger }: DeliveryContext): Promise<void> {
  const now = clock();
  await settleInterrupted(db, now.toISOString());
  const claimants = (await findOpenClaims(db)).map(({ owner }) => owner);
  const ended = await findEndedOwners(
    db,
    claimants.filter((owner) => !isSending(owner)),
  );
  const isAlive = (owner: string) =>
    isSending(owner) || (processOf(owner) !== processOwner && !ended.has(owner));
  const self = { isAlive, via: messenger.name };
  await db.transaction().execute(async (trx) => {
    await recoverClaims(trx, now.toISOString(), (claim) => classifyClaim(claim, self, now));
    await markKeysUncertain(trx, providerKeysKnownSince(now, messenger.name));
  });
}

function sumCounts(counts: Partial<Record<string, number>>): number {
  return Object.values(counts).reduce<number>((sum, count = 0) => sum + count, 0);
}
