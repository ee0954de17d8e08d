// Wraps snoowrap: app-only sign-in, and GETs that return Reddit's JSON. The only file that uses it.
import { SourceError } from '../http/failure.js';

export interface SnoowrapOptions {
  clientId: string;
  clientSecret: string;
  userAgent: string;
  /** Replaces www.reddit.com (tokens) and oauth.reddit.com. */
  baseUrl?: string;
}

export interface RedditAnswer {
  headers: Record<string, string | undefined>;
  /** Parsed JSON, or a string if it is not JSON. */
  body: unknown;
}

/** A response of Reddit that is not 2xx. */
export class RedditStatusError extends Error {
  override name = 'RedditStatusError';
  constructor(
    readonly status: number,
    readonly headers: RedditAnswer['headers'],
    /** The body: parsed JSON, or text. */
    readonly body?: unknown,
  ) {
    super(`HTTP ${status}`);
  }
}

export interface SnoowrapClient {
  /** GETs a path. Throws a RedditStatusError for a status that is not 2xx, a SourceError without a complete response. */
  get(path: string, query: Record<string, string | number>, signal: AbortSignal): Promise<RedditAnswer>;
}

// The parts of snoowrap used here; its own types need those of `request`, which is not installed.
type RequestOptions = Record<string, unknown>;
interface Pending extends PromiseLike<unknown> {
  abort(): void;
  on(event: 'data', listener: (chunk: Buffer) => void): void;
}
interface Response {
  headers: RedditAnswer['headers'];
}
interface Client {
  tokenExpiration: number;
  config(options: RequestOptions): void;
  oauthRequest(options: RequestOptions): PromiseLike<unknown>;
}
interface ClientClass {
  new (options: RequestOptions): Client & { rawRequest(options: RequestOptions): PromiseLike<unknown> };
  fromApplicationOnlyAuth(options: RequestOptions): PromiseLike<Client>;
}

const MAX_BYTES = 20_000_000;

/**
 * Signs in with the client's credentials. snoowrap cannot renew an app's token: sign in again after a 401. Throws like
 * `get`.
 */
export async function openSnoowrap(options: SnoowrapOptions, signal: AbortSignal): Promise<SnoowrapClient> {
  const { baseUrl, ...credentials } = options;
  // Loaded on demand, because loading takes a quarter of a second.
  const Snoowrap = (await import('snoowrap')).default as unknown as ClientClass;
  class TidingsSnoowrap extends Snoowrap {
    /** Replaces snoowrap's pause of -Infinity ms between requests, which makes Node 24 print a warning. */
    _awaitRequestDelay(): void {}
    override rawRequest({ deadline = signal, ...request }: RequestOptions): PromiseLike<unknown> {
      const pending = super.rawRequest({
        ...request,
        ...(baseUrl && { baseUrl }),
        // snoowrap omits the user agent in token requests, which Reddit then rejects.
        headers: { ...(request.headers as object), 'user-agent': options.userAgent },
        timeout: undefined, // `deadline` applies instead
        // Reddit redirects an unknown subreddit to a search.
        followRedirect: false,
        // Other sources ignore the environment's proxies, too.
        proxy: null,
      });
      return settle(pending as Pending, deadline as AbortSignal);
    }
  }
  const connecting = TidingsSnoowrap.fromApplicationOnlyAuth({
    ...credentials,
    grantType: 'client_credentials',
  });
  const client = await translate(connecting, 'Reddit sent no valid token');
  // By default, snoowrap would print warnings, retry by itself, and send a second request without a token after a 401.
  // With an empty list of codes, snoowrap would read the response of errors that have none.
  client.config({ warnings: false, proxies: false, retryErrorCodes: [-1], maxRetryAttempts: 1 });
  client.tokenExpiration = Number.MAX_SAFE_INTEGER;
  return {
    async get(path, query, deadline) {
      let answer: RedditAnswer = { headers: {}, body: undefined };
      // Takes the response here, so that snoowrap has nothing to turn into lazy objects.
      const transform = (body: unknown, { headers }: Response): Response => {
        answer = { headers, body };
        return { headers };
      };
      const request = client.oauthRequest({ uri: path, method: 'get', qs: query, transform, deadline });
      await translate(request, 'Reddit sent an invalid response');
      return answer;
    },
  };
}

/** Settles when aborted, which `request` does not. */
function settle(pending: Pending, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let size = 0;
    const stop = (reason: unknown) => {
      pending.abort();
      reject(reason);
    };
    const onAbort = () => stop(new SourceError('stopped'));
    pending.on('data', (chunk) => {
      size += chunk.length;
      if (size > MAX_BYTES) stop(new SourceError(`more than ${MAX_BYTES / 1e6} MB`));
    });
    signal.addEventListener('abort', onAbort, { once: true });
    pending.then(
      (value) => {
        signal.removeEventListener('abort', onAbort);
        resolve(value);
      },
      (error) => {
        signal.removeEventListener('abort', onAbort);
        reject(error);
      },
    );
    if (signal.aborted) onAbort();
  });
}

/** Errors of `request` contain the credentials, so only a status or a code is passed on. */
async function translate<T>(work: PromiseLike<T>, otherwise: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof SourceError) throw error;
    const {
      statusCode,
      response,
      error: body,
      cause,
    } = error as {
      statusCode?: number;
      response?: Response;
      error?: unknown;
      cause?: NodeJS.ErrnoException;
    };
    if (statusCode) throw new RedditStatusError(statusCode, response?.headers ?? {}, body);
    throw new SourceError(cause?.code ? `cannot reach Reddit (${cause.code})` : otherwise);
  }
}
