// What a model server's bodies say: an answer with its usage, or an error in one of many shapes.
import { z } from 'zod';
import type { Tokens } from './prices.js';
import { classifyError, type SentRequest, ServerFault, scrub } from './server-error.js';

export interface Reply {
  text: string;
  finish: 'complete' | 'length' | 'refused';
  /** Tokens that were thought, of those in `usage.out`; 0 when the server does not say. */
  thought: number;
  /** Absent when the server does not count. */
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
      content: z.union([z.string(), z.array(z.object({ text: z.string().optional() }))]).nullish(),
      refusal: z.string().nullish(),
    })
    .nullish(),
  finish_reason: z.string().nullish(),
});
const replySchema = z.object({ choices: z.array(choiceSchema), usage: z.unknown().optional() });

/** Throws ServerFault for a body that is an error or no reply at all. */
export function readReply(answer: unknown, sent: SentRequest, secret: string): Reply {
  const body = typeof answer === 'string' ? parseJson(answer) : answer;
  const reply = replySchema.safeParse(body);
  if (!reply.success) {
    // OpenRouter and its like report a failure of the provider behind them with status 200.
    const { detail, status } = readError(body);
    if (detail) throw faultOfError(status ?? 500, body, sent, secret);
    throw new ServerFault('garbled', 'the address answered, but not as a model server does; most end in /v1');
  }
  const choice = reply.data.choices[0];
  const content = choice?.message?.content ?? '';
  const refused = choice?.message?.refusal || choice?.finish_reason === 'content_filter';
  return {
    text: typeof content === 'string' ? content : content.map((part) => part.text ?? '').join(''),
    finish: refused ? 'refused' : choice?.finish_reason === 'length' ? 'length' : 'complete',
    ...readUsage(reply.data.usage),
  };
}

function readUsage(usage: unknown): { usage?: Tokens; thought: number } {
  const counted = usageSchema.safeParse(usage);
  if (!counted.success) return { thought: 0 };
  const { prompt_tokens, completion_tokens, total_tokens, ...details } = counted.data;
  const inCached = Math.min(prompt_tokens, details.prompt_tokens_details?.cached_tokens ?? 0);
  const written = details.prompt_tokens_details?.cache_write_tokens ?? 0;
  // Gemini counts what it thought in the total only, and bills it as output.
  const out = Math.max(completion_tokens, (total_tokens ?? 0) - prompt_tokens);
  const thought = details.completion_tokens_details?.reasoning_tokens ?? 0;
  return {
    usage: { in: prompt_tokens, inCached, inWritten: Math.min(prompt_tokens - inCached, written), out },
    thought: Math.max(thought, out - completion_tokens),
  };
}

/** `wait` is in milliseconds. The server's words decide the kind; what is left of them after scrubbing is shown. */
export function faultOfError(
  status: number,
  error: unknown,
  sent: SentRequest,
  secret: string,
  wait?: number,
) {
  const { detail, code } = readError(error);
  const { kind, message } = classifyError(status, detail.slice(0, 2_000), code, sent);
  return new ServerFault(kind, scrub(message, secret), wait);
}

/** `{ error: { message, code } }`, `{ error: 'text' }`, `{ message }`, `{ detail }`: empty strings where nothing is found. */
export function readError(body: unknown): { detail: string; code: string; status?: number } {
  const field = (value: unknown, name: string): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  // Gemini wraps its errors in a list.
  const outer: unknown = Array.isArray(body) ? body[0] : body;
  const error = field(outer, 'error') ?? outer;
  const words = typeof error === 'string' ? error : (field(error, 'message') ?? field(error, 'detail') ?? '');
  const codes = [field(error, 'code'), field(error, 'type')];
  const status = codes.find((code) => typeof code === 'number' && code >= 400 && code < 600);
  return {
    detail: typeof words === 'string' ? words : JSON.stringify(words),
    code: codes.filter((code) => typeof code === 'string' || typeof code === 'number').join(' '),
    ...(typeof status === 'number' && { status }),
  };
}

/** Undefined for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
