// Posts published issues to channels other than mail, each issue once.

import { processOf, processOwner } from '../../base/process-owner.js';
import { addJitter } from '../../base/retry.js';
import { HOUR_MS } from '../../base/time.js';
import { type Channel, createChannels } from '../../deliver/channels/channel.js';
import type { ChannelResult } from '../../deliver/channels/post.js';
import type { Issue } from '../../model.js';
import { renderDiscord } from '../../render/channels/discord.js';
import { type Highlights, listHighlights } from '../../render/channels/highlights.js';
import { renderSlack } from '../../render/channels/slack.js';
import { renderTelegram } from '../../render/channels/telegram.js';
import { renderWebhook } from '../../render/channels/webhook.js';
import { announceProcess, findEndedOwners } from '../../store/cluster/presence.js';
import { retryWhileDatabaseDown } from '../../store/database/retry.js';
import type { Db } from '../../store/database/schema.js';
import {
  type ChannelDelivery,
  type ChannelState,
  claimChannels,
  listClaimedChannels,
  recordChannelResult,
} from '../../store/deliveries/channels.js';
import type { PipelineContext } from '../context.js';

type ChannelContext = Pick<PipelineContext, 'config' | 'db' | 'clock' | 'signal'>;

/** The result of one channel in this run. */
export interface ChannelReport {
  channel: string;
  state: ChannelState;
  error?: string;
}

/** A message about a daily issue is out of date after a day and a half. */
const PATIENCE_MS = 36 * HOUR_MS;
const FIRST_RETRY_MS = 60_000;
const MAX_RETRY_MS = HOUR_MS;

/** The new state of a claimed row. */
interface Next {
  state: ChannelState;
  dueAt?: string;
  error?: string;
}

/**
 * The claims of this process, by store: undefined while a post is in progress, then its result until that is recorded.
 * If the database was down, the next run records the result.
 */
const ownClaims = new WeakMap<Db, Map<string, Next | undefined>>();

/** Names of the configured channels that get issues of the cadence. */
export function channelsOf(
  { config, clock }: Pick<ChannelContext, 'config' | 'clock'>,
  cadence?: Issue['cadence'],
) {
  return createChannels(config.delivery.channels, config.env, clock)
    .filter(({ cadences }) => cadence === undefined || cadences.includes(cadence))
    .map(({ name }) => name);
}

/** Posts the issue to each of its channels that is due. */
export async function postToChannels(context: ChannelContext, issue: Issue): Promise<ChannelReport[]> {
  const { config, db, clock, signal } = context;
  const channels = openChannels(context);
  if (channels.size === 0) return [];
  await announceProcess(db);
  await recoverChannels(context);
  const claimed = await claimChannels(db, {
    channels: [...channels.keys()],
    issueId: issue.id,
    owner: processOwner,
    now: clock().toISOString(),
  });
  if (claimed.length === 0) return [];
  const own = claimsOf(db);
  for (const delivery of claimed) own.set(keyOf(delivery), undefined);
  const highlights = listHighlights(issue, config.env.PUBLIC_URL);
  return Promise.all(
    claimed.map(async (delivery): Promise<ChannelReport> => {
      try {
        // Only channels in this map were claimed.
        const channel = channels.get(delivery.channel) as Channel;
        const result = await channel.post(bodyFor(channel, issue, highlights), `msg_${issue.id}`, signal);
        const next = decideNextState(delivery, channel, result, clock().getTime());
        own.set(keyOf(delivery), next);
        await retryWhileDatabaseDown(() => settleClaim(context, delivery, next));
        return { channel: delivery.channel, state: next.state, error: next.error };
      } catch (error) {
        // Without a result the outcome is unknown: the next run treats the claim like one of a process that ended.
        if (!own.get(keyOf(delivery))) own.delete(keyOf(delivery));
        throw error;
      }
    }),
  );
}

function openChannels({ config, clock }: Pick<ChannelContext, 'config' | 'clock'>): Map<string, Channel> {
  return new Map(
    createChannels(config.delivery.channels, config.env, clock).map((channel) => [channel.name, channel]),
  );
}

function claimsOf(db: Db): Map<string, Next | undefined> {
  const claims = ownClaims.get(db) ?? new Map<string, Next | undefined>();
  ownClaims.set(db, claims);
  return claims;
}

function keyOf({ issue_id, channel }: Pick<ChannelDelivery, 'issue_id' | 'channel'>): string {
  return `${issue_id} ${channel}`;
}

async function settleClaim(
  { db, clock }: Pick<ChannelContext, 'db' | 'clock'>,
  delivery: ChannelDelivery,
  next: Next,
): Promise<void> {
  await recordChannelResult(db, delivery, { ...next, now: clock().toISOString() });
  claimsOf(db).delete(keyOf(delivery));
}

function bodyFor({ kind, chat = '' }: Channel, issue: Issue, highlights: Highlights): object {
  switch (kind) {
    case 'slack':
      return renderSlack(highlights);
    case 'discord':
      return renderDiscord(highlights);
    case 'telegram':
      return renderTelegram(highlights, chat);
    case 'webhook':
      return renderWebhook(issue, highlights);
  }
}

/**
 * Returns the next state of a delivery. A retry waits as long as the service asks, else twice as long as the last time,
 * until `PATIENCE_MS` has passed.
 */
function decideNextState(
  { attempts, released_at }: ChannelDelivery,
  { idempotent }: Channel,
  { outcome, retryAfterMs, error }: ChannelResult,
  now: number,
): Next {
  if (outcome === 'sent') return { state: 'sent' };
  if (outcome === 'failed' || (outcome === 'uncertain' && !idempotent)) return { state: outcome, error };
  const wait = retryAfterMs ?? addJitter(Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), MAX_RETRY_MS));
  if (now + wait > Date.parse(released_at) + PATIENCE_MS) return { state: 'failed', error };
  return { state: 'queued', dueAt: new Date(now + wait).toISOString(), error };
}

/**
 * Settles claims that no process is working on: those of processes that ended, and those whose result this process
 * could not record. For a process that ended, posts again where the receiver detects duplicates, and marks the rest as
 * uncertain.
 */
export async function recoverChannels(
  context: Pick<ChannelContext, 'config' | 'db' | 'clock'>,
): Promise<void> {
  const { db, clock } = context;
  const channels = openChannels(context);
  if (channels.size === 0) return;
  const own = claimsOf(db);
  const claims = (await listClaimedChannels(db)).filter(
    (claim) => !(isOwn(claim) && own.has(keyOf(claim)) && !own.get(keyOf(claim))),
  );
  const ended = await findEndedOwners(
    db,
    claims.flatMap(({ claimed_by }) => claimed_by ?? []),
  );
  const lost = (channel: string): Next =>
    channels.get(channel)?.idempotent
      ? { state: 'queued', dueAt: clock().toISOString() }
      : { state: 'uncertain', error: 'the process ended before it recorded the result' };
  for (const claim of claims)
    if (isOwn(claim)) await settleClaim(context, claim, own.get(keyOf(claim)) ?? lost(claim.channel));
    else if (claim.claimed_by && ended.has(claim.claimed_by))
      await settleClaim(context, claim, lost(claim.channel));
}

function isOwn({ claimed_by }: ChannelDelivery): boolean {
  return claimed_by !== null && processOf(claimed_by) === processOwner;
}
