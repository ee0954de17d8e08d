// Discord's REST API for one round of fetching: rate limits by its headers, and refusals in words for the operator.
import { z } from 'zod';
import type { Instant } from '../../model.js';
import { numberIn, SourceError } from '../http/failure.js';
import { createGate, type Gate } from '../http/gate.js';
import { type JsonApiOptions, JsonStatusError, MAX_WAIT_MS, requestJson } from '../http/json-api.js';

const API = 'https://discord.com/api/v10';
const APPLICATIONS = 'https://discord.com/developers/applications';

export interface DiscordClient {
  /** The run that it works for. */
  now: Instant;
  /** The JSON at `path`, such as `/channels/1`. Throws a SourceError. */
  get<T>(path: string, schema: z.ZodType<T>, signal: AbortSignal): Promise<T>;
}

/**
 * A client for the run of `now`. After a refused token or a global rate limit it asks nothing more: Discord shuts
 * out addresses that go on.
 */
export function createDiscordClient(token: string, options: JsonApiOptions, now: Instant): DiscordClient {
  const base = (options.baseUrl ?? API).replace(/\/+$/, '');
  const headers = { authorization: `Bot ${token.replace(/^Bot\s+/i, '')}` };
  /** By path without query: closed until its rate limit has room again. */
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

/** 0 while the route has requests left. A reset that is far off is left to a 429. */
function msUntilReset(headers: Readonly<Record<string, string>>): number {
  if (numberIn(headers, 'x-ratelimit-remaining') !== 0) return 0;
  const ms = (numberIn(headers, 'x-ratelimit-reset-after') ?? 0) * 1000;
  return ms <= MAX_WAIT_MS ? ms : 0;
}

function isGlobal({ status, headers, body }: JsonStatusError): boolean {
  const { global } = (body ?? {}) as { global?: unknown };
  const isLimit = status === 429;
  // Without JSON it comes from the network in front of Discord, which shuts out the address.
  return isLimit && (global === true || headers['x-ratelimit-scope'] === 'global' || body === undefined);
}

const refusal = z.object({ code: z.int() });

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#json */
const WAYS_OUT: Record<number, string> = {
  10003: 'Discord knows no such channel: it was deleted, or the number is not a channel’s',
  50001:
    'the bot cannot see this channel: invite it to the server and give its role “View Channel” in the channel',
  50013: 'the bot may not read this channel: give its role “Read Message History” in the channel',
};

function explain(error: JsonStatusError): SourceError {
  const { status, body, next } = error;
  if (status === 401)
    return new SourceError(
      `Discord refused DISCORD_BOT_TOKEN: copy a new one from the page “Bot” of your app, ${APPLICATIONS}`,
      { hopeless: true },
    );
  if (status === 429) {
    const seconds = typeof next.again === 'number' ? ` for ${Math.ceil(next.again / 1000)} s` : '';
    // The limit of one channel says nothing about the others.
    return new SourceError(`Discord asks to wait${seconds} (rate limit)`, {
      again: next.again,
      hopeless: isGlobal(error),
    });
  }
  const way = WAYS_OUT[refusal.safeParse(body).data?.code ?? 0];
  return way ? new SourceError(way, { hopeless: true }) : error;
}
