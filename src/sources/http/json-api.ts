// GETs JSON with retries, validates it with a schema, and explains failures.
import type { ZodType } from 'zod';
import { messageOf } from '../../base/errors.js';
import { oneLine, truncate } from '../../base/text.js';
import { readNumberHeader, retryAfterMs, retrying, SourceError } from './failure.js';
import { type FetchedBytes, fetchBytes } from './fetch-bytes.js';

export interface JsonApiOptions {
  /** Replaces the service's base URL; may be on a private network. */
  baseUrl?: string;
  /** Timeout of one request in milliseconds. */
  timeoutMs: number;
  maxBytes: number;
  userAgent?: string;
  /** Lower-case names; `authorization` does not follow a redirect to another origin. */
  headers?: Record<string, string>;
  /** Milliseconds before the second attempt after a 5xx, doubled before the third; default 1000. */
  retryDelayMs?: number;
}

/** A response that is not 2xx; `words` are the service's message. */
export class JsonStatusError extends SourceError {
  override name = 'JsonStatusError';
  constructor(
    service: string,
    readonly status: number,
    readonly words: string,
    next: SourceError['next'],
    /** The response's JSON; undefined if it is not JSON. */
    readonly body?: unknown,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`${service} responded with status ${status}${words && `: ${words}`}`, next);
  }
}

/** Maximum wait that a service may ask for. */
export const MAX_WAIT_MS = 15_000;

/** A response with status 2xx; header names are lower case. */
export interface JsonAnswer<T> {
  value: T;
  headers: Readonly<Record<string, string>>;
}

/** GETs the JSON at `url` and parses it with `schema`. Throws a SourceError; a JsonStatusError for a status that is not 2xx. */
export async function getJson<T>(
  service: string,
  url: string,
  schema: ZodType<T>,
  options: JsonApiOptions,
  signal: AbortSignal,
): Promise<T> {
  return (await requestJson(service, url, schema, options, signal)).value;
}

/** Like `getJson`, with the response's headers. */
export async function requestJson<T>(
  service: string,
  url: string,
  schema: ZodType<T>,
  options: JsonApiOptions,
  signal: AbortSignal,
): Promise<JsonAnswer<T>> {
  const answer = await requestBytes(service, url, options, signal);
  const read = schema.safeParse(parse(answer.bytes));
  if (!read.success) throw new SourceError(`${service} sent an unexpected response`);
  return { value: read.data, headers: answer.headers };
}

/** Like `requestJson`, for a response in any format. */
export async function requestBytes(
  service: string,
  url: string,
  options: JsonApiOptions,
  signal: AbortSignal,
): Promise<FetchedBytes> {
  const { baseUrl, timeoutMs, maxBytes, userAgent, headers, retryDelayMs = 1000 } = options;
  const policy = { retryDelayMs, longestWaitMs: MAX_WAIT_MS, signal };
  return retrying(async () => {
    const answer = await fetchBytes(url, {
      allowPrivateNetwork: baseUrl !== undefined,
      timeoutMs,
      maxBytes,
      signal,
      headers: { accept: 'application/json', ...headers },
      ...(userAgent && { userAgent }),
    }).catch((error: unknown) => {
      throw new SourceError(signal.aborted ? 'stopped' : messageOf(error), { affectsAll: signal.aborted });
    });
    if (answer.status >= 200 && answer.status <= 299) return answer;
    const value = parse(answer.bytes);
    throw new JsonStatusError(
      service,
      answer.status,
      wordsOf(value),
      nextAfter(answer),
      value,
      answer.headers,
    );
  }, policy);
}

/**
 * The items of a list that match the schema; others are left out, since services add new forms. Throws a SourceError if
 * none matches: then the service changed, and without an error the source would look like a quiet one.
 */
export function readItems<T>(service: string, items: readonly unknown[], schema: ZodType<T>): T[] {
  const found = items.flatMap((each) => {
    const read = schema.safeParse(each);
    return read.success ? [read.data] : [];
  });
  if (found.length === 0 && items.length > 0) throw new SourceError(`${service} sent an unexpected response`);
  return found;
}

function nextAfter({ status, headers }: { status: number; headers: Record<string, string> }) {
  const retryAfter = retryAfterMs(headers) ?? untilReset(headers);
  if (status === 429 || (status === 403 && isSpent(headers))) return { retryAfter, affectsAll: true };
  return status >= 500 ? { retryAfter: 'soon' as const } : {};
}

/** Whether the rate limit is exhausted; GitHub then responds with 403. */
function isSpent(headers: Record<string, string>): boolean {
  return headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0';
}

/**
 * Milliseconds until the rate limit resets, relative to the response's `date`. Services send a time in seconds
 * (Bluesky, GitHub), an ISO 8601 time (Mastodon), or the seconds to wait (Discord).
 */
function untilReset(headers: Record<string, string>): number | undefined {
  const after = readNumberHeader(headers, 'x-ratelimit-reset-after');
  if (after !== undefined) return after * 1000;
  const reset = headers['ratelimit-reset'] ?? headers['x-ratelimit-reset'] ?? '';
  const moment = Number.isNaN(Number(reset)) ? Date.parse(reset) : Number(reset) * 1000;
  const ms = moment - Date.parse(headers.date ?? '');
  return reset && Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

function wordsOf(value: unknown): string {
  const { message, error } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  const words = [message, error].find((each) => typeof each === 'string' && each);
  return typeof words === 'string' ? truncate(oneLine(words), 160) : '';
}
