// Reddit's API as one connection that all subreddits share: token, pace, patience, and plain words for failures.
import { numberIn, pause, retryAfterMs, retrying, SourceError, withDeadline } from '../http/failure.js';
import { openSnoowrap, RedditStatusError, type SnoowrapClient, type SnoowrapOptions } from './snoowrap.js';

export interface RedditApiOptions extends SnoowrapOptions {
  /** For one request. */
  timeoutMs: number;
  /** Pause before a second try after a 5xx, doubled before the third; default 1000. */
  retryDelayMs?: number;
}

export interface RedditApi {
  /** The parsed JSON of `path`. Throws a SourceError. */
  get(path: string, query: Record<string, string | number>, signal: AbortSignal): Promise<unknown>;
}

/** The longest that a request waits because Reddit asks for it. */
const MAX_WAIT_MS = 30_000;

/**
 * Signs in with the first request and once more when Reddit no longer takes the token. Reddit allows 100 requests
 * a minute, averaged over ten, and counts down in its answers: the pace follows that count.
 */
export function createRedditApi(options: RedditApiOptions): RedditApi {
  const { timeoutMs, retryDelayMs = 1000, ...credentials } = options;
  let client: Promise<SnoowrapClient> | undefined;
  /** Time of the next request, on the process's own clock. */
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
      throw new SourceError(`Reddit refused REDDIT_CLIENT_ID or REDDIT_CLIENT_SECRET (${error.status})`, {
        hopeless: true,
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
        body ? 'Reddit answered with something that is not whole JSON' : 'Reddit answered with nothing',
      );
    },
  };
}

/** Nothing while there is plenty; then what is left of the allowance is spread over what is left of its time. */
function restAfter(headers: Record<string, string | undefined>): number {
  const remaining = numberIn(headers, 'x-ratelimit-remaining') ?? Number.POSITIVE_INFINITY;
  const resetMs = (numberIn(headers, 'x-ratelimit-reset') ?? 0) * 1000;
  if (remaining >= 10) return 0;
  return remaining < 1 ? resetMs : Math.min(resetMs / remaining, MAX_WAIT_MS);
}

function tooMany(waitMs: number | undefined): SourceError {
  const until = waitMs === undefined ? '' : `: it asks to wait for ${Math.ceil(waitMs / 1000)} s`;
  return new SourceError(`Reddit says too many requests (429)${until}`, { again: waitMs, hopeless: true });
}

function explainStatus({ status, headers, body }: RedditStatusError): SourceError {
  return redditFailure(status, headers, body);
}

/** What an answer that is not 2xx means, for the API and for the feeds. `body` is parsed JSON, or text. */
export function redditFailure(
  status: number,
  headers: Record<string, string | undefined>,
  body: unknown,
): SourceError {
  const resetSeconds = numberIn(headers, 'x-ratelimit-reset');
  if (status === 429) return tooMany(retryAfterMs(headers) ?? (resetSeconds && resetSeconds * 1000));
  if (status === 401) return new SourceError('Reddit refused the token (401)', { hopeless: true });
  if (status === 403 && isBlocked(body))
    return new SourceError('Reddit refuses this network address, or whoever has no client (403)', {
      hopeless: true,
    });
  if (status === 403) return new SourceError('private or banned (403)');
  // A subreddit that does not exist is redirected to a search for one.
  if (status === 404 || status === 302) return new SourceError('no such subreddit (404)');
  if (status >= 500) return new SourceError(`Reddit is not well (${status})`, { again: 'soon' });
  return new SourceError(`Reddit answered with status ${status}`);
}

/** "You've been blocked by network security", as a page: what is private or banned says so in other words. */
function isBlocked(body: unknown): boolean {
  return typeof body === 'string' && /blocked (?:by|due to)|network (?:security|policy)/i.test(body);
}
