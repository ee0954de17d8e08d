// The reasons for refusing a text: a closed list, so that refusals can be counted.
import { REFUSAL_REASONS, type RefusalCounts, type RefusalReason } from '../../model.js';

export interface Refusal {
  reason: RefusalReason;
  /** The words at fault, in quotation marks. */
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

/** Returns a message from which a model can correct the text. `ids` are the posts cited. */
export function explainRefusal({ reason, what }: Refusal, ids: string[], statement: string): string {
  const explanation = EXPLANATIONS[reason];
  const cited = `[${ids.join('], [')}]`;
  return explanation ? `the posts cited (${cited}) ${explanation}: ${what} in: ${statement}` : what;
}

/** The text for each reason on the page. It never contains the refused words, because no post says them. */
const PUBLISHED: Record<RefusalReason, string> = {
  citation: 'a citation is none of its posts',
  quotation: 'a quotation is not in the posts cited',
  handle: 'a handle is not in the posts cited',
  name: 'a name is not in the posts cited',
  number: 'a number is not in the posts cited',
  owner: 'the posts cited give no such number to it',
  wording: 'the posts cited do not say it',
  event: 'the posts cited tell of no such event',
  quantifier: 'the posts cited do not go so far',
  cause: 'the posts cited give no such cause',
  time: 'the posts cited do not say when, or that it changed or will',
  hedge: 'the posts cited leave it open',
  opposite: 'the posts cited say the opposite',
  denial: 'the posts cited say the opposite',
  swap: 'the posts cited have it the other way round',
  speaker: 'the posts cited are not words of the one named',
  address: 'it contained an address',
  markup: 'it contained markup',
  doubt: 'a second reader doubts it',
};

/** Returns why a published statement was changed, for the page: each text once. */
export const describeRefusals = (reasons: readonly RefusalReason[]): string[] => [
  ...new Set(reasons.map((reason) => PUBLISHED[reason])),
];

/** Counts the refusals while an issue is made, so that a rule that is too strict is noticed. */
export interface RefusalTally {
  /** Adds one text, which counts once for each of its reasons. */
  add(reasons: readonly RefusalReason[]): void;
  /** Returns the counts so far, in the order of the closed list, without zeros. */
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
