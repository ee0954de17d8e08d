// What went wrong between us and a model server, named by what can be done about it.
import { parseRetryAfter } from '../base/retry.js';
import { oneLine, truncate } from '../base/text.js';

export type FaultKind =
  /** This `response_format`, or this schema in it, is not taken. */
  | 'format'
  /** The name of the token limit is not known. */
  | 'tokenLimit'
  /** A reasoning effort, or this one, is not known. */
  | 'reasoningEffort'
  /** Prompt and answer do not fit the model. */
  | 'tooLong'
  /** Against the provider's content policy. */
  | 'refused'
  /** Key, quota, address or model: no later call can succeed either. */
  | 'denied'
  /** Worth another try: 408, 409, 429, 5xx, no connection. */
  | 'busy'
  /** No answer in time. */
  | 'silent'
  /** An answer, but not that of a model server. */
  | 'garbled'
  /** Any other refusal of the request. */
  | 'rejected';

export class ServerFault extends Error {
  override name = 'ServerFault';
  constructor(
    readonly kind: FaultKind,
    /** One line without secrets. */
    message: string,
    /** What the server asked us to wait, in milliseconds. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

export type AnswerFormat = 'json_schema' | 'json_object' | 'text';
export type TokenLimitName = 'max_completion_tokens' | 'max_tokens';

/** How a request was put, as far as a server may dislike it. */
export interface SentRequest {
  format: AnswerFormat;
  tokenLimit: TokenLimitName;
  /** How much the model shall think before it answers; absent: as much as it likes. */
  reasoningEffort?: string | undefined;
}

const ABOUT_REASONING = /reasoning|\bthink/i;
const ABOUT_FORMAT = /response.?format|json.?schema|json.?object|structured.?output|grammar|\bschema\b/i;
const ABOUT_LENGTH =
  /context.?(?:length|window|size)|too many tokens|(?:prompt|input) is too long|too large: \d/i;
const ABOUT_POLICY = /content.?(?:filter|policy|management policy)/i;
// Not "quota" or "billing" alone: Gemini and OpenAI say so of limits by the minute too.
const ABOUT_MONEY = /insufficient.?(?:quota|balance|funds|credit)/i;

/** Names a server's error: `detail` is its own words, `code` its error code or type. The message holds `detail` as it is. */
export function classifyError(
  status: number,
  detail: string,
  code: string,
  sent: SentRequest,
): { kind: FaultKind; message: string } {
  const words = `${code} ${detail}`;
  const said = (what: string) => `the model server ${what} (${status})${detail && `: ${detail}`}`;
  const fault = (kind: FaultKind, message: string) => ({ kind, message });

  if (status === 401) return fault('denied', 'the model server refused the key (401)');
  if (status === 403) return fault('denied', said('refused the key'));
  if (status === 402 || (status === 429 && ABOUT_MONEY.test(words)))
    return fault('denied', said('wants to be paid'));
  // Some gateways say 404 or 500 when only the format is amiss.
  if (sent.format !== 'text' && status !== 429 && ABOUT_FORMAT.test(words)) {
    return fault('format', said(`does not take ${sent.format}`));
  }
  if (status === 404) return fault('denied', said('knows no such model or address (most end in /v1)'));
  if (status === 408 || status === 409 || status === 429 || status >= 500)
    return fault('busy', said('is busy'));
  if (ABOUT_POLICY.test(words)) return fault('refused', said('refused for its content policy'));
  if (status === 413 || ABOUT_LENGTH.test(words)) return fault('tooLong', said('finds the request too long'));
  if (new RegExp(`\\b${sent.tokenLimit}\\b`).test(words)) {
    return fault('tokenLimit', said(`does not take ${sent.tokenLimit}`));
  }
  if (sent.reasoningEffort && ABOUT_REASONING.test(words)) {
    return fault('reasoningEffort', said(`does not take the reasoning effort "${sent.reasoningEffort}"`));
  }
  return fault('rejected', said('rejected the request'));
}

/** The wait that `Retry-After` (seconds or a date) or `retry-after-ms` asks for, in milliseconds. */
export function readRetryAfter(headers: Headers | undefined, now: number): number | undefined {
  const exact = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  return exact >= 0 ? exact : parseRetryAfter(headers?.get('retry-after'), now);
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
