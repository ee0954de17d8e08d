// Public JSON APIs that need no key: one GET with patience, read by a schema, and plain words for failures.
import type { ZodType } from 'zod';
import { messageOf } from '../../base/errors.js';
import { oneLine, truncate } from '../../base/text.js';
import { retryAfterMs, retrying, SourceError } from './failure.js';
import { fetchBytes } from './fetch-bytes.js';

export interface JsonApiOptions {
  /** Stands in for the real service; it may be private. */
  baseUrl?: string;
  /** For one request. */
  timeoutMs: number;
  maxBytes: number;
  userAgent?: string;
  /** Pause before a second try after a 5xx, doubled before the third; default 1000. */
  retryDelayMs?: number;
}

/** The answer was not 2xx; `words` are the service's own. */
export class JsonStatusError extends SourceError {
  override name = 'JsonStatusError';
  constructor(
    service: string,
    readonly status: number,
    readonly words: string,
    next: SourceError['next'],
  ) {
    super(`${service} answered with status ${status}${words && `: ${words}`}`, next);
  }
}

/** The longest that a request waits because the service asks for it. */
const LONGEST_WAIT_MS = 15_000;

/** The JSON at `url` as `schema` reads it. Throws a SourceError; a JsonStatusError for an answer that is not 2xx. */
export async function getJson<T>(
  service: string,
  url: string,
  schema: ZodType<T>,
  options: JsonApiOptions,
  signal: AbortSignal,
): Promise<T> {
  const { baseUrl, timeoutMs, maxBytes, userAgent, retryDelayMs = 1000 } = options;
  const policy = { retryDelayMs, longestWaitMs: LONGEST_WAIT_MS, signal };
  return retrying(async () => {
    const answer = await fetchBytes(url, {
      allowPrivateNetwork: baseUrl !== undefined,
      timeoutMs,
      maxBytes,
      signal,
      headers: { accept: 'application/json' },
      ...(userAgent && { userAgent }),
    }).catch((error: unknown) => {
      throw new SourceError(signal.aborted ? 'stopped' : messageOf(error), { hopeless: signal.aborted });
    });
    const value = parse(answer.bytes);
    if (answer.status < 200 || answer.status > 299)
      throw new JsonStatusError(service, answer.status, wordsOf(value), nextAfter(answer));
    const read = schema.safeParse(value);
    if (!read.success)
      throw new SourceError(`${service} answered with something that is not what it documents`);
    return read.data;
  }, policy);
}

function nextAfter({ status, headers }: { status: number; headers: Record<string, string> }) {
  if (status === 429) {
    const again = retryAfterMs(headers) ?? untilReset(headers);
    return { ...(again !== undefined && { again }), hopeless: true };
  }
  return status >= 500 ? { again: 'soon' as const } : {};
}

/** `ratelimit-reset` is a moment in seconds, which the answer's own `date` places. */
function untilReset(headers: Record<string, string>): number | undefined {
  const ms = Number(headers['ratelimit-reset'] ?? Number.NaN) * 1000 - Date.parse(headers.date ?? '');
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
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
