// Sends one request to the server: checks budget and deadline first, retries, and records the cost.
import type { ChatCompletionMessageParam } from 'openai/resources';
import { type CircuitBreaker, createCircuitBreaker } from '../base/retry.js';
import { createSemaphore } from '../base/semaphore.js';
import { ModelError } from '../model.js';
import { type Budget, estimateTokens } from './budget.js';
import { type Dialect, MIN_ANSWER_TOKENS, mayDislikeFormat } from './dialect.js';
import { type FaultKind, ServerFault } from './errors/server-error.js';
import { costOf, type Price, type Tokens } from './prices.js';
import type { Reply } from './replies/reply.js';
import { retryWhileBusy } from './retry.js';
import type { ModelServer, Question, Request } from './server.js';
import type { UsageLedger } from './usage.js';

export interface ExchangeOptions {
  server: ModelServer;
  dialect: Dialect;
  budget: Budget;
  ledger: UsageLedger;
  price: Price | undefined;
  callTimeoutMs: number;
  /** Milliseconds until the deadline; Infinity without one. */
  timeLeft: () => number;
  sleep: (ms: number) => Promise<void>;
  log: (level: 'info' | 'warn', message: string, stage: string) => void;
}

/** Throws ServerFault, and ModelError `budget`, `timeout` or, once the circuit breaker is open, `unreachable`. */
export type Exchange = (request: Question, stage: string) => Promise<{ reply: Reply; tokens: Tokens }>;

/** After this many failures in a row, no more requests are sent: an issue must not wait for a dead server. */
const FAILURES_UNTIL_GIVEN_UP = 3;

/** Failures of the server itself, as opposed to an answer that does not match the schema. */
const DOWN_FAULTS: FaultKind[] = ['denied', 'limited', 'busy', 'disconnected', 'silent', 'garbled'];

/** In tokens. A prompt that leaves less room for its answer is too long. */
const MIN_USUAL_ANSWER = 1_000;

/** The server uses its own tokenizer and adds some tokens for its chat template. */
const TEMPLATE_TOKENS = 64;

export function isDown(fault: ServerFault): boolean {
  return DOWN_FAULTS.includes(fault.kind);
}

export function createExchange(options: ExchangeOptions): Exchange {
  const { dialect, timeLeft, sleep, log } = options;
  const breaker = createCircuitBreaker(FAILURES_UNTIL_GIVEN_UP);
  const ask = createAsk(options, breaker);
  // If the server asks one call to wait, all calls wait, because it would refuse them too.
  let held: Promise<unknown> = Promise.resolve();
  const hold = (ms: number) => {
    held = Promise.all([held, sleep(ms)]);
    return held;
  };

  // A server that limits parallel requests would refuse all but one again.
  const single = createSemaphore(1);
  let oneAtATime = false;

  return async (question, stage) => {
    const onRetry = (fault: ServerFault, waitMs: number) => {
      oneAtATime ||= fault.figures.oneAtATime === true;
      log('info', `${fault.message}; trying again in ${waitMs} ms`, stage);
    };
    for (;;) {
      const request = fitToDialect(question, dialect);
      const isSuspect = (fault: ServerFault) => mayDislikeFormat(fault, request.format, dialect);
      try {
        const attempt = async () => {
          await held;
          return oneAtATime ? single.run(() => ask(request, stage)) : ask(request, stage);
        };
        const answered = await retryWhileBusy(attempt, { timeLeft, sleep: hold, onRetry, isSuspect });
        breaker.succeed();
        return answered;
      } catch (error) {
        if (!(error instanceof ServerFault)) throw error;
        if (!isDown(error) || isSuspect(error)) breaker.succeed();
        else if (breaker.fail(error.message, error.kind === 'denied'))
          log('warn', `${error.message}; giving up on it`, stage);
        const change = adapt(error, request, dialect);
        // Without a difference the server would refuse the request again, without end.
        if (!change || !isChanged(request, fitToDialect(question, dialect))) throw error;
        log('info', `${error.message}; ${change}`, stage);
      }
    }
  };
}

/** Sends one request within the budget and the remaining time, and records the cost of the answer. */
function createAsk(options: ExchangeOptions, breaker: CircuitBreaker) {
  const { server, budget, ledger, price, callTimeoutMs, timeLeft, log } = options;
  const sumOf = (tokens: Tokens) => ({ tokens: tokens.in + tokens.out, usd: costOf(tokens, price) });
  return async (request: Request, stage: string) => {
    const estimate = estimateRequest(request);
    const most = { in: estimate, inCached: 0, inWritten: estimate, out: request.maxTokens };
    const settle = await budget.reserve(sumOf(most));
    try {
      // Reserving may have waited for other calls, so check again.
      const lost = breaker.openedBy();
      if (lost !== undefined) throw new ModelError('unreachable', `${lost}; no further calls were made`);
      if (timeLeft() <= 0) throw new ModelError('timeout', 'the time limit of the model is reached');
      const reply = await server.send(request, Math.min(callTimeoutMs, timeLeft()));
      const tokens = reply.usage ?? { ...most, out: estimateTokens(reply.text) };
      settle(sumOf(tokens));
      ledger.countCall(stage, tokens);
      const cutAt = findCut(estimate, request.maxTokens, reply);
      if (cutAt !== undefined) {
        ledger.noteCut(cutAt);
        const message = describeCut(cutAt);
        log('warn', message, stage);
        throw new ModelError('tooLong', message);
      }
      return { reply, tokens };
    } catch (error) {
      // Providers do not bill a refused request. They may bill an aborted one in full.
      const silent = error instanceof ServerFault && error.kind === 'silent';
      settle(silent ? sumOf(most) : { tokens: 0, usd: 0 });
      throw error;
    }
  };
}

