// One exchange with an OpenAI-compatible server: a request in, a reply or a ServerFault out.
import OpenAI, { APIError } from 'openai';
import type { ChatCompletionCreateParamsNonStreaming, ChatCompletionMessageParam } from 'openai/resources';
import { z } from 'zod';
import { messageOf, UserError } from '../base/errors.js';
import { faultOfError, parseJson, type Reply, readError, readReply } from './reply.js';
import { findWait, readRetryAfter, type SentRequest, ServerFault, scrub } from './server-error.js';

type Effort = NonNullable<ChatCompletionCreateParamsNonStreaming['reasoning_effort']>;

export interface Request extends SentRequest {
  messages: ChatCompletionMessageParam[];
  maxTokens: number;
  /** A copy for `json_schema`; unused by the other formats. */
  responseFormat: ChatCompletionCreateParamsNonStreaming['response_format'];
}

/** A request as far as it is not the server's dialect that decides. */
export type Question = Omit<Request, 'tokenLimit' | 'reasoningEffort'>;

export interface Server {
  readonly host: string;
  /** `timeoutMs` covers connection, headers and body. Throws ServerFault. */
  send(request: Request, timeoutMs: number): Promise<Reply>;
  /** The models that it lists; undefined when it answers without such a list. Throws ServerFault. */
  listModels(timeoutMs: number): Promise<ListedModel[] | undefined>;
}

export interface ListedModel {
  id: string;
  /** OpenAI's: YYYY-MM-DD. */
  shutdownDate?: string;
}

const listSchema = z.object({
  data: z.array(z.object({ id: z.string(), shutdown_date: z.iso.date().optional().catch(undefined) })),
});
/** A list is kept from some keys that may ask models, and some servers have none. */
const WITHOUT_LIST = [403, 404, 405, 501];
/** Bytes: an answer of the most tokens that we ask for, thoughts included, has less than a tenth of it. */
const MOST_OF_AN_ANSWER = 4 * 1024 * 1024;
const MOST_OF_AN_ERROR = 32 * 1024;
/** What a fault is told to be about. */
const NOTHING_SENT: SentRequest = { format: 'text', tokenLimit: 'max_tokens' };

export interface ServerOptions {
  /** Empty for local servers. */
  apiKey: string;
  /** Default `https://api.openai.com/v1`; taken as given, usually with `/v1`. */
  baseUrl?: string;
  model: string;
  clock: () => number;
}

/** Throws UserError for an address or a key that no server could take. */
export function openServer(options: ServerOptions): Server {
  const apiKey = options.apiKey.trim();
  const base = checkAddress(options.baseUrl ?? 'https://api.openai.com/v1');
  if (/[^\x21-\x7e]/.test(apiKey)) {
    throw new UserError('OPENAI_API_KEY holds a character that no key has.', 'Copy the key again.');
  }
  // What the package would otherwise read from the environment is set here; retries and words are ours.
  const client = new OpenAI({
    apiKey: apiKey || 'none',
    baseURL: base.href,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    logLevel: 'off',
    fetch: fetchReadably,
  });

  /** Aborts what takes too long, and names what went wrong. */
  const within = async <T>(
    timeoutMs: number,
    sent: SentRequest,
    ask: (asking: { signal: AbortSignal; timeout: number }) => Promise<T>,
  ): Promise<T> => {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), timeoutMs);
    try {
      return await ask({ signal: controller.signal, timeout: timeoutMs + 1_000 });
    } catch (error) {
      if (error instanceof ServerFault) throw error;
      if (controller.signal.aborted) {
        const seconds = Math.max(1, Math.round(timeoutMs / 1_000));
        throw new ServerFault('silent', `the model server gave no whole answer within ${seconds} s`);
      }
      throw faultOf(error, sent, apiKey, options.clock());
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    host: base.hostname,
    send(request, timeoutMs) {
      const body: ChatCompletionCreateParamsNonStreaming = {
        model: options.model,
        messages: request.messages,
        [request.tokenLimit]: request.maxTokens,
        ...(request.format === 'json_schema' && { response_format: request.responseFormat }),
        // Servers know other efforts than the package.
        ...(request.reasoningEffort && { reasoning_effort: request.reasoningEffort as Effort }),
        ...(request.format === 'json_object' && { response_format: { type: 'json_object' } }),
      };
      return within(timeoutMs, request, async (asking) => {
        const answer: unknown = await client.chat.completions.create(body, asking);
        return readReply(answer, request, apiKey);
      });
    },
    listModels(timeoutMs) {
      return within(timeoutMs, NOTHING_SENT, async (asking) => {
        try {
          const answer: unknown = await client.get('/models', asking);
          const list = listSchema.safeParse(typeof answer === 'string' ? parseJson(answer) : answer);
          return list.data?.data.map(({ id, shutdown_date }) => ({
            id,
            ...(shutdown_date && { shutdownDate: shutdown_date }),
          }));
        } catch (error) {
          if (error instanceof APIError && WITHOUT_LIST.includes(error.status)) return undefined;
          throw error;
        }
      });
    },
  };
}

function checkAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UserError(
      'OPENAI_BASE_URL is no http or https address.',
      'It looks like http://localhost:11434/v1.',
    );
  }
  if (url.username || url.password) {
    throw new UserError(
      'OPENAI_BASE_URL must not hold a user name or a password.',
      'Put the key into OPENAI_API_KEY.',
    );
  }
  return url;
}

function faultOf(error: unknown, sent: SentRequest, secret: string, now: number): ServerFault {
  if (error instanceof APIError && error.status !== undefined) {
    return faultOfError(error.status, error.error, sent, secret, readRetryAfter(error.headers, now));
  }
  if (error instanceof SyntaxError) {
    return new ServerFault('garbled', 'the model server answered with broken JSON');
  }
  let cause = error;
  while (cause instanceof Error && cause.cause instanceof Error) cause = cause.cause;
  // Where a name has two addresses, Node's error has a code and no message.
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const words = cause instanceof Error && !cause.message ? code : messageOf(cause);
  return new ServerFault('busy', scrub(`the model server cannot be reached: ${words}`, secret));
}

/**
 * `fetch`, with every error body brought into the shape `{ error: { message, code } }`: the package drops the
 * words of servers that put them elsewhere (`{ message }`, `{ detail }`, plain text), and the words decide
 * what is tried next.
 */
async function fetchReadably(url: string | URL | globalThis.Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  if (response.ok) return bound(response);
  const text = await readBeginning(response, MOST_OF_AN_ERROR);
  const { detail, code } = readError(parseJson(text));
  const message = detail || text.replace(/<[^>]{0,200}>/g, ' ').slice(0, 2_000);
  const headers = new Headers({ 'content-type': 'application/json' });
  for (const [name, value] of response.headers)
    if (/^(?:retry-after|x-ratelimit)/.test(name)) headers.set(name, value);
  // Google's wait is beside the message, in `details`.
  const wait = findWait(text);
  if (!headers.has('retry-after') && !headers.has('retry-after-ms') && wait !== undefined)
    headers.set('retry-after-ms', String(wait));
  return new Response(JSON.stringify({ error: { message, code } }), { status: response.status, headers });
}

/** The same answer, which breaks off where it grows beyond what any answer needs. */
function bound({ body, status, headers }: Response): Response {
  let bytes = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes <= MOST_OF_AN_ANSWER) controller.enqueue(chunk);
      else controller.error(new ServerFault('garbled', 'the model server answered without end'));
    },
  });
  return new Response(body?.pipeThrough(limit) ?? null, { status, headers });
}

async function readBeginning({ body }: Response, most: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    // Leaving the loop ends the connection.
    if (bytes >= most) break;
  }
  return Buffer.concat(chunks).toString('utf8', 0, most);
}
