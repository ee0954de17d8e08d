// Errors of a model server, by how they can be handled.
import { oneLine, truncate } from '../../base/text.js';
import type { FaultFigures } from './server-figures.js';

export type FaultKind =
  /** The server does not accept this `response_format`, or this schema in it. */
  | 'format'
  /** The server generated invalid JSON; try again. */
  | 'invalidJson'
  /** The server does not know this parameter for the token limit. */
  | 'tokenLimit'
  /** The server's limit for an answer is below the requested one. */
  | 'answerLimit'
  /** The server does not know reasoning efforts, or not this one. */
  | 'reasoningEffort'
  /** The server answers only with `stream: true`. */
  | 'streamOnly'
  /** The server does not accept a system message. */
  | 'systemRole'
  /** Prompt and answer do not fit into the model's context. */
  | 'tooLong'
  /** The request violates the provider's content policy. */
  | 'refused'
  /** Key, credit, address or model is wrong: every later call would fail, too. */
  | 'denied'
  /** Too many requests or tokens for now (429). */
  | 'limited'
  /** 408, 409, 5xx; try again. */
  | 'busy'
  /** There is no connection, or it was lost. */
  | 'disconnected'
  /** There was no answer in time. */
  | 'silent'
  /** The answer does not come from a model server. */
  | 'garbled'
  /** Any other refusal of the request. */
  | 'rejected';

export class ServerFault extends Error {
  override name = 'ServerFault';
  constructor(
    readonly kind: FaultKind,
    /** One line without secrets. */
    message: string,
    readonly figures: FaultFigures = {},
    /** HTTP status, if there was a response. */
    readonly status?: number,
  ) {
    super(message);
  }
}

export type AnswerFormat = 'json_schema' | 'json_object' | 'text';
export type TokenLimitName = 'max_completion_tokens' | 'max_tokens';

/** The parts of a request that a server may refuse. */
export interface SentRequest {
  format: AnswerFormat;
  tokenLimit: TokenLimitName;
  /** Tokens that an answer may take. */
  maxTokens?: number;
  /** How much the model should think before it answers; absent: no limit. */
  reasoningEffort?: string | undefined;
  /** Whether the answer is requested as a stream of events. */
  stream?: boolean;
}

/** A server's message on one line of at most 300 characters, without the key or anything that looks like one. */
export function scrubMessage(text: string, secret: string): string {
  const bare = secret.length >= 8 ? text.replaceAll(secret, '…') : text;
  const safe = bare
    .replace(/\b(?:sk|pk|xai|nvapi)-[\w*-]{6,}|\b(?:gsk|hf|r8)_[\w*-]{6,}|\bAIza[\w*-]{10,}/gi, '…')
    .replace(/\b(Bearer|Basic)\s+\S+/gi, '$1 …')
    .replace(/\/\/[^/@\s]+@/g, '//…@');
  return truncate(oneLine(safe), 300);
}
