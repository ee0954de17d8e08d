// Why a text may not be published: a closed list, so that refusals can be counted.
import { REFUSAL_REASONS, type RefusalCounts, type RefusalReason } from '../../model.js';

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

/**
 * A reason without the words that were refused: an issue shows why a statement was changed, but publishes nothing that no
 * post says, not even as refused.
 */
export function hideRefusedWords(reason: string): string {
  const said = /^the posts cited \([^)]*\) ([^:"]+):/.exec(reason)?.[1];
  if (said) return `the posts cited ${said.replace(/, with$/, '')}`;
  const held = /^it contains (an? [\p{L} ]+) \(/u.exec(reason)?.[1];
  if (held) return `it contained ${held}`;
  if (/^it is longer than/.test(reason)) return reason;
  if (/is not in the posts? (?:cited|linked)/.test(reason))
    return 'a number, name or quotation is not in the posts cited';
  if (/cites no post|none of the posts|not among the citations/.test(reason))
    return 'a citation is none of its posts';
  return 'a second reader doubts it';
}

/** Counts what the check refuses while one issue is made, so that a rule that is too strict shows. */
export interface RefusalTally {
  /** Counts one text, once for each of its reasons. */
  add(reasons: readonly RefusalReason[]): void;
  /** The counts until now, in the order of the closed list, without zeros. */
  read(): RefusalCounts;
}

export function createRefusalTally(): RefusalTally {
  const counts = new Map<RefusalReason, number>();
  return {
    add: (reasons) => {
      for (const reason of new Set(reasons)) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    },
    read: () =>
      Object.fromEntries(
        REFUSAL_REASONS.flatMap((reason) => {
          const count = counts.get(reason);
          return count === undefined ? [] : [[reason, count]];
        }),
      ),
  };
}
