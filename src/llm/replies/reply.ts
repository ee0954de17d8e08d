// Reads the responses of model servers: an answer with its usage, or an error in one of many forms.
import { z } from 'zod';
import { classifyError } from '../errors/classify-error.js';
import { type SentRequest, ServerFault, scrubMessage } from '../errors/server-error.js';
import { findWait } from '../errors/server-figures.js';
import type { Tokens } from '../prices.js';
import { joinEvents } from './event-stream.js';
import { convertShape, textOf } from './other-shapes.js';

export interface Reply {
  text: string;
  /** The model's thinking, when the server returns it. Some servers put the whole answer there. */
  thoughts: string;
  finish: 'complete' | 'length' | 'refused';
  /** The part of `usage.out` used for thinking; 0 if the server does not report it. */
  thought: number;
  /** Absent if the server does not report it. */
  usage?: Tokens;
}

const count = z.number().int().nonnegative();
const usageSchema = z.object({
  // Some servers report 0 where they do not count.
  prompt_tokens: count.positive(),
  completion_tokens: count,
  total_tokens: count.nullish(),
  prompt_tokens_details: z
    .object({ cached_tokens: count.nullish(), cache_write_tokens: count.nullish() })
    .nullish(),
  completion_tokens_details: z.object({ reasoning_tokens: count.nullish() }).nullish(),
});
const choiceSchema = z.object({
  message: z
    .object({
      content: z.unknown().optional(),
      refusal: z.string().nullish().catch(undefined),
      reasoning_content: z.string().nullish().catch(undefined),
      reasoning: z.string().nullish().catch(undefined),
      thinking: z.string().nullish().catch(undefined),
      /** OpenRouter's parts of the thinking. */
      reasoning_details: z.unknown().optional(),
      /** The answer as an object, which gateways built on OpenAI's package return. */
      parsed: z.unknown().optional(),
      tool_calls: z
        .array(z.object({ function: z.object({ arguments: z.unknown() }) }))
        .nullish()
        .catch(undefined),
      function_call: z.object({ arguments: z.unknown() }).nullish().catch(undefined),
    })
    .nullish(),
  /** The field that text completion servers use. */
  text: z.string().nullish().catch(undefined),
  finish_reason: z.string().nullish(),
  error: z.unknown().optional(),
});
/** Finish reasons of answers that were cut off or refused. */
const CUT_OFF =
  /^(?:length|max_?(?:output_?|completion_?)?tokens|token_limit|model_length|incomplete|(?:model_)?context_(?:window|length)_exceeded)$/i;
/** The provider stopped in the middle: an answer may be incomplete without being too long. */
const BROKEN_OFF = /^(?:\w*error|insufficient_system_resource|abort(?:ed)?|cancell?ed|time_?out)$/i;
const FILTER_REASONS = /content_?filter|safety|refusal|prohibited|recitation|blocklist/i;
const replySchema = z.object({
  choices: z.array(choiceSchema),
  usage: z.unknown().optional(),
  error: z.unknown().optional(),
});

