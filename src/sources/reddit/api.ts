// A connection to Reddit's API, shared by all subreddits: token, rate limit, retries and error messages.
import {
  pause,
  readNumberHeader,
  retryAfterMs,
  retrying,
  SourceError,
  withDeadline,
} from '../http/failure.js';
import { openSnoowrap, RedditStatusError, type SnoowrapClient, type SnoowrapOptions } from './snoowrap.js';

export interface RedditApiOptions extends SnoowrapOptions {
  /** Timeout of one request in milliseconds. */
  timeoutMs: number;
  /** Milliseconds before the second attempt after a 5xx, doubled before the third; default 1000. */
  retryDelayMs?: number;
}

export interface RedditApi {
  /** The parsed JSON of `path`. Throws a SourceError. */
  get(path: string, query: Record<string, string | number>, signal: AbortSignal): Promise<unknown>;
}

/** Maximum wait that Reddit may ask for. */
const MAX_WAIT_MS = 30_000;

/**
 * Creates a connection. It signs in with the first request, and again when Reddit rejects the token. Reddit allows 100
 * requests a minute, averaged over ten minutes, and sends the remaining count; the pace follows it.
 */
export function createRedditApi(options: RedditApiOptions): RedditApi {
  const { timeoutMs, retryDelayMs = 1000, ...credentials } = options;
  let client: Promise<SnoowrapClient> | undefined;
  /** Time of the next request, on the process's clock. */
  let readyAt = 0;

  async function connect(signal: AbortSignal): Promise<SnoowrapClient> {
    const connecting = openSnoowrap(credentials, signal);
    client = connecting;
    try {
      return await connecting;
    } catch (error) {
      client = undefined;
      if (!(error instanceof RedditStatusError)) throw error;
      const refused = [400, 401, 403].includes(error.status);
      if (!refused) throw explainStatus(error);
      throw new SourceError(`Reddit rejected REDDIT_CLIENT_ID or REDDIT_CLIENT_SECRET (${error.status})`, {
        affectsAll: true,
      });
    }
  }

  async function attempt(path: string, query: Record<string, string | number>, signal: AbortSignal) {
    const known = client;
    try {
      return await (await (known ?? connect(signal))).get(path, query, signal);
    } catch (error) {
      if (!(error instanceof RedditStatusError)) throw error;
      if (error.status !== 401 || !known) throw explainStatus(error);
    }
    try {
      return await (await connect(signal)).get(path, query, signal);
    } catch (error) {
      throw error instanceof RedditStatusError ? explainStatus(error) : error;
    }
  }

  return {
    async get(path, query, signal) {
      const restMs = readyAt - performance.now();
      if (restMs > MAX_WAIT_MS) throw tooMany(restMs);
      if (restMs > 0) await pause(restMs, signal);
      const { headers, body } = await retrying(
        () => withDeadline(signal, timeoutMs, (limited) => attempt(path, query, limited)),
        { retryDelayMs, longestWaitMs: MAX_WAIT_MS, signal },
      );
      readyAt = performance.now() + restAfter(headers);
      if (typeof body === 'object' && body !== null) return body;
      throw new SourceError(
        body ? 'Reddit sent incomplete or invalid JSON' : 'Reddit sent an empty response',
      );
    },
  };
}

/**
 * Milliseconds to wait before the next request: 0 while many requests are left, then the remaining ones are spread over
 * the remaining time.
 */
function restAfter(headers: Record<string, string | undefined>): number {
  const remaining = readNumberHeader(headers, 'x-ratelimit-remaining') ?? Number.POSITIVE_INFINITY;
  const resetMs = (readNumberHeader(headers, 'x-ratelimit-reset') ?? 0) * 1000;
  if (remaining >= 10) return 0;
  return remaining < 1 ? resetMs : Math.min(resetMs / remaining, MAX_WAIT_MS);
}

function tooMany(waitMs: number | undefined): SourceError {
  const until = waitMs === undefined ? '' : `; retry after ${Math.ceil(waitMs / 1000)} s`;
  return new SourceError(`Reddit: too many requests (429)${until}`, { retryAfter: waitMs, affectsAll: true });
}

function explainStatus({ status, headers, body }: RedditStatusError): SourceError {
  return redditFailure(status, headers, body);
}

/** Explains a status that is not 2xx, for the API and for feeds. `body` is parsed JSON, or text. */
export function redditFailure(
  status: number,
  headers: Record<string, string | undefined>,
  body: unknown,
): SourceError {
  const resetSeconds = readNumberHeader(headers, 'x-ratelimit-reset');
  if (status === 429) return tooMany(retryAfterMs(headers) ?? (resetSeconds && resetSeconds * 1000));
  if (status === 401) return new SourceError('Reddit rejected the token (401)', { affectsAll: true });
  if (status === 403 && isBlocked(body))
    return new SourceError('Reddit blocks this network address, or requests without a client (403)', {
      affectsAll: true,
    });
  if (status === 403) return new SourceError('private or banned (403)');
  // Reddit redirects an unknown subreddit to a search.
  if (status === 404 || status === 302) return new SourceError('no such subreddit (404)');
  if (status >= 500) return new SourceError(`Reddit has a server error (${status})`, { retryAfter: 'soon' });
  return new SourceError(`Reddit responded with status ${status}`);
}

/** Whether the page says "You've been blocked by network security"; private and banned subreddits have other messages. */
function isBlocked(body: unknown): boolean {
  return typeof body === 'string' && /blocked (?:by|due to)|network (?:security|policy)/i.test(body);
}
