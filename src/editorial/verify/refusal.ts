// Why a text may not be published: a closed list, so that refusals can be counted.
import type { RefusalReason } from '../../model.js';

export interface Refusal {
  reason: RefusalReason;
  /** What is at fault, in quotation marks. */
  what: string;
}

const EXPLANATIONS: Partial<Record<RefusalReason, string>> = {
  event: 'tell of no such event',
  quantifier: 'do not go so far',
  cause: 'give no such cause',
  time: 'do not say when, or that it changed or will',
  wording: 'do not say',
  opposite: 'say the opposite',
  denial: 'say the opposite of',
  hedge: 'leave open, with',
  swap: 'have it the other way round',
  owner: 'give no such number to it',
  speaker: 'are not words of',
};

/** A sentence that a model can act on. `ids` are the posts cited. */
export function explainRefusal({ reason, what }: Refusal, ids: string[], statement: string): string {
  const explanation = EXPLANATIONS[reason];
  const cited = `[${ids.join('], [')}]`;
  return explanation ? `the posts cited (${cited}) ${explanation}: ${what} in: ${statement}` : what;
}
