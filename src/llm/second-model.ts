// Combines two models into one: another model can do the second reading, with a shared budget and cost report.
import type { LanguageModel, ModelUsage } from '../model.js';

/** The stage of the second reading. */
const CHECK_STAGE = 'check';

/** Requests of the second reading go to `reader`, all others to `writer`, whose name the issue shows. */
export function withCheckModel(writer: LanguageModel, reader: LanguageModel): LanguageModel {
  return {
    name: writer.name,
    complete: (completion) => (completion.stage === CHECK_STAGE ? reader : writer).complete(completion),
    usage: () => addUsage(writer.usage(), reader.usage()),
  };
}

function addUsage(writer: ModelUsage, reader: ModelUsage): ModelUsage {
  const sum = (field: 'calls' | 'cached' | 'tokensIn' | 'tokensInCached' | 'tokensOut' | 'costUsd') =>
    writer[field] + reader[field];
  return {
    ...writer,
    calls: sum('calls'),
    cached: sum('cached'),
    tokensIn: sum('tokensIn'),
    tokensInCached: sum('tokensInCached'),
    tokensOut: sum('tokensOut'),
    costUsd: sum('costUsd'),
    priceKnown: writer.priceKnown === false || reader.priceKnown === false ? false : writer.priceKnown,
    stages: [...writer.stages, ...reader.stages].sort((a, b) => (a.stage < b.stage ? -1 : 1)),
  };
}
