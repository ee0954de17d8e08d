// What one server understands, learnt from its answers and shared by all calls to it.
import type { AnswerFormat, TokenLimitName } from './fault.js';

export interface Dialect {
  /** Where the next call starts. */
  format(): AnswerFormat;
  tokenLimit(): TokenLimitName;
  /** An answer in this format fitted its schema: calls start here from now on. */
  confirmFormat(format: AnswerFormat): void;
  isConfirmed(): boolean;
  /** This format was refused or ignored. Gives the next weaker one; later calls start there, unless one is confirmed. */
  lowerFormat(from: AnswerFormat): AnswerFormat;
  /** This name was refused. True when another one is worth trying. */
  renameTokenLimit(from: TokenLimitName): boolean;
}

/** Strongest first. LM Studio takes the first but not the second, DeepSeek the second but not the first. */
const FORMATS: AnswerFormat[] = ['json_schema', 'json_object', 'text'];

export function createDialect(host: string): Dialect {
  let start: AnswerFormat = 'json_schema';
  let confirmed = false;
  // OpenAI's reasoning models refuse `max_tokens`; Mistral, Ollama and older gateways know nothing else.
  let limit: TokenLimitName = host === 'api.openai.com' ? 'max_completion_tokens' : 'max_tokens';
  let renamed = false;
  return {
    format: () => start,
    tokenLimit: () => limit,
    isConfirmed: () => confirmed,
    confirmFormat(format) {
      // The first proof stands: one odd answer of a call under way must not lower the others.
      if (!confirmed) start = format;
      confirmed = true;
    },
    lowerFormat(from) {
      const next = FORMATS[FORMATS.indexOf(from) + 1] ?? 'text';
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
  };
}
