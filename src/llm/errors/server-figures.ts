// Reads figures from a model server's message and headers: the wait, the maximum length of an answer or a context.
import { parseRetryAfter } from '../../base/retry.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../base/time.js';

const SECOND_MS = 1_000;

export interface FaultFigures {
  /** Milliseconds to wait before the next request. */
  retryAfterMs?: number;
  /** Maximum tokens of an answer. */
  answerTokens?: number;
  /** Of prompt and answer together. */
  contextTokens?: number;
  promptTokens?: number;
  /** The server takes one request at a time, or few. */
  oneAtATime?: boolean;
}

/** Larger numbers are times since 1970 in seconds; a thousand times larger ones, in milliseconds. */
const MIN_EPOCH_SECONDS = 1_000_000_000;

const UNIT_MS: Record<string, number> = { ms: 1, s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };
const WAIT_PATTERN =
  /(?:(?:re)?try(?:ing)?(?: again)?|retry[ _-]?(?:after|delay|in)|wait|available|resets?|cool-?down|allowed|estimated_time)(?:[ _-]?(seconds|secs|ms|milliseconds|at))?\b["':= ]*(?:(?:again|after|in|for|of|about|at least|please)[ :]*)*["' ]*((?:\d+(?:\.\d+)?\s*(?:ms|milliseconds?|seconds?|secs?|minutes?|mins?|hours?|days?|[smhd])?\s*)+)/i;
/** "after 00:01:30", unlike "at 00:01:30", which names a time of day. */
const WAIT_CLOCK = /(?:in|after|for|delay)["':= ]+(\d{1,2}):(\d\d):(\d\d)(?![\d:])/i;
/** The unit comes before "again", or the words are Chinese. */
const WAIT_BEFORE =
  /\bin ((?:\d+(?:\.\d+)?\s*(?:ms|s|secs?|seconds?|m|mins?|minutes?|h|hours?)\b\s*)+)(?=.{0,40}(?:again|retry))/i;
const WAIT_CHINESE = /(\d+(?:\.\d+)?)\s*(秒|分钟|小时)/;
const CHINESE_UNIT_MS: Record<string, number> = { 秒: SECOND_MS, 分钟: MINUTE_MS, 小时: HOUR_MS };
const WAIT_UNTIL =
  /(?:try|retry|reset|resets|available|wait)\b[^.\n]{0,40}?\b(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?: ?UTC|Z|[+-]\d\d:?\d\d)?)/i;

/**
 * How long a server's message asks to wait, in milliseconds: "retry in 32s", "try again in 1m2.5s", `"retryDelay":
 * "7s"`, "resets at 2026-04-06T10:00:00Z" (compared with `now`, milliseconds since 1970).
 */
export function findWait(text: string, now = Number.NaN): number | undefined {
  const until = Date.parse(readAsUtc(WAIT_UNTIL.exec(text)?.[1] ?? '')) - now;
  if (Number.isFinite(until)) return Math.max(0, until);
  if (WAIT_UNTIL.test(text)) return undefined;
  const [clock, hours, minutes, seconds] = WAIT_CLOCK.exec(text) ?? [];
  if (clock) return Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS + Number(seconds) * SECOND_MS;
  const [, named, found] = WAIT_PATTERN.exec(text) ?? [];
  if (!found) return findWaitBefore(text);
  if (Number(found) >= MIN_EPOCH_SECONDS) return Number.isNaN(now) ? undefined : readReset(found, now);
  return readDuration(found, /^m/i.test(named ?? '') ? 'ms' : 's');
}

function findWaitBefore(text: string): number | undefined {
  const before = WAIT_BEFORE.exec(text)?.[1];
  if (before) return readDuration(before, 's');
  const [, amount, unit = ''] = WAIT_CHINESE.exec(text) ?? [];
  return amount ? Number(amount) * (CHINESE_UNIT_MS[unit] ?? SECOND_MS) : undefined;
}

/** Adds up "1m 2.5s"; a number without a unit has `defaultUnit`. */
function readDuration(text: string, defaultUnit: string): number {
  let ms = 0;
  for (const [, amount, unit = defaultUnit] of text.matchAll(/(\d+(?:\.\d+)?)\s*(ms|milli|[smhd])?/gi)) {
    const key = unit.toLowerCase() === 'milli' ? 'ms' : unit.toLowerCase();
    ms += Number(amount) * (UNIT_MS[key] ?? SECOND_MS);
  }
  return Math.ceil(ms);
}

/** A time without a zone is in UTC. */
function readAsUtc(time: string): string {
  return time.replace(' UTC', 'Z').replace(/^([\d-]+)[T ]([\d:.]+)$/, '$1T$2Z');
}

const COUNT_PATTERN = /(?<![\w.-])\d{1,3}(?:,\d{3})+(?![\w-])|(?<![\w.-])\d+(?![\w-])/g;
const MIN_NAMED_TOKENS = 16;

/** The largest count below the sent one: the limit that a refusal mentions beside it. */
export function findAnswerLimit(text: string, sent = Number.POSITIVE_INFINITY): number | undefined {
  const counts = (text.match(COUNT_PATTERN) ?? []).map(toNumber);
  const below = counts.filter((count) => count >= MIN_NAMED_TOKENS && count < sent);
  return below.length > 0 ? Math.max(...below) : undefined;
}

// "exceeds the context length by 1234" names no length.
const CONTEXT_PATTERN =
  /(?:context (?:length|window|size|limit)|n_ctx"?|max_(?:seq|model)_len|maximum (?:input|prompt|model|sequence) length|configured maximum|(?:model )?token limit|limit(?=[: ]+[\d,]+,? (?:used|requested)))(?:(?!\bby\b)\D){0,40}([\d,]+)/i;
const CONTEXT_BEFORE = /([\d,]+) maximum context/i;
const PROMPT_BEFORE =
  /([\d,]+) (?:tokens )?(?:(?:in|from|of) (?:the |your |text )?(?:messages|prompt|input)|input tokens)/i;
const PROMPT_AFTER =
  /(?:n_prompt_tokens"?|prompt (?:contains|has|length)|prompt \(length|resulted in|input tokens?:?|keep the first)\D{0,15}([\d,]+)/i;
/** Prompt, answer and context: "3000 + 6000 > 8192". */
const SUM_PATTERN = /([\d,]+) ?\+ ?[\d,]+ ?> ?([\d,]+)/;
/** Context and prompt: "`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 3000 `inputs` tokens". */
const SUM_LIMIT = /\+ `?max\w*`? must be (?:<=?|≤|at most) ([\d,]+)\D{0,20}([\d,]+)/i;

const WHOLE_REQUEST = /requested:? (?:about )?~?([\d,]+)/i;

/**
 * The lengths of the context and of the prompt, as far as the message mentions them beside an answer of `maxTokens`.
 */
export function readContext(text: string, maxTokens = 0): FaultFigures {
  const [, ownPrompt, limit] = SUM_PATTERN.exec(text) ?? [];
  if (ownPrompt && limit) return { contextTokens: toNumber(limit), promptTokens: toNumber(ownPrompt) };
  const [, bound, given] = SUM_LIMIT.exec(text) ?? [];
  if (bound && given) return { contextTokens: toNumber(bound), promptTokens: toNumber(given) };
  const context = CONTEXT_PATTERN.exec(text)?.[1] ?? CONTEXT_BEFORE.exec(text)?.[1];
  const prompt = PROMPT_BEFORE.exec(text)?.[1] ?? PROMPT_AFTER.exec(text)?.[1];
  const whole = WHOLE_REQUEST.exec(text)?.[1];
  const figures: FaultFigures = {};
  if (context) figures.contextTokens = toNumber(context);
  if (prompt) figures.promptTokens = toNumber(prompt);
  else if (whole && toNumber(whole) > maxTokens) figures.promptTokens = toNumber(whole) - maxTokens;
  return figures;
}

function toNumber(digits: string): number {
  return Number(digits.replaceAll(',', ''));
}

const RATE_HEADER = /(?:^|-)ratelimit-/;

/** Whether the headers contain a wait. */
export function isAboutWaiting(header: string): boolean {
  return /retry-after/.test(header) || RATE_HEADER.test(header);
}

/**
 * The wait that the headers ask for, in milliseconds: `retry-after-ms`, `Retry-After` (seconds or a date), or the time
 * until a used-up allowance (`x-ratelimit-remaining-requests: 0`) is renewed (`x-ratelimit-reset-requests: 1m6s`,
 * seconds, a date, or a time since 1970).
 */
export function readServerWait(headers: Headers | undefined, now: number): number | undefined {
  for (const name of ['retry-after-ms', 'x-ms-retry-after-ms']) {
    const exact = Number.parseFloat(headers?.get(name) ?? '');
    if (exact >= 0) return exact;
  }
  const named = headers?.get('retry-after');
  // Some servers write `30s` where the standard requires `30`.
  const wait =
    parseRetryAfter(named, now) ?? (named && /^\d/.test(named) ? readReset(named, now) : undefined);
  if (wait !== undefined) return wait;
  const resets = [...(headers ?? [])].flatMap(([name, value]) => {
    if (!RATE_HEADER.test(name) || !name.includes('reset')) return [];
    return headers?.get(name.replace('reset', 'remaining')) === '0' ? (readReset(value, now) ?? []) : [];
  });
  return resets.length > 0 ? Math.max(...resets) : undefined;
}

function readReset(value: string, now: number): number | undefined {
  const number = Number(value);
  if (number >= MIN_EPOCH_SECONDS * SECOND_MS) return Math.max(0, number - now);
  if (number >= MIN_EPOCH_SECONDS) return Math.max(0, number * SECOND_MS - now);
  const until = /^\d{4}-/.test(value) ? Date.parse(value) - now : Number.NaN;
  return Number.isFinite(until) ? Math.max(0, until) : findWait(`retry in ${value}`);
}
