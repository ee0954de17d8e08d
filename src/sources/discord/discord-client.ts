// A client of Discord's REST API for one run. Follows its rate limits and explains errors to the operator.
import { z } from 'zod';
import type { Instant } from '../../model.js';
import { readNumberHeader, SourceError } from '../http/failure.js';
import { createGate, type Gate } from '../http/gate.js';
import { type JsonApiOptions, JsonStatusError, MAX_WAIT_MS, requestJson } from '../http/json-api.js';

const DISCORD_API = 'https://discord.com/api/v10';
const APPLICATIONS_URL = 'https://discord.com/developers/applications';

export interface DiscordClient {
  /** The time of the run. */
  now: Instant;
  /** The JSON at `path`, such as `/channels/1`. Throws a SourceError. */
  get<T>(path: string, schema: z.ZodType<T>, signal: AbortSignal): Promise<T>;
}

/**
 * Creates a client for the run at `now`. After an invalid token or a global rate limit it sends no more requests,
 * because Discord blocks addresses that continue.
 */
export function createDiscordClient(token: string, options: JsonApiOptions, now: Instant): DiscordClient {
  const base = (options.baseUrl ?? DISCORD_API).replace(/\/+$/, '');
  const headers = { authorization: `Bot ${token.replace(/^Bot\s+/i, '')}` };
  /** Gates by path without query; closed until the rate limit resets. */
  const gates = new Map<string, Gate>();
  let closed: SourceError | undefined;
  return {
    now,
    async get(path, schema, signal) {
      if (closed) throw closed;
      const [route = ''] = path.split('?');
      const gate = gates.get(route) ?? createGate();
      gates.set(route, gate);
      await gate.pass(signal);
      try {
        const answer = await requestJson('Discord', base + path, schema, { ...options, headers }, signal);
        gate.close(msUntilReset(answer.headers));
        return answer.value;
      } catch (error) {
        if (!(error instanceof JsonStatusError)) throw error;
        const explained = explain(error);
        if (error.status === 401 || isGlobal(error)) closed = explained;
        throw explained;
      }
    },
  };
}

/**
 * Milliseconds until the route's limit resets; 0 while requests are left. Also 0 if the reset is far off: the next
 * request then fails with 429.
 */
function msUntilReset(headers: Readonly<Record<string, string>>): number {
  if (readNumberHeader(headers, 'x-ratelimit-remaining') !== 0) return 0;
  const ms = (readNumberHeader(headers, 'x-ratelimit-reset-after') ?? 0) * 1000;
  return ms <= MAX_WAIT_MS ? ms : 0;
}

function isGlobal({ status, headers, body }: JsonStatusError): boolean {
  const { global } = (body ?? {}) as { global?: unknown };
  const isLimit = status === 429;
  // A response without JSON comes from the network in front of Discord, which blocks the address.
  return isLimit && (global === true || headers['x-ratelimit-scope'] === 'global' || body === undefined);
}

const refusal = z.object({ code: z.int() });

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#json */
const HINTS_BY_CODE: Record<number, string> = {
  10003: 'no such Discord channel: it was deleted, or the number is not a channel id',
  50001:
    'the bot cannot see this channel: invite it to the server and grant its role “View Channel” in the channel',
  50013: 'the bot cannot read this channel: grant its role “Read Message History” in the channel',
};

function explain(error: JsonStatusError): SourceError {
  const { status, body, next } = error;
  if (status === 401)
    return new SourceError(
      `Discord rejected DISCORD_BOT_TOKEN: copy a new one from the “Bot” page of your app, ${APPLICATIONS_URL}`,
      { affectsAll: true },
    );
  if (status === 429) {
    const seconds =
      typeof next.retryAfter === 'number' ? `: retry in ${Math.ceil(next.retryAfter / 1000)} s` : '';
    // A channel's limit does not affect other channels.
    return new SourceError(`Discord's rate limit is reached${seconds}`, {
      retryAfter: next.retryAfter,
      affectsAll: isGlobal(error),
    });
  }
  const hint = HINTS_BY_CODE[refusal.safeParse(body).data?.code ?? 0];
  return hint ? new SourceError(hint, { affectsAll: true }) : error;
}
