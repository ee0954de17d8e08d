// Remembers which features one server supports, as learned from its answers. Shared by all calls to it.
import type { AnswerFormat, ServerFault, TokenLimitName } from './errors/server-error.js';

export interface Dialect {
  /** The format that the next call starts with. */
  format(): AnswerFormat;
  tokenLimit(): TokenLimitName;
  /** Records that an answer in this format matched its schema: later calls start with it. */
  confirmFormat(format: AnswerFormat): void;
  isConfirmed(): boolean;
  /**
   * Records that this format was refused or ignored. Returns the next weaker one. Later calls start with that, unless a
   * format is confirmed.
   */
  lowerFormat(from: AnswerFormat): AnswerFormat;
  /** Records that this parameter name was refused. Returns whether there is another to try. */
  renameTokenLimit(from: TokenLimitName): boolean;
  reasoningEffort(): string | undefined;
  /** Records that it was refused; later calls omit it. */
  dropReasoningEffort(): void;
  /** Lowers this effort, if there is a lower one that was not refused. Returns whether the effort is lower now. */
  thinkLess(from: string | undefined): boolean;
  /** Tokens reserved for thinking in addition to the answer: the maximum that any answer has used. */
  roomToThink(): number;
  /** Records how many tokens an answer used for thinking. */
  noteThinking(tokens: number): void;
  /** Whether to request answers as streams. */
  streams(): boolean;
  startStreaming(): void;
  /** Whether instructions are a separate message or part of the user's. */
  takesSystem(): boolean;
  dropSystem(): void;
  /** The maximum tokens of an answer to a prompt of this length; at most `wanted`. */
  limitAnswer(wanted: number, promptTokens: number): number;
  /** Records the server's limit for an answer. */
  noteAnswerLimit(tokens: number): void;
  /** Records the context length that prompt and answer share. */
  noteContext(tokens: number): void;
}

/** Strongest first. LM Studio takes the first but not the second, DeepSeek the second but not the first. */
const ANSWER_FORMATS: AnswerFormat[] = ['json_schema', 'json_object', 'text'];

/** Efforts to try in turn if a model thinks until it has no tokens left to answer. */
const THINK_LESS = ['low', 'none'];

/** Minimum tokens of a useful answer. */
export const MIN_ANSWER_TOKENS = 512;

/** `reasoningEffort` is the configured value. */
export function createDialect(host: string, reasoningEffort?: string): Dialect {
  let start: AnswerFormat = 'json_schema';
  let confirmed = false;
  // OpenAI's reasoning models refuse `max_tokens`; Mistral, Ollama and older gateways know no other name.
  const isOpenAi = host === 'api.openai.com';
  let limit: TokenLimitName = isOpenAi ? 'max_completion_tokens' : 'max_tokens';
  let renamed = false;
  // OpenAI's models think longer than these tasks need by default. For other models, any effort may switch on thinking
  // that is off by default.
  let effort = reasoningEffort ?? (isOpenAi ? 'low' : undefined);
  let refused = false;
  let room = 0;
  let system = true;
  let stream = false;
  let answerLimit = Number.POSITIVE_INFINITY;
  let context = Number.POSITIVE_INFINITY;
  return {
    format: () => start,
    tokenLimit: () => limit,
    isConfirmed: () => confirmed,
    confirmFormat(format) {
      // A confirmed format stays: one bad answer of a concurrent call must not weaken the others.
      if (!confirmed) start = format;
      confirmed = true;
    },
    lowerFormat(from) {
      const next = ANSWER_FORMATS[ANSWER_FORMATS.indexOf(from) + 1] ?? 'text';
      if (!confirmed && start === from) start = next;
      return next;
    },
    renameTokenLimit(from) {
      if (from !== limit) return true;
      if (renamed) return false;
      renamed = true;
      limit = limit === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
      return true;
    },
    reasoningEffort: () => effort,
    dropReasoningEffort() {
      effort = undefined;
      refused = true;
    },
    thinkLess(from) {
      // A concurrent call may have lowered it.
      if (!refused && from !== effort) return true;
      const next = THINK_LESS[effort === undefined ? 0 : THINK_LESS.indexOf(effort) + 1];
      if (refused || next === undefined) return false;
      effort = next;
      return true;
    },
    roomToThink: () => room,
    noteThinking(tokens) {
      room = Math.max(room, tokens);
    },
    streams: () => stream,
    startStreaming() {
      stream = true;
    },
    takesSystem: () => system,
    dropSystem() {
      system = false;
    },
    limitAnswer(wanted, promptTokens) {
      const left = context - promptTokens;
      // Our count of the prompt is an estimate; if it leaves no room, the server decides.
      const room = left >= MIN_ANSWER_TOKENS ? left : wanted;
      return Math.min(wanted, answerLimit, room);
    },
    noteAnswerLimit(tokens) {
      answerLimit = Math.min(answerLimit, tokens);
    },
    noteContext(tokens) {
      context = Math.min(context, tokens);
    },
  };
}

/**
 * Whether to try a weaker format. Until this one is confirmed, the format may be the cause of a refusal without a
 * reason or of a server error.
 */
export function mayDislikeFormat(fault: ServerFault, format: AnswerFormat, dialect: Dialect): boolean {
  if (format === 'text') return false;
  if (fault.kind === 'format' || fault.kind === 'invalidJson') return true;
  const isConfirmed = dialect.isConfirmed() && dialect.format() === format;
  return !isConfirmed && (fault.kind === 'rejected' || (fault.kind === 'busy' && fault.status === 500));
}
