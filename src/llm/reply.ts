// Reads the responses of model servers: an answer with its usage, or an error in one of many forms.
import { z } from 'zod';
import { classifyError } from './classify-error.js';
import { joinEvents } from './event-stream.js';
import type { Tokens } from './prices.js';
import { type SentRequest, ServerFault, scrubMessage } from './server-error.js';
import { findWait } from './server-figures.js';

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
  prompt_tokens: count,
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
const CUT_OFF = /^(?:length|max_?(?:output_?)?tokens|token_limit|model_length)$/i;
const FILTER_REASONS = /content_?filter|safety|refusal|prohibited|recitation|blocklist/i;
const replySchema = z.object({ choices: z.array(choiceSchema), usage: z.unknown().optional() });

/** Throws ServerFault if the body is an error or not a reply. */
export function readReply(answer: unknown, sent: SentRequest, secret: string): Reply {
  const body = typeof answer === 'string' ? (parseJson(answer) ?? joinEvents(answer)) : answer;
  const reply = replySchema.safeParse(body);
  if (!reply.success) {
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
  if (finish === 'error' && !textOf(message?.content))
    throw new ServerFault('busy', 'the provider behind the model server failed');
  const called = message?.tool_calls?.[0]?.function ?? message?.function_call;
  const text = textOf(message?.content) || textOf(called?.arguments) || choice?.text || '';
  // Some servers send a refusal together with an answer.
  const isRefused = (Boolean(message?.refusal) && !text) || FILTER_REASONS.test(finish);
  return {
    text,
    thoughts: message?.reasoning_content || message?.reasoning || '',
    finish: isRefused ? 'refused' : CUT_OFF.test(finish) ? 'length' : 'complete',
    ...readUsage(reply.data.usage),
  };
}

/** The content of an answer: a text, a list of parts (some of them thinking), or the object itself. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content))
    return content
      .map((part: unknown) =>
        typeof part === 'string' ? part : (partSchema.safeParse(part).data?.text ?? ''),
      )
      .join('');
  return content ? JSON.stringify(content) : '';
}
const partSchema = z.object({ text: z.string() });

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
 * `{ error: { message, code } }`, `{ error: 'text' }`, `{ message }`, `{ detail }`: empty strings for missing parts.
 */
export function readError(body: unknown): { detail: string; code: string; status?: number } {
  // Gemini wraps its errors in a list.
  const outer: unknown = Array.isArray(body) ? body[0] : body;
  const error = fieldOf(outer, 'error') ?? outer;
  const words =
    typeof error === 'string'
      ? error
      : (fieldOf(error, 'message') ?? fieldOf(error, 'detail') ?? fieldOf(error, 'msg') ?? '');
  const codes = [error, outer].flatMap((place) =>
    ['code', 'type', 'status', 'status_code'].map((name) => fieldOf(place, name)),
  );
  const shown = codes.slice(0, 2).filter((code) => typeof code === 'string' || typeof code === 'number');
  const detail = typeof words === 'string' ? words : JSON.stringify(words);
  const status =
    codes.flatMap((code) => readStatus(code))[0] ??
    STATUS_OF_TYPE.find(([type]) => type.test(shown.join(' ')))?.[1];
  return { detail, code: shown.join(' '), ...(status !== undefined && { status }) };
}

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
