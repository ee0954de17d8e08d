// The reasons for refusing a text: a closed list, so that refusals can be counted.
import { REFUSAL_REASONS, type RefusalCounts, type RefusalReason } from '../../model.js';

export interface Refusal {
  reason: RefusalReason;
  /** The words at fault, in quotation marks. */
  what: string;
}

/** A fault with the message that explains it. */
export interface Fault {
  reason: RefusalReason;
  message: string;
}

/** What follows "the posts cited" in a message to the model; the words at fault come after it. */
const EXPLANATIONS: Partial<Record<RefusalReason, string>> = {
  event: 'do not report this event',
  quantifier: 'do not claim this extent',
  cause: 'do not give this cause',
  time: 'do not give this time or change',
  wording: 'do not say',
  opposite: 'say the opposite',
  denial: 'say the opposite of',
  hedge: 'are less certain and use',
  swap: 'say it the other way round',
  owner: 'do not give this number to it',
  merged: 'do not connect',
  speaker: 'were not written by',
};

/** Returns a message from which a model can correct the text. `ids` are the posts cited. */
export function explainRefusal({ reason, what }: Refusal, ids: string[], statement: string): string {
  const explanation = EXPLANATIONS[reason];
  const cited = `[${ids.join('], [')}]`;
  return explanation ? `the posts cited (${cited}) ${explanation}: ${what} in: ${statement}` : what;
}

/** The text for each reason on the page. It never contains the refused words, because no post says them. */
const PUBLISHED: Record<RefusalReason, string> = {
  citation: 'a citation is not one of its posts',
  quotation: 'a quotation is not in the cited posts',
  handle: 'a handle is not in the cited posts',
  name: 'a name is not in the cited posts',
  number: 'a number is not in the cited posts',
  owner: 'the cited posts do not give this number to it',
  wording: 'the cited posts do not say it',
  event: 'the cited posts do not report this event',
  quantifier: 'the cited posts do not claim this extent',
  cause: 'the cited posts do not give this cause',
  time: 'the cited posts do not give this time or change',
  hedge: 'the cited posts are less certain',
  opposite: 'the cited posts say the opposite',
  denial: 'the cited posts say the opposite',
  swap: 'the cited posts say it the other way round',
  merged: 'no cited post connects these two',
  speaker: 'the cited posts were not written by the person named',
  address: 'it contained an address',
  markup: 'it contained markup',
  doubt: 'the second reading doubts it',
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
