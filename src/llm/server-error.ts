// What went wrong between us and a model server, named by what can be done about it.
import { parseRetryAfter } from '../base/retry.js';
import { oneLine, truncate } from '../base/text.js';

export type FaultKind =
  /** It does not take this `response_format`, or this schema in it. */
  | 'format'
  /** It generated no valid JSON: worth another try. */
  | 'invalidJson'
  /** It does not know the name of the token limit. */
  | 'tokenLimit'
  /** It writes no answers as long as we allow. */
  | 'answerLimit'
  /** It does not know a reasoning effort, or this one. */
  | 'reasoningEffort'
  /** It takes no system message. */
  | 'systemRole'
  /** Prompt and answer do not fit into the model's context. */
  | 'tooLong'
  /** Against the provider's content policy. */
  | 'refused'
  /** Key, quota, address or model: no later call can succeed either. */
  | 'denied'
  /** Too many requests or tokens for now: 429. */
  | 'limited'
  /** Worth another try: 408, 409, 5xx, no connection. */
  | 'busy'
  /** No answer in time. */
  | 'silent'
  /** An answer, but not that of a model server. */
  | 'garbled'
  /** Any other refusal of the request. */
  | 'rejected';

/** Figures that a server names. */
export interface FaultFigures {
  /** Milliseconds to wait before the next request. */
  retryAfterMs?: number;
  /** The most tokens of an answer. */
  answerTokens?: number;
  /** Of prompt and answer together. */
  contextTokens?: number;
  promptTokens?: number;
}

export class ServerFault extends Error {
  override name = 'ServerFault';
  constructor(
    readonly kind: FaultKind,
    /** One line without secrets. */
    message: string,
    readonly figures: FaultFigures = {},
  ) {
    super(message);
  }
}

export type AnswerFormat = 'json_schema' | 'json_object' | 'text';
export type TokenLimitName = 'max_completion_tokens' | 'max_tokens';

/** The parts of a request that a server may dislike. */
export interface SentRequest {
  format: AnswerFormat;
  tokenLimit: TokenLimitName;
  /** Tokens that an answer may take. */
  maxTokens?: number;
  /** How much the model should think before it answers; absent: as much as it likes. */
  reasoningEffort?: string | undefined;
}

const ABOUT_KEY =
  /api[ _-]?key.{0,40}(?:not valid|invalid|incorrect|expired|missing|not found|required|disabled|revoked)|(?:invalid|incorrect|expired|missing|wrong|unknown|bad|no)[ _-](?:\w+[ _-])?(?:api[ _-]?key|x-api-key|access token|auth(?:entication|orization)?\b|credentials?)|api_key_invalid|unauthenticated|unauthori[sz]ed|authentication[ _](?:failed|error|fails|required)/i;
const ABOUT_SYSTEM =
  /(?:system|developer) (?:role|message|prompt|instruction)s?.{0,40}(?:not|n't|un)[ -]?(?:support|enabl|allow|accept)|(?:not|n't) support.{0,30}\b(?:system|developer)\b|only (?:the )?user and (?:assistant|model) roles/i;
const ABOUT_INVALID_JSON =
  /json_validate_failed|failed[ _](?:to generate|generation)|generated (?:json|output) (?:is|was) invalid/i;
const ABOUT_REASONING = /reasoning|\bthink/i;
const ABOUT_FORMAT = /response.?format|json.?schema|json.?object|structured.?output|grammar|\bschema\b/i;
const ABOUT_CONTEXT =
  /context.?(?:length|window|size)|maximum.{0,20}(?:input|prompt) (?:length|tokens)|too many (?:input )?tokens|(?:prompt|input|request) (?:is|was)? ?too (?:long|large)|exceeds? the (?:available|maximum|model).{0,20}(?:context|input)|n_ctx|input token count|too large: \d/i;
const ABOUT_ANSWER_LENGTH =
  /max_?(?:completion_|new_|output_)?tokens|maxoutputtokens|(?:completion|output) tokens/i;
const ABOUT_MEASURE =
  /too (?:large|high|big)|at most|maximum|exceed|less than|greater than|up to|range|between|cannot be (?:larger|more)|limited to|must be|<=|≤/i;
const ABOUT_UNKNOWN_NAME =
  /unsupported param|unrecognized|unknown|extra (?:inputs|fields)|not permitted|is not supported|instead/i;
const ABOUT_POLICY = /content.?(?:filter|policy|management policy)/i;
// Not "quota" or "billing" alone: Gemini and OpenAI say so of limits by the minute too.
const ABOUT_MONEY = /insufficient.?(?:quota|balance|funds|credit)/i;

export interface Classified {
  kind: FaultKind;
  message: string;
  figures: FaultFigures;
}

