// Posts published issues to channels beside mail, each issue once.

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
import { findEndedOwners } from '../../store/cluster/presence.js';
import { retryWhileDatabaseDown } from '../../store/database/retry.js';
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

/** A daily issue is old news after a day and a half, and so is a message about it. */
const PATIENCE_MS = 36 * HOUR_MS;
const FIRST_RETRY_MS = 60_000;
const MAX_RETRY_MS = HOUR_MS;

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
  const channels = new Map(
    createChannels(config.delivery.channels, config.env, clock).map((channel) => [channel.name, channel]),
  );
  if (channels.size === 0) return [];
  await recoverChannels(context, channels);
  const claimed = await claimChannels(db, {
    channels: [...channels.keys()],
    issueId: issue.id,
    owner: processOwner,
    now: clock().toISOString(),
  });
  if (claimed.length === 0) return [];
  const highlights = listHighlights(issue, config.env.PUBLIC_URL);
  return Promise.all(
    claimed.map(async (delivery): Promise<ChannelReport> => {
      // Claimed by name from this map.
      const channel = channels.get(delivery.channel) as Channel;
      const result = await channel.post(bodyFor(channel, issue, highlights), `msg_${issue.id}`, signal);
      const next = decide(delivery, channel, result, clock().getTime());
      await retryWhileDatabaseDown(() =>
        recordChannelResult(db, delivery, { ...next, now: clock().toISOString() }),
      );
      return { channel: delivery.channel, state: next.state, error: next.error };
    }),
  );
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

/** The next state of a delivery: a retry waits for the service's time, or twice as long as before, while patience lasts. */
function decide(
  { attempts, released_at }: ChannelDelivery,
  { idempotent }: Channel,
  { outcome, retryAfterMs, error }: ChannelResult,
  now: number,
): { state: ChannelState; dueAt?: string; error?: string } {
  if (outcome === 'sent') return { state: 'sent' };
  if (outcome === 'failed' || (outcome === 'uncertain' && !idempotent)) return { state: outcome, error };
  const wait = retryAfterMs ?? addJitter(Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), MAX_RETRY_MS));
  if (now + wait > Date.parse(released_at) + PATIENCE_MS) return { state: 'failed', error };
  return { state: 'queued', dueAt: new Date(now + wait).toISOString(), error };
}

/** Takes back the claims of processes that have ended: what a receiver recognises is posted again, the rest is uncertain. */
async function recoverChannels(
  { db, clock }: Pick<ChannelContext, 'db' | 'clock'>,
  channels: ReadonlyMap<string, Channel>,
): Promise<void> {
  const claims = (await listClaimedChannels(db)).filter(
    ({ claimed_by }) => claimed_by && processOf(claimed_by) !== processOwner,
  );
  const ended = await findEndedOwners(
    db,
    claims.flatMap(({ claimed_by }) => claimed_by ?? []),
  );
  const now = clock().toISOString();
  for (const claim of claims.filter(({ claimed_by }) => claimed_by && ended.has(claimed_by)))
    await recordChannelResult(db, claim, {
      now,
      ...(channels.get(claim.channel)?.idempotent
        ? { state: 'queued' as const, dueAt: now }
        : { state: 'uncertain' as const, error: 'the process ended before it recorded the result' }),
    });
}
