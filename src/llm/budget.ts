// Limits what one run may spend: each call reserves its estimated cost first and records the actual cost afterwards.
import { ModelError } from '../model.js';

export interface Limits {
  /** Input and output tokens together. */
  maxTokens?: number;
  maxUsd?: number;
}

export interface ModelCost {
  tokens: number;
  usd: number;
}

export interface Budget {
  /**
   * Reserves the maximum cost of a call. If only the reservations of running calls exceed the limit, waits for those
   * calls. Returns a function to call once with the actual cost. Throws ModelError `budget`.
   */
  reserve(most: ModelCost): Promise<(spent: ModelCost) => void>;
}

/**
 * Estimates the tokens of a text, erring on the high side: a quarter of a token for each character of Latin script (up
 * to U+024F), two thirds for any other, rounded up. OpenAI's rule of thumb is four characters of English per token;
 * Chinese, Japanese, Cyrillic and emoji take one token per one or two characters.
 */
export function estimateTokens(text: string): number {
  const foreign = text.match(/[\u0250-\uffff]/g)?.length ?? 0;
  return Math.ceil((text.length - foreign) / 4 + foreign / 1.5);
}

export function createBudget(limits: Limits): Budget {
  const spent: ModelCost = { tokens: 0, usd: 0 };
  const reserved: ModelCost = { tokens: 0, usd: 0 };
  let waiting: (() => void)[] = [];

  const fits = (tokens: number, usd: number) =>
    tokens <= (limits.maxTokens ?? Number.POSITIVE_INFINITY) &&
    usd <= (limits.maxUsd ?? Number.POSITIVE_INFINITY);

  return {
    async reserve(most) {
      while (!fits(spent.tokens + reserved.tokens + most.tokens, spent.usd + reserved.usd + most.usd)) {
        if (!fits(spent.tokens + most.tokens, spent.usd + most.usd)) throw overBudget(limits, spent, most);
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      reserved.tokens += most.tokens;
      reserved.usd += most.usd;
      return (cost) => {
        reserved.tokens -= most.tokens;
        reserved.usd -= most.usd;
        spent.tokens += cost.tokens;
        spent.usd += cost.usd;
        const woken = waiting;
        waiting = [];
        for (const wake of woken) wake();
      };
    },
  };
}

function overBudget(limits: Limits, spent: ModelCost, most: ModelCost): ModelError {
  const { maxTokens, maxUsd } = limits;
  const message =
    maxTokens !== undefined && spent.tokens + most.tokens > maxTokens
      ? `the budget of ${maxTokens} tokens is too small: ${spent.tokens} used, up to ${most.tokens} more needed`
      : `the budget of $${maxUsd} is too small: $${spent.usd.toFixed(4)} used, up to $${most.usd.toFixed(4)} more needed`;
  return new ModelError('budget', message);
}
