// X's API by twitter-api-v2: one GET with a deadline, patience, and plain words for failures.
import http from 'node:http';
import { ApiRequestError, ApiResponseError, TwitterApi } from 'twitter-api-v2';
import { type ZodType, z } from 'zod';
import { oneLine, truncate } from '../../base/text.js';
import { numberIn, retryAfterMs, retrying, SourceError, withDeadline } from '../http/failure.js';

export interface XClientOptions {
  bearerToken: string;
  baseUrl?: string;
  /** For one request. */
  timeoutMs: number;
  userAgent?: string;
  /** Pause before a second try after a 5xx, doubled before the third; default 1000. */
  retryDelayMs?: number;
}

export interface XClient {
  /** The JSON of `/2/<path>` as `schema` reads it. Throws a SourceError. */
  get<T>(path: string, query: Query, schema: ZodType<T>, signal: AbortSignal): Promise<T>;
}

type Query = Record<string, string | number | undefined>;

/**
 * The longest that one request waits after a 429. A longer wait ends the fetch; the source then rests until the reset, at
 * most `MAX_ORDERED_REST_MS` (stages/fetching/resting.ts).
 */
const MAX_WAIT_MS = 15_000;

export function createXClient(options: XClientOptions): XClient {
  const { bearerToken, baseUrl, timeoutMs, userAgent, retryDelayMs = 1000 } = options;

  async function attempt<T>(path: string, query: Query, schema: ZodType<T>, signal: AbortSignal): Promise<T> {
    const client = new TwitterApi(bearerToken, {
      // Compressed answers that break off are never settled by the package.
      compression: 'identity',
      plugins: [{ onBeforeRequest: ({ requestOptions }) => void Object.assign(requestOptions, { signal }) }],
      ...(baseUrl?.startsWith('http:') && { httpAgent: new http.Agent() }),
    });
    try {
      const text = await client.v2.get<string>(path, query, {
        // The package throws errors of an unexpected shape where they cannot be caught.
        forceParseMode: 'text',
        ...(baseUrl && { prefix: `${baseUrl.replace(/\/+$/, '')}/2/` }),
        ...(userAgent && { headers: { 'user-agent': userAgent } }),
      });
      if (!text) throw new SourceError('X answered with nothing');
      return schema.parse(JSON.parse(text));
    } catch (error) {
      throw explain(error);
    }
  }

  return {
    get(path, query, schema, signal) {
      const policy = { retryDelayMs, longestWaitMs: MAX_WAIT_MS, signal };
      const once = () => withDeadline(signal, timeoutMs, (limited) => attempt(path, query, schema, limited));
      return retrying(once, policy);
    },
  };
}

/** Errors of the package hold the request and its token: only a status, a code or X's own words get out. */
function explain(error: unknown): SourceError {
  if (error instanceof SourceError) return error;
  if (error instanceof ApiResponseError) return explainStatus(error);
  if (error instanceof ApiRequestError) {
    // The package's own getter for it, `requestError`, reads a name that is never set.
    const { _options } = error as unknown as { _options?: { error?: NodeJS.ErrnoException } };
    const code = _options?.error?.code;
    return new SourceError(`cannot reach X${code ? ` (${code})` : ''}`);
  }
  return new SourceError('X answered with something that is not whole JSON');
}

function explainStatus({ code, data, headers }: ApiResponseError): SourceError {
  const problem = problemIn(data);
  const words = problem.detail ?? problem.title;
  const because = words ? `: ${truncate(oneLine(words), 160)}` : '';
  const spent = (what: string) => new SourceError(`${what} (${code})${because}`, { hopeless: true });
  if (code === 401) return new SourceError('X refused X_BEARER_TOKEN (401)', { hopeless: true });
  if (code === 402) return spent('the X account has no credits left');
  if (problem.title === 'SpendCapReached') {
    const until = problem.reset_date ? ` until ${problem.reset_date}` : '';
    return spent(`the X account's own spending limit is reached${until}`);
  }
  if (code === 403) return new SourceError(`X does not allow this (403)${because}`);
  if (code === 404) return new SourceError('X knows no such list or account (404)');
  // Its headers describe the 15-minute window, which is not what ran out.
  if (problem.type?.endsWith('/usage-capped')) return spent("the X account's posts of the month are read");
  if (code === 429) return explainLimit(headers);
  if (code >= 500) return new SourceError(`X is not well (${code})`, { again: 'soon' });
  return new SourceError(`X answered with status ${code}${because}`);
}

/** `x-rate-limit-reset` is a moment, which the answer's own `date` places: no clock of ours is involved. */
function explainLimit(headers: http.IncomingHttpHeaders): SourceError {
  const resetMs = (numberIn(headers, 'x-rate-limit-reset') ?? Number.NaN) * 1000;
  const waitMs = resetMs - Date.parse(headers.date ?? '');
  const again = Number.isFinite(waitMs) ? Math.max(0, waitMs) : retryAfterMs(headers);
  const reset = new Date(resetMs);
  const known = Number.isFinite(reset.getTime());
  const until = known ? `: again from ${reset.toISOString().slice(0, 19)}Z on` : '';
  return new SourceError(`X says too many requests (429)${until}`, { again, hopeless: true });
}

const text = z.string().optional().catch(undefined);
/** https://docs.x.com/x-api/fundamentals/response-codes-and-errors; `reset_date` is a day, `2026-05-13`. */
const problemSchema = z.object({ title: text, detail: text, type: text, reset_date: text });

/** X's own description of an error; no field is guaranteed. */
function problemIn(data: unknown): z.output<typeof problemSchema> {
  try {
    return problemSchema.parse(JSON.parse(String(data)));
  } catch {
    return {} as z.output<typeof problemSchema>;
  }
}