function fitToDialect(question: Question, dialect: Dialect): Request {
  const { messages, maxTokens } = question;
  return {
    ...question,
    messages: dialect.takesSystem() ? messages : foldSystem(messages),
    maxTokens: dialect.limitAnswer(maxTokens, estimateRequest(question)),
    tokenLimit: dialect.tokenLimit(),
    reasoningEffort: dialect.reasoningEffort(),
    stream: dialect.streams(),
  };
}

function isChanged(before: Request, after: Request): boolean {
  return (
    before.maxTokens > after.maxTokens ||
    before.tokenLimit !== after.tokenLimit ||
    before.reasoningEffort !== after.reasoningEffort ||
    before.stream !== after.stream ||
    before.messages.length !== after.messages.length
  );
}

/** Moves the instructions to the start of the first user message. */
function foldSystem(messages: ChatCompletionMessageParam[]): ChatCompletionMessageParam[] {
  const [system, user, ...rest] = messages;
  if (system?.role !== 'system' || user?.role !== 'user') return messages;
  return [{ role: 'user', content: `${String(system.content)}\n\n${String(user.content)}` }, ...rest];
}

/** Adapts the dialect to a refusal. Returns what the next attempt changes, or undefined if no change would help. */
function adapt(fault: ServerFault, request: Request, dialect: Dialect): string | undefined {
  const { kind, figures } = fault;
  if (kind === 'reasoningEffort') {
    dialect.dropReasoningEffort();
    return 'trying without';
  }
  if (kind === 'streamOnly') {
    dialect.startStreaming();
    return 'asking for a stream';
  }
  if (kind === 'tokenLimit' && dialect.renameTokenLimit(request.tokenLimit))
    return `trying ${dialect.tokenLimit()}`;
  if (kind === 'systemRole' && request.messages[0]?.role === 'system') {
    dialect.dropSystem();
    return 'putting the instructions into the user message';
  }
  if (kind === 'answerLimit') {
    const lower = figures.answerTokens ?? Math.floor(request.maxTokens / 2);
    // A range may end just below the number that the server names.
    const next = lower < request.maxTokens ? lower : request.maxTokens - 1;
    if (next < MIN_ANSWER_TOKENS) return undefined;
    dialect.noteAnswerLimit(next);
    return `allowing ${next} tokens`;
  }
  // Without figures, a shorter answer may make room. Refused requests cost nothing.
  if (kind === 'tooLong' && !figures.contextTokens) {
    const next = Math.floor(request.maxTokens / 2);
    if (next < MIN_USUAL_ANSWER) return undefined;
    dialect.noteContext(next + estimateRequest(request));
    return `allowing ${next} tokens`;
  }
  if (kind === 'tooLong' && figures.contextTokens) {
    const prompt = figures.promptTokens ?? estimateRequest(request);
    const room = figures.contextTokens - prompt - TEMPLATE_TOKENS;
    // If everything should fit by our estimate of the prompt, the estimate is too low.
    const next = room < request.maxTokens ? room : Math.floor(0.75 * request.maxTokens);
    if (next < MIN_ANSWER_TOKENS) return undefined;
    dialect.noteContext(next + estimateRequest(request));
    return `allowing ${next} tokens`;
  }
  return undefined;
}

/** A prompt count below this share of our estimate cannot be explained by a different tokenizer. */
const CUT_SHARE = 0.45;
/** In tokens. Shorter prompts fit into any context. */
const MIN_CUT_PROMPT = 1_500;
const USUAL_CONTEXTS = [2_048, 4_096, 8_192, 16_384, 32_768];

/**
 * Returns the length, in tokens, to which the server silently truncated the prompt. Signs of truncation: the server
 * counts far fewer prompt tokens than we do; it counts fewer, and exactly a common context length; or the answer was
 * cut off long before its limit.
 */
export function findCut(estimate: number, maxTokens: number, { usage, finish }: Reply): number | undefined {
  if (!usage || usage.inCached > 0 || estimate < MIN_CUT_PROMPT) return undefined;
  const total = usage.in + usage.out;
  if (usage.in > MIN_CUT_PROMPT / 3 && usage.in < CUT_SHARE * estimate) return usage.in;
  if (usage.in < estimate && USUAL_CONTEXTS.includes(usage.in)) return usage.in;
  const isFull = USUAL_CONTEXTS.some((tokens) => Math.abs(tokens - total) <= 1);
  return finish === 'length' && usage.out < maxTokens / 2 && isFull ? total : undefined;
}

/** Describes the truncation for the operator. */
export function describeCut(tokens: number): string {
  return `the model server truncates its input to ${tokens} tokens: give the model a longer context (Ollama: OLLAMA_CONTEXT_LENGTH=16384)`;
}

/** Estimates the tokens of a prompt, including the schema: the server adds it if the prompt does not contain it. */
export function estimateRequest({ messages, format, responseFormat }: Question): number {
  const schema = format === 'json_schema' ? JSON.stringify(responseFormat) : '';
  const texts = messages.map(({ content }) => (typeof content === 'string' ? content : ''));
  return estimateTokens(texts.join('') + schema) + 4 * messages.length;
}
