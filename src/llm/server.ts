// One exchange with an OpenAI-compatible server: a request in, a reply or a ServerFault out.
import OpenAI, { APIError } from 'openai';
import type { ChatCompletionCreateParamsNonStreaming, ChatCompletionMessageParam } from 'openai/resources';
import { z } from 'zod';
import { messageOf, UserError } from '../base/errors.js';
import { type SentRequest, ServerFault, scrubMessage } from './errors/server-error.js';
import { readServerWait } from './errors/server-figures.js';
import { createReadableFetch } from './readable-fetch.js';
import { faultOfError, parseJson, type Reply, readReply } from './replies/reply.js';

type Effort = NonNullable<ChatCompletionCreateParamsNonStreaming['reasoning_effort']>;

export interface Request extends SentRequest {
  messages: ChatCompletionMessageParam[];
  maxTokens: number;
  /** A copy for `json_schema`; other formats do not use it. */
  responseFormat: ChatCompletionCreateParamsNonStreaming['response_format'];
}

/** The parts of a request that do not depend on the server's dialect. */
export type Question = Omit<Request, 'tokenLimit' | 'reasoningEffort' | 'stream'>;

export interface ModelServer {
  readonly host: string;
  /** `timeoutMs` covers connection, headers and body. Throws ServerFault. */
  send(request: Request, timeoutMs: number): Promise<Reply>;
  /** The models that it lists; undefined if it answers without such a list. Throws ServerFault. */
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
/** Some servers have no list, or hide it from keys that may use models. */
const WITHOUT_LIST = [403, 404, 405, 501];
/** The request in a fault if no prompt was sent. */
const NOTHING_SENT: SentRequest = { format: 'text', tokenLimit: 'max_tokens' };

export interface ServerOptions {
  /** Empty for local servers. */
  apiKey: string;
  /** Default `https://api.openai.com/v1`. Used unchanged; usually ends with `/v1`. */
  baseUrl?: string;
  model: string;
  clock: () => number;
}

/** Throws UserError for an address or a key that no server would accept. */
export function openServer(options: ServerOptions): ModelServer {
  const apiKey = options.apiKey.trim();
  const base = checkAddress(options.baseUrl ?? 'https://api.openai.com/v1');
  if (/[^\x21-\x7e]/.test(apiKey)) {
    throw new UserError('OPENAI_API_KEY contains an invalid character.', 'Copy the key again.');
  }
  // Sets everything that the package would otherwise read from the environment. Retries and messages are handled here.
  const client = new OpenAI({
    apiKey: apiKey || 'none',
    baseURL: base.href,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    logLevel: 'off',
    fetch: createReadableFetch(options.clock),
  });

  /** Aborts a request after its timeout, and classifies the error. */
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
        throw new ServerFault('silent', `the model server did not finish its answer within ${seconds} s`);
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
        // Not `chat.completions.create`, which would return a stream instead of its text.
        const answer: unknown = request.stream
          ? await client.post('/chat/completions', { body: { ...body, stream: true }, ...asking })
          : await client.chat.completions.create(body, asking);
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
      'OPENAI_BASE_URL is not an http or https address.',
      'Example: http://localhost:11434/v1',
    );
  }
  if (url.username || url.password) {
    throw new UserError(
      'OPENAI_BASE_URL must not contain a user name or a password.',
      'Put the key into OPENAI_API_KEY.',
    );
  }
  return url;
}

function faultOf(error: unknown, sent: SentRequest, secret: string, now: number): ServerFault {
  if (error instanceof APIError && error.status !== undefined) {
    const timing = { retryAfterMs: readServerWait(error.headers, now), now };
    return faultOfError(error.status, error.error, sent, secret, timing);
  }
  let cause = error;
  while (cause instanceof Error && cause.cause instanceof Error) cause = cause.cause;
  // If a name has two addresses, Node's error has a code and no message.
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const words = cause instanceof Error && !cause.message ? code : messageOf(cause);
  return new ServerFault('disconnected', scrubMessage(`cannot reach the model server: ${words}`, secret));
}
