// Channels other than mail, such as a Slack channel, that get each published issue once.
import type { Environment } from '../../config/config.js';
import type { ChannelSettings } from '../../config/sources-file.js';
import type { Cadence, Clock } from '../../model.js';
import { readDiscordAnswer } from './discord.js';
import { type ChannelRequest, type ChannelResult, postJson } from './post.js';
import { readSlackAnswer } from './slack.js';
import { readTelegramAnswer } from './telegram.js';
import { signWebhook } from './webhook.js';

export type ChannelKind = ChannelSettings['kind'];

export interface Channel {
  /** Its name in the ledger and in messages: `slack`, `telegram @my_channel`. */
  name: string;
  kind: ChannelKind;
  cadences: readonly Cadence[];
  /** The chat of a Telegram bot. */
  chat?: string;
  /** The required variable of `.env` that is not set. */
  missing?: string;
  /** Whether the receiver recognises a repeated message by `key`, so that an uncertain one can be sent again. */
  idempotent: boolean;
  /** Sends one message with this JSON body. A network or server error is a result, not an exception. */
  post(body: object, key: string, signal?: AbortSignal): Promise<ChannelResult>;
}

/** The channels of `delivery.channels`, in its order. */
export function createChannels(
  settings: readonly ChannelSettings[],
  env: Environment,
  clock: Clock,
): Channel[] {
  return settings.map((setting) => {
    const { kind, cadences } = setting;
    const chat = 'chat' in setting ? setting.chat : undefined;
    const missing = CHANNEL_VARIABLES[kind].find((name) => !env[name]);
    return {
      name: chat === undefined ? kind : `${kind} ${chat}`,
      kind,
      cadences,
      chat,
      missing,
      idempotent: kind === 'webhook',
      post: async (body, key, signal) => {
        if (missing) return { outcome: 'failed', error: `${missing} is not set: add it to .env` };
        const text = JSON.stringify(body);
        return postJson({ ...requestOf(kind, env, { text, key, now: clock() }), body: text }, clock, signal);
      },
    };
  });
}

/** The variables that a kind needs. */
const CHANNEL_VARIABLES = {
  slack: ['SLACK_WEBHOOK_URL'],
  discord: ['DISCORD_WEBHOOK_URL'],
  telegram: ['TELEGRAM_BOT_TOKEN'],
  webhook: ['ISSUE_WEBHOOK_URL', 'ISSUE_WEBHOOK_SECRET'],
} as const satisfies Record<ChannelKind, readonly (keyof Environment)[]>;

/** The request for a message, and how to read its response. */
function requestOf(
  kind: ChannelKind,
  env: Environment,
  { text, key, now }: { text: string; key: string; now: Date },
): Omit<ChannelRequest, 'body'> {
  const getValue = (name: keyof Environment) => String(env[name]);
  switch (kind) {
    case 'slack':
      return { url: getValue('SLACK_WEBHOOK_URL'), readAnswer: readSlackAnswer };
    case 'discord':
      return { url: withWait(getValue('DISCORD_WEBHOOK_URL')), readAnswer: readDiscordAnswer };
    case 'telegram':
      return {
        url: `${env.TELEGRAM_API_URL.replace(/\/$/, '')}/bot${getValue('TELEGRAM_BOT_TOKEN')}/sendMessage`,
        readAnswer: readTelegramAnswer,
      };
    case 'webhook':
      return {
        url: getValue('ISSUE_WEBHOOK_URL'),
        headers: signWebhook(getValue('ISSUE_WEBHOOK_SECRET'), { id: key, text, now }),
      };
  }
}

/** With `wait`, Discord answers when the message is stored, and not when it is accepted. */
function withWait(address: string): string {
  const url = new URL(address);
  url.searchParams.set('wait', 'true');
  return url.href;
}
