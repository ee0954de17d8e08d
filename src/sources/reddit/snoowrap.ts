// The only file that knows snoowrap: app-only sign-in, and GETs that give back Reddit's own JSON.
import { SourceError } from '../http/failure.js';

export interface SnoowrapOptions {
  clientId: string;
  clientSecret: string;
  userAgent: string;
  /** Stands in for both www.reddit.com (tokens) and oauth.reddit.com. */
  baseUrl?: string;
}

export interface RedditAnswer {
  headers: Record<string, string | undefined>;
  /** Parsed JSON, or a string when it was none. */
  body: unknown;
}

/** Reddit answered, but not with 2xx. */
export class RedditStatusError extends Error {
  override name = 'RedditStatusError';
  constructor(
    readonly status: number,
    readonly headers: RedditAnswer['headers'],
    /** As it came: parsed JSON, or text. */
    readonly body?: unknown,
  ) {
    super(`HTTP ${status}`);
  }
}

export interface SnoowrapClient {
  /** Throws a RedditStatusError for an answer that is not 2xx, a SourceError when there is no whole answer. */
  get(path: string, query: Record<string, string | number>, signal: AbortSignal): Promise<RedditAnswer>;
}

// What snoowrap does at run time; its own types need those of `request`, which is not there.
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
 * Signs in with the client's own credentials. The token is never renewed (snoowrap cannot for an app): sign in
 * again when Reddit answers 401. Throws as `get` does.
 */
export async function openSnoowrap(options: SnoowrapOptions, signal: AbortSignal): Promise<SnoowrapClient> {
  const { baseUrl, ...credentials } = options;
  // It takes a quarter of a second to load, which a run without a Reddit client need not pay.
  const Snoowrap = (await import('snoowrap')).default as unknown as ClientClass;
  class TidingsSnoowrap extends Snoowrap {
    /** Between requests it waits for no time, asked for as -Infinity ms, of which Node 24 warns. */
    _awaitRequestDelay(): void {}
    override rawRequest({ deadline = signal, ...request }: RequestOptions): PromiseLike<unknown> {
      const pending = super.rawRequest({
        ...request,
        ...(baseUrl && { baseUrl }),
        // snoowrap forgets it when it asks for a token, and Reddit turns away who has none.
        headers: { ...(request.headers as object), 'user-agent': options.userAgent },
        timeout: undefined, // `deadline` is the clock
        // Reddit redirects to a search for a subreddit that does not exist.
        followRedirect: false,
        // The environment's proxies do not apply to any other source either.
        proxy: null,
      });
      return settle(pending as Pending, deadline as AbortSignal);
    }
  }
  const connecting = TidingsSnoowrap.fromApplicationOnlyAuth({
    ...credentials,
    grantType: 'client_credentials',
  });
  const client = await translate(connecting, 'Reddit gave no usable token');
  // Left alone, it would print warnings, retry by itself, and ask a second time without a token on a 401. An empty
  // list of codes is a bug of its own: it then reads the response of errors that have none.
  client.config({ warnings: false, proxies: false, retryErrorCodes: [-1], maxRetryAttempts: 1 });
  client.tokenExpiration = Number.MAX_SAFE_INTEGER;
  return {
    async get(path, query, deadline) {
      let answer: RedditAnswer = { headers: {}, body: undefined };
      // The answer is taken here, and snoowrap is left with nothing to make lazy objects of.
      const transform = (body: unknown, { headers }: Response): Response => {
        answer = { headers, body };
        return { headers };
      };
      const request = client.oauthRequest({ uri: path, method: 'get', qs: query, transform, deadline });
      await translate(request, 'the answer of Reddit is not usable');
      return answer;
    },
  };
}

/** `request` never settles once it is aborted; this does. */
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

/** Errors of `request` hold the credentials: nothing of them but a status or a code gets out. */
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
