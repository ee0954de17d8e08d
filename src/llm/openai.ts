// Implements LanguageModel with any OpenAI-compatible server: cache, budget, deadline, retries, cost.

import { setTimeout as sleepFor } from 'node:timers/promises';
import { createSemaphore } from '../base/semaphore.js';
import { MINUTE_MS } from '../base/time.js';
import { type AnswerCache, type Completion, type LanguageModel, ModelError } from '../model.js';
import { type Budget, createBudget, type Limits } from './budget.js';
import { cacheKey, openCache } from './cache.js';
import { createExchange, isDown } from './call.js';
import { converse, formatOf } from './conversation.js';
import { createDialect } from './dialect.js';
import { ServerFault } from './errors/server-error.js';
import { findPrice, type Price } from './prices.js';
import { parseAnswer } from './replies/structured.js';
import { openServer } from './server.js';
import { createLedger } from './usage.js';

export interface ModelEvent {
  level: 'info' | 'warn';
  /** One line without secrets and without text from posts. */
  message: string;
  stage?: string;
}

export interface OpenAiOptions {
  /** Empty for local servers. */
  apiKey: string;
  /** Default `https://api.openai.com/v1`. Used unchanged; usually ends with `/v1`. */
  baseUrl?: string;
  model: string;
  /** In the server's terms. Default: `low` at OpenAI, elsewhere the model's own default. */
  reasoningEffort?: string | undefined;
  /** Milliseconds since 1970. */
  clock: () => number;
  /** Milliseconds for one call including its body. Default 60,000. */
  callTimeoutMs?: number;
  /** In terms of `clock`. After it, no request is sent and no answer is awaited. */
  deadline?: number;
  /** Parallel calls. Default 4. */
  concurrency?: number;
  /** Own limits, or a budget shared with another model. */
  budget: Limits | Budget;
  /** USD per million tokens by model or family; takes precedence over the built-in table. */
  prices?: Record<string, Price>;
  cache?: AnswerCache;
  log?: (event: ModelEvent) => void;
  /** Milliseconds, for tests. */
  sleep?: (ms: number) => Promise<void>;
}

/**
 * Create one instance per run, because its budget, deadline, circuit breaker and cost are never reset. Throws UserError
 * for an invalid address or key. `complete` throws only ModelError for external failures.
 */
export function createOpenAiModel(options: OpenAiOptions): LanguageModel {
  const { apiKey, model, reasoningEffort, clock, deadline = Number.POSITIVE_INFINITY } = options;
  const log = (level: ModelEvent['level'], message: string, stage?: string) =>
    options.log?.({ level, message, ...(stage !== undefined && { stage }) });

  const server = openServer({
    apiKey,
    model,
    clock,
    ...(options.baseUrl !== undefined && { baseUrl: options.baseUrl }),
  });
  const price = findPrice(model, options.prices);
  const ledger = createLedger(model, price);
  const dialect = createDialect(server.host, reasoningEffort);
  const sleep = options.sleep ?? sleepFor;
  const exchange = createExchange({
    server,
    dialect,
    ledger,
    price,
    log,
    budget: 'reserve' in options.budget ? options.budget : createBudget(options.budget),
    callTimeoutMs: options.callTimeoutMs ?? MINUTE_MS,
    timeLeft: () => deadline - clock(),
    sleep,
  });
  const cache = openCache(options.cache, (message) => log('warn', message));
  const calls = createSemaphore(options.concurrency ?? 4);
  let warnedOfPrice = false;

  async function ask<T>(completion: Completion<T>, format: ReturnType<typeof formatOf>, key: string) {
    const { stage } = completion;
    let tokensIn = 0;
    let tokensOut = 0;
    const answer = await converse(completion, format, {
      dialect,
      sleep: async (ms) => {
        await sleep(Math.max(0, Math.min(ms, deadline - clock())));
      },
      exchange: async (request) => {
        const { reply, tokens } = await exchange(request, stage);
        tokensIn += tokens.in;
        tokensOut += tokens.out;
        return reply;
      },
      onFallback: (message) => log('info', message, stage),
    });
    await cache.keep(key, { model, stage, answer: answer.json, tokensIn, tokensOut });
    return answer.value;
  }

  function warnOfPrice() {
    if (price || warnedOfPrice) return;
    warnedOfPrice = true;
    const hasLimit = 'reserve' in options.budget || options.budget.maxUsd !== undefined;
    const limit = hasLimit ? ', so the dollar budget has no effect' : '';
    log('warn', `the price of ${model} is unknown: its cost counts as $0${limit}`);
  }

  return {
    name: model,
    usage: ledger.usage,
    async complete<T>(completion: Completion<T>): Promise<T> {
      const format = formatOf(completion);
      const key = cacheKey({ name: model, reasoningEffort }, completion, format.json_schema.schema);
      const kept = await cache.find(key);
      // A cached answer that no longer matches is requested again.
      const known = kept === undefined ? undefined : parseAnswer(kept, completion.schema);
      if (known?.ok) {
        ledger.countCached(completion.stage);
        return known.value;
      }
      warnOfPrice();
      try {
        return await calls.run(() => ask(completion, format, key));
      } catch (error) {
        throw error instanceof ServerFault ? modelErrorOf(error) : error;
      }
    },
  };
}

function modelErrorOf(fault: ServerFault): ModelError {
  if (fault.kind === 'silent') return new ModelError('timeout', fault.message);
  if (fault.kind === 'tooLong') return new ModelError('tooLong', fault.message);
  if (fault.kind === 'refused') return new ModelError('refused', fault.message);
  return new ModelError(isDown(fault) ? 'unreachable' : 'unusable', fault.message);
}