/** Names a server's error: `detail` is its own words, `code` its error code or type. The message holds `detail` as it is. */
export function classifyError(status: number, detail: string, code: string, sent: SentRequest): Classified {
  const words = `${code} ${detail}`;
  const said = (what: string) => `the model server ${what} (${status})${detail && `: ${detail}`}`;
  const fault = (kind: FaultKind, message: string, figures: FaultFigures = {}) => ({
    kind,
    message,
    figures,
  });

  if (status === 401) return fault('denied', 'the model server refused the key (401)');
  if (status === 403 || (status !== 429 && ABOUT_KEY.test(words)))
    return fault('denied', said('refused the key'));
  if (status === 402 || (status === 429 && ABOUT_MONEY.test(words)))
    return fault('denied', said('wants to be paid'));
  if (status === 429) return fault('limited', said('limits the rate'), { retryAfterMs: findWait(detail) });
  if (ABOUT_INVALID_JSON.test(words)) return fault('invalidJson', said('generated no valid JSON'));
  if (ABOUT_SYSTEM.test(words)) return fault('systemRole', said('takes no system message'));
  // Some gateways say 404 or 500 when only the format is amiss.
  if (sent.format !== 'text' && ABOUT_FORMAT.test(words)) {
    return fault('format', said(`does not take ${sent.format}`));
  }
  if (status === 404) return fault('denied', said('knows no such model or address (most end in /v1)'));
  if (status === 413 || ABOUT_CONTEXT.test(words)) {
    const figures = readContext(detail);
    if (figures.contextTokens || !ABOUT_ANSWER_LENGTH.test(words))
      return fault('tooLong', said('finds the request too long'), figures);
  }
  if (status === 408 || status === 409 || status >= 500)
    return fault('busy', said('is busy'), { retryAfterMs: findWait(detail) });
  if (ABOUT_POLICY.test(words)) return fault('refused', said('refused for its content policy'));
  if (ABOUT_ANSWER_LENGTH.test(words) && ABOUT_MEASURE.test(words) && !ABOUT_UNKNOWN_NAME.test(words)) {
    const answerTokens = findAnswerLimit(detail, sent.maxTokens);
    return fault('answerLimit', said('writes no answers that long'), { answerTokens });
  }
  if (new RegExp(`\\b${sent.tokenLimit}\\b`).test(words)) {
    return fault('tokenLimit', said(`does not take ${sent.tokenLimit}`));
  }
  if (sent.reasoningEffort && ABOUT_REASONING.test(words)) {
    return fault('reasoningEffort', said(`does not take the reasoning effort "${sent.reasoningEffort}"`));
  }
  return fault('rejected', said('rejected the request'));
}

const UNIT_MS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const WAIT =
  /(?:(?:re)?try(?:ing)?(?: again)?|retry[ _-]?(?:after|delay|in)|wait|available|resets?)\b["':= ]*(?:(?:again|after|in|for|about|at least|please)[ :]*)*["' ]*((?:\d+(?:\.\d+)?\s*(?:ms|milliseconds?|seconds?|secs?|minutes?|mins?|hours?|[smh])?\s*)+)/i;

/** How long a server's words ask to wait, in milliseconds: "retry in 32s", "try again in 1m2.5s", `"retryDelay": "7s"`. */
export function findWait(text: string): number | undefined {
  const found = WAIT.exec(text)?.[1];
  if (!found) return undefined;
  let ms = 0;
  for (const [, amount, unit = 's'] of found.matchAll(/(\d+(?:\.\d+)?)\s*(ms|milli|[smh])?/gi)) {
    const key = unit.toLowerCase() === 'milli' ? 'ms' : unit.toLowerCase();
    ms += Number(amount) * (UNIT_MS[key] ?? 1_000);
  }
  return Math.ceil(ms);
}

const COUNT = /(?<![\w.-])\d{1,3}(?:,\d{3})+(?![\w-])|(?<![\w.-])\d+(?![\w-])/g;

function countsIn(text: string): number[] {
  return (text.match(COUNT) ?? []).map((count) => Number(count.replaceAll(',', '')));
}

/** The largest count below what was sent: the limit that a refusal names beside it. */
function findAnswerLimit(text: string, sent = Number.POSITIVE_INFINITY): number | undefined {
  const below = countsIn(text).filter((count) => count >= MIN_ANSWER_TOKENS && count < sent);
  return below.length > 0 ? Math.max(...below) : undefined;
}
const MIN_ANSWER_TOKENS = 16;

function readContext(text: string): FaultFigures {
  const context =
    /(?:context (?:length|window|size)|n_ctx"?|maximum (?:input|prompt) length)\D{0,40}([\d,]+)/i.exec(
      text,
    )?.[1];
  const prompt =
    /([\d,]+) (?:tokens )?(?:in|from|of) (?:the |your )?(?:messages|prompt|input)|(?:n_prompt_tokens"?|prompt contains|resulted in|input tokens?:?)\D{0,15}([\d,]+)/i.exec(
      text,
    );
  const figures: FaultFigures = {};
  if (context) figures.contextTokens = Number(context.replaceAll(',', ''));
  const promptCount = prompt?.[1] ?? prompt?.[2];
  if (promptCount) figures.promptTokens = Number(promptCount.replaceAll(',', ''));
  return figures;
}

/**
 * The wait that the headers ask for, in milliseconds: `retry-after-ms`, `Retry-After` (seconds or a date), or how long
 * until a spent allowance of requests or tokens (`x-ratelimit-remaining-requests: 0`) is renewed.
 */
export function readRetryAfter(headers: Headers | undefined, now: number): number | undefined {
  const exact = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  if (exact >= 0) return exact;
  const named = parseRetryAfter(headers?.get('retry-after'), now);
  if (named !== undefined) return named;
  const resets = ['requests', 'tokens'].flatMap((what) => {
    if (headers?.get(`x-ratelimit-remaining-${what}`) !== '0') return [];
    return findWait(`retry in ${headers.get(`x-ratelimit-reset-${what}`) ?? ''}`) ?? [];
  });
  return resets.length > 0 ? Math.max(...resets) : undefined;
}

/** A server's words on one line of at most 300 characters, without the key or anything that looks like one. */
export function scrub(text: string, secret: string): string {
  const bare = secret.length >= 8 ? text.replaceAll(secret, '…') : text;
  const safe = bare
    .replace(/\b(?:sk|pk|gsk|xai)-[\w*-]{6,}/gi, '…')
    .replace(/\b(Bearer|Basic)\s+\S+/gi, '$1 …')
    .replace(/\/\/[^/@\s]+@/g, '//…@');
  return truncate(oneLine(safe), 300);
}
