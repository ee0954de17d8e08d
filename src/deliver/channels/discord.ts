// Answers of a Discord webhook: https://discord.com/developers/docs/topics/opcodes-and-status-codes
import { type ChannelAnswer, parseObject } from './post.js';

/** Unknown webhook, invalid webhook token. */
const GONE_CODES = [10015, 50027];

export function readDiscordAnswer(text: string): ChannelAnswer {
  const answer = parseObject(text);
  const error = typeof answer.message === 'string' ? answer.message : undefined;
  if (GONE_CODES.includes(answer.code as number))
    return { error: `${error}: the webhook no longer exists; create a new one and set DISCORD_WEBHOOK_URL` };
  const wait = Number(answer.retry_after);
  return { error, retryAfterMs: Number.isFinite(wait) ? wait * 1000 : undefined };
}
