// Adds up tokens and cost by stage.
import type { ModelUsage, StageUsage } from '../model.js';
import { costOf, type Price, type Tokens } from './prices.js';

export interface UsageLedger {
  /** Counts one answer from the server. Repairs and retries count too, because they are billed. */
  countCall(stage: string, tokens: Tokens): void;
  /** Counts one answer from our cache, which is free. */
  countCached(stage: string): void;
  /** Records that the server silently truncated a prompt to this many tokens. */
  noteCut(tokens: number): void;
  usage(): ModelUsage;
}

/** `price`: undefined if unknown; every call then costs 0. */
export function createLedger(name: string, price: Price | undefined): UsageLedger {
  const stages = new Map<string, StageUsage>();
  let cutAt: number | undefined;
  const entry = (stage: string): StageUsage => {
    const found = stages.get(stage) ?? { stage, ...nothing() };
    stages.set(stage, found);
    return found;
  };
  return {
    countCall(stage, tokens) {
      const used = entry(stage);
      used.calls += 1;
      used.tokensIn += tokens.in;
      used.tokensInCached += tokens.inCached;
      used.tokensOut += tokens.out;
      used.costUsd += costOf(tokens, price);
    },
    countCached(stage) {
      entry(stage).cached += 1;
    },
    noteCut(tokens) {
      cutAt = Math.min(cutAt ?? tokens, tokens);
    },
    usage() {
      const total = nothing();
      for (const used of stages.values()) {
        total.calls += used.calls;
        total.cached += used.cached;
        total.tokensIn += used.tokensIn;
        total.tokensInCached += used.tokensInCached;
        total.tokensOut += used.tokensOut;
        total.costUsd += used.costUsd;
      }
      const sorted = [...stages.values()].sort((a, b) => (a.stage < b.stage ? -1 : 1));
      return { name, ...rounded(total), priceKnown: price !== undefined, cutAt, stages: sorted.map(rounded) };
    },
  };
}

/** The usage of an issue made without a model. */
export function noUsage(name: string): ModelUsage {
  return { name, ...nothing(), stages: [] };
}

function nothing(): Omit<StageUsage, 'stage'> {
  return { calls: 0, cached: 0, tokensIn: 0, tokensInCached: 0, tokensOut: 0, costUsd: 0 };
}

/** A copy rounded to millionths of a dollar, because sums of floats have odd digits. */
function rounded<U extends { costUsd: number }>(usage: U): U {
  return { ...usage, costUsd: Math.round(usage.costUsd * 1_000_000) / 1_000_000 };
}
