// A client of X's API, with twitter-api-v2: GETs with a timeout, retries and error messages.
import http from 'node:http';
import { ApiRequestError, ApiResponseError, TwitterApi } from 'twitter-api-v2';
import { type ZodType, z } from 'zod';
import { oneLine, truncate } from '../../base/text.js';
import { readNumberHeader, retryAfterMs, retrying, SourceError, withDeadline } from '../http/failure.js';

export interface XClientOptions {
  bearerToken: string;
  baseUrl?: string;
  /** Timeout of one request in milliseconds. */
  timeoutMs: number;
  userAgent?: string;
  /** Milliseconds before the second attempt after a 5xx, doubled before the third; default 1000. */
  retryDelayMs?: number;
}

export interface XClient {
  /** GETs `/2/<path>` and parses it with `schema`. Throws a SourceError. */
  get<T>(path: string, query: Query, schema: ZodType<T>, signal: AbortSignal): Promise<T>;
}

type Query = Record<string, string | number | undefined>;

/**
 * Maximum retry wait after a 429. A longer wait ends the fetch; the source then rests until the limit resets, at most
 * `MAX_ORDERED_REST_MS` (stages/fetching/resting.ts).
 */
const MAX_WAIT_MS = 15_000;

export function createXClient(options: XClientOptions): XClient {
  const { bearerToken, baseUrl, timeoutMs, userAgent, retryDelayMs = 1000 } = options;

  async function attempt<T>(path: string, query: Query, schema: ZodType<T>, signal: AbortSignal): Promise<T> {
    const client = new TwitterApi(bearerToken, {
      // The package never settles truncated compressed responses.
      compression: 'identity',
      plugins: [{ onBeforeRequest: ({ requestOptions }) => void Object.assign(requestOptions, { signal }) }],
      ...(baseUrl?.startsWith('http:') && { httpAgent: new http.Agent() }),
    });
    try {
      const text = await client.v2.get<string>(path, query, {
        // The package throws some errors where they cannot be caught.
        forceParseMode: 'text',
        ...(baseUrl && { prefix: `${baseUrl.replace(/\/+$/, '')}/2/` }),
        ...(userAgent && { headers: { 'user-agent': userAgent } }),
      });
      if (!text) throw new SourceError('X sent an empty response');
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

/** The package's errors contain the request with its token, so only a status, a code or X's message is passed on. */
function explain(error: unknown): SourceError {
  if (error instanceof SourceError) return error;
  if (error instanceof ApiResponseError) return explainStatus(error);
  if (error instanceof ApiRequestError) {
    // The package's getter `requestError` reads a property that is never set.
    const { _options } = error as unknown as { _options?: { error?: NodeJS.ErrnoException } };
    const code = _options?.error?.code;
    return new SourceError(`cannot reach X${code ? ` (${code})` : ''}`);
  }
  return new SourceError('X sent incomplete or invalid JSON');
}

function explainStatus({ code, data, headers }: ApiResponseError): SourceError {
  const problem = problemIn(data);
  const words = problem.detail ?? problem.title;
  const because = words ? `: ${truncate(oneLine(words), 160)}` : '';
  const accountExhausted = (what: string) =>
    new SourceError(`${what} (${code})${because}`, { affectsAll: true });
  if (code === 401) return new SourceError('X rejected X_BEARER_TOKEN (401)', { affectsAll: true });
  if (code === 402) return accountExhausted('the X account has no credits left');
  if (problem.title === 'SpendCapReached') {
    const until = problem.reset_date ? ` until ${problem.reset_date}` : '';
    return accountExhausted(`the X account's own spending limit is reached${until}`);
  }
  if (code === 403) return new SourceError(`X does not allow this (403)${because}`);
  if (code === 404) return new SourceError('no such list or account on X (404)');
  // The headers describe the 15-minute window, not the monthly cap that ran out.
  if (problem.type?.endsWith('/usage-capped'))
    return accountExhausted("the X account's monthly post cap is reached");
  if (code === 429) return explainLimit(headers);
  if (code >= 500) return new SourceError(`X has a server error (${code})`, { retryAfter: 'soon' });
  return new SourceError(`X responded with status ${code}${because}`);
}

/** Explains a 429. The wait is `x-rate-limit-reset` minus the response's own `date`, so our clock does not matter. */
function explainLimit(headers: http.IncomingHttpHeaders): SourceError {
  const resetMs = (readNumberHeader(headers, 'x-rate-limit-reset') ?? Number.NaN) * 1000;
  const waitMs = resetMs - Date.parse(headers.date ?? '');
  const retryAfter = Number.isFinite(waitMs) ? Math.max(0, waitMs) : retryAfterMs(headers);
  const reset = new Date(resetMs);
  const known = Number.isFinite(reset.getTime());
  const until = known ? ` until ${reset.toISOString().slice(0, 19)}Z` : '';
  return new SourceError(`X: too many requests (429)${until}`, { retryAfter, affectsAll: true });
}

const textField = z.string().optional().catch(undefined);
/** https://docs.x.com/x-api/fundamentals/response-codes-and-errors; `reset_date` is a day, `2026-05-13`. */
const problemSchema = z.object({
  title: textField,
  detail: textField,
  type: textField,
  reset_date: textField,
});

/** X's own description of an error; no field is guaranteed. */
function problemIn(data: unknown): z.output<typeof problemSchema> {
  try {
    return problemSchema.parse(JSON.parse(String(data)));
  } catch {
    return {} as z.output<typeof problemSchema>;
  }
}