/** Throws ServerFault if the body is an error or not a reply. */
export function readReply(answer: unknown, sent: SentRequest, secret: string): Reply {
  const body = convertShape(
    typeof answer === 'string' ? (parseJson(answer.trim()) ?? joinEvents(answer)) : answer,
  );
  const reply = replySchema.safeParse(body);
  if (!reply.success || (reply.data.error && reply.data.choices.length === 0)) {
    // Gateways such as OpenRouter report a failure of their provider with status 200.
    const { detail, status } = readError(body);
    if (detail)
      throw faultOfError(status ?? 500, body, sent, secret, { retryAfterMs: findWait(JSON.stringify(body)) });
    throw new ServerFault('garbled', 'the address does not lead to a model server; most end in /v1');
  }
  const choice = reply.data.choices[0];
  if (choice?.error) throw faultOfError(readError(choice).status ?? 502, choice, sent, secret);
  const message = choice?.message;
  const finish = choice?.finish_reason ?? '';
  const called = message?.tool_calls?.[0]?.function ?? message?.function_call;
  // A model may introduce its tool call; the answer is found anywhere in the text.
  const said = [textOf(message?.content), textOf(called?.arguments)].filter(Boolean).join('\n');
  const text = said || textOf(message?.parsed) || choice?.text || '';
  if (BROKEN_OFF.test(finish) && !/[}\]]\s*(?:```\s*)?$/.test(text))
    throw new ServerFault('busy', 'the provider behind the model server failed');
  // Some servers send a refusal together with an answer.
  const isRefused = (Boolean(message?.refusal) && !text) || FILTER_REASONS.test(finish);
  return {
    text,
    thoughts:
      message?.reasoning_content ||
      message?.reasoning ||
      message?.thinking ||
      textOf(message?.reasoning_details),
    finish: isRefused ? 'refused' : CUT_OFF.test(finish) ? 'length' : 'complete',
    ...readUsage(reply.data.usage),
  };
}

function readUsage(usage: unknown): { usage?: Tokens; thought: number } {
  const counted = usageSchema.safeParse(usage);
  if (!counted.success) return { thought: 0 };
  const { prompt_tokens, completion_tokens, total_tokens, ...details } = counted.data;
  const inCached = Math.min(prompt_tokens, details.prompt_tokens_details?.cached_tokens ?? 0);
  const written = details.prompt_tokens_details?.cache_write_tokens ?? 0;
  // Gemini includes thinking only in the total, and bills it as output.
  const out = Math.max(completion_tokens, (total_tokens ?? 0) - prompt_tokens);
  const thought = details.completion_tokens_details?.reasoning_tokens ?? 0;
  return {
    usage: { in: prompt_tokens, inCached, inWritten: Math.min(prompt_tokens - inCached, written), out },
    thought: Math.max(thought, out - completion_tokens),
  };
}

/**
 * The wait that the headers ask for, and the current time, with which a date in the message is compared; milliseconds.
 */
interface Timing {
  retryAfterMs?: number;
  now?: number;
}

/** The server's own message decides the kind; the scrubbed message is shown. */
export function faultOfError(
  status: number,
  error: unknown,
  sent: SentRequest,
  secret: string,
  { retryAfterMs, now }: Timing = {},
): ServerFault {
  const { detail, code } = readError(error);
  const { kind, message, figures } = classifyError({
    status,
    detail: detail.slice(0, 2_000),
    code,
    sent,
    now,
  });
  const wait = retryAfterMs ?? figures.retryAfterMs;
  return new ServerFault(kind, scrubMessage(message, secret), { ...figures, retryAfterMs: wait }, status);
}

/**
 * `{ error: { message, code } }`, `{ error: 'text' }`, `{ message }`, `{ detail }`, `{ errors: [{ message }] }`, `{
 * base_resp: { status_msg } }` and the like: empty strings for missing parts.
 */
export function readError(body: unknown): { detail: string; code: string; status?: number } {
  const outer = firstOf(body);
  const inner = firstOf(
    ERROR_FIELDS.map((name) => fieldOf(outer, name)).find((value) => value && value !== true) ?? outer,
  );
  // Some gateways wrap the error of their provider.
  const error = fieldOf(inner, 'message') ? inner : (fieldOf(inner, 'error') ?? inner);
  const words =
    typeof error === 'string'
      ? error
      : (MESSAGE_FIELDS.map((name) => fieldOf(error, name) || fieldOf(outer, name)).find(Boolean) ?? '');
  const codes = [error, outer].flatMap((place) => CODE_FIELDS.map((name) => fieldOf(place, name)));
  const shown = codes.slice(0, 2).filter((code) => typeof code === 'string' || typeof code === 'number');
  const detail = typeof words === 'string' ? words : JSON.stringify(words);
  const status =
    codes.flatMap((code) => readStatus(code))[0] ??
    STATUS_OF_TYPE.find(([type]) => type.test(shown.join(' ')))?.[1];
  return { detail, code: shown.join(' '), ...(status !== undefined && { status }) };
}

/** Gemini and Cloudflare wrap their errors in a list. */
function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

const ERROR_FIELDS = ['error', 'errors', 'base_resp', 'fault'];
const MESSAGE_FIELDS = [
  'message',
  'detail',
  'msg',
  'error_msg',
  'status_msg',
  'errorMessage',
  'Message',
  'faultstring',
  'description',
];
const CODE_FIELDS = ['code', 'type', 'status', 'status_code', 'error_code'];

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function readStatus(code: unknown): number[] {
  const status = Number(typeof code === 'string' || typeof code === 'number' ? code : Number.NaN);
  return status >= 400 && status < 600 ? [status] : [];
}

/** The HTTP status that corresponds to an error type in a response with status 200. */
const STATUS_OF_TYPE: [RegExp, number][] = [
  [/rate_?limit|resource_exhausted|too_many_requests/i, 429],
  [/overloaded|unavailable/i, 503],
  [/invalid_request|bad_?request/i, 400],
];

/** Parses JSON; undefined for other text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
