// One request to the server, within budget, deadline and patience, and on the bill once it is answered.
import { createCircuitBreaker } from '../base/retry.js';
import { ModelError } from '../model.js';
import { type Budget, estimateTokens } from './budget.js';
import type { Dialect } from './dialect.js';
import { costOf, type Price, type Tokens } from './prices.js';
import type { Reply } from './reply.js';
import { retryWhileBusy } from './retry.js';
import type { Question, Request, Server } from './server.js';
import { type FaultKind, ServerFault } from './server-error.js';
import type { UsageLedger } from './usage.js';

export interface ExchangeOptions {
  server: Server;
  dialect: Dialect;
  budget: Budget;
  ledger: UsageLedger;
  price: Price | undefined;
  callTimeoutMs: number;
  /** Milliseconds until the deadline; infinite without one. */
  timeLeft: () => number;
  sleep: (ms: number) => Promise<void>;
  log: (level: 'info' | 'warn', message: string, stage: string) => void;
}

/** Throws ServerFault, and ModelError `budget`, `timeout` or, once the server was given up, `unreachable`. */
export type Exchange = (request: Question, stage: string) => Promise<{ reply: Reply; tokens: Tokens }>;

/** Failures of the server in a row after which it is not asked again: an issue must not wait for a dead server. */
const FAILURES_UNTIL_GIVEN_UP = 3;

/** Failures of the server itself, as opposed to an answer that we did not like. */
const DOWN: FaultKind[] = ['denied', 'busy', 'silent', 'garbled'];

export function isDown(fault: ServerFault): boolean {
  return DOWN.includes(fault.kind);
}

export function createExchange(options: ExchangeOptions): Exchange {
  const { server, dialect, budget, ledger, price, callTimeoutMs, timeLeft, sleep, log } = options;
  const breaker = createCircuitBreaker(FAILURES_UNTIL_GIVEN_UP);
  const sumOf = (tokens: Tokens) => ({ tokens: tokens.in + tokens.out, usd: costOf(tokens, price) });

  async function ask(request: Request, stage: string) {
    const asked = estimateRequest(request);
    const most = { in: asked, inCached: 0, inWritten: asked, out: request.maxTokens };
    const settle = await budget.reserve(sumOf(most));
    try {
      // The reservation may have waited for others, so these are asked after it.
      const lost = breaker.openedBy();
      if (lost !== undefined) throw new ModelError('unreachable', `${lost}; it was not asked again`);
      if (timeLeft() <= 0) throw new ModelError('timeout', 'the time for the model is up');
      const reply = await server.send(request, Math.min(callTimeoutMs, timeLeft()));
      const tokens = reply.usage ?? { ...most, out: estimateTokens(reply.text) };
      settle(sumOf(tokens));
      ledger.countCall(stage, tokens);
      return { reply, tokens };
    } catch (error) {
      // What was refused is not billed; what never ended may be, in full.
      const silent = error instanceof ServerFault && error.kind === 'silent';
      settle(silent ? sumOf(most) : { tokens: 0, usd: 0 });
      throw error;
    }
  }

  return async (request, stage) => {
    const onRetry = (fault: ServerFault, waitMs: number) =>
      log('info', `${fault.message}; trying again in ${waitMs} ms`, stage);
    for (;;) {
      const tokenLimit = dialect.tokenLimit();
      const reasoningEffort = dialect.reasoningEffort();
      try {
        const attempt = () => ask({ ...request, tokenLimit, reasoningEffort }, stage);
        const answered = await retryWhileBusy(attempt, { timeLeft, sleep, onRetry });
        breaker.succeed();
        return answered;
      } catch (error) {
        if (!(error instanceof ServerFault)) throw error;
        if (!isDown(error)) breaker.succeed();
        else if (breaker.fail(error.message, error.kind === 'denied'))
          log('warn', `${error.message}; giving it up`, stage);
        if (error.kind === 'reasoningEffort') {
          dialect.dropReasoningEffort();
          log('info', `${error.message}; trying without`, stage);
        } else if (error.kind === 'tokenLimit' && dialect.renameTokenLimit(tokenLimit)) {
          log('info', `${error.message}; trying ${dialect.tokenLimit()}`, stage);
        } else throw error;
      }
    }
  };
}

/** The schema counts in every format: where the prompt does not hold it, the server adds it. */
function estimateRequest({ messages, format, responseFormat }: Request): number {
  const schema = format === 'json_schema' ? JSON.stringify(responseFormat) : '';
  const texts = messages.map(({ content }) => (typeof content === 'string' ? content : ''));
  return estimateTokens(texts.join('') + schema) + 4 * messages.length;
}
