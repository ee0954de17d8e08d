// Whether a text tells of an event, or turns a word of its posts into its opposite, that no post tells of.
import { EVENT_GROUPS, EVENT_STEMS } from '../lexicon/event-words.js';
import { mirrorsOf, oppositesOf } from '../lexicon/opposites.js';
import { isAmountOfOther, isCompared, isEndWith } from './check-sides.js';
import { isDenial } from './polarity.js';
import { type Clause, countShared, type SentenceReading, type Token } from './reading.js';

const IS_WELL =
  /^(?:is|are|was|were|be|been|being|works?|worked|runs?|ran|looks?|looked|seems?|seemed|feels?|just|perfectly|totally|quite|doing)$/;

/** The events of a sentence that its posts do not report. `held` are all stems of the posts. */
export function findEventFaults(
  claim: SentenceReading,
  held: ReadonlySet<string>[],
  groups: ReadonlySet<number>,
): Token[] {
  return claim.tokens.filter(({ key, kind, word }, at) => {
    // "Close to a deal" closes nothing.
    if (/^close(?:r|ly|st)?$/.test(word)) return false;
    // Fine-tuning fines nobody, and what works fine is no penalty.
    if (word === 'fine' && /^tun/.test(claim.tokens[at + 1]?.word ?? '')) return false;
    if (word === 'fine' && IS_WELL.test(claim.tokens[at - 1]?.word ?? '')) return false;
    // "It can be bought in shops" tells of no takeover.
    if (
      /^(?:bought|purchased)$/.test(word) &&
      claim.tokens[at - 1]?.word === 'be' &&
      claim.tokens[at + 1]?.word !== 'by'
    )
      return false;
    const own =
      (kind === 'word' || kind === 'report') && EVENT_STEMS.has(key) ? EVENT_GROUPS.get(key) : undefined;
    return (
      own !== undefined && !held.some((stems) => stems.has(key)) && !own.some((group) => groups.has(group))
    );
  });
}

/** The groups of events that a text reports. */
export function eventGroups(stems: Iterable<string>): Set<number> {
  const groups = new Set<number>();
  for (const stem of stems) for (const group of EVENT_GROUPS.get(stem) ?? []) groups.add(group);
  return groups;
}

const isTurned = ({ tokens }: Pick<Clause, 'tokens'>) => tokens.some(({ word }) => isDenial(word));

/** A word whose opposite the posts use in the same context, and which they never use themselves. */
export function findOpposite(
  claim: SentenceReading,
  posts: SentenceReading[],
  held: ReadonlySet<string>[],
): { raw: string; said: string } | undefined {
  for (const clause of claim.clauses) {
    if (isTurned(clause)) continue;
    for (const [at, { key, kind, raw }] of clause.tokens.entries()) {
      if (kind === 'name' || kind === 'number') continue;
      if (isCompared(clause.tokens, at) || isEndWith(clause.tokens, at)) continue;
      if (held.some((stems) => stems.has(key))) continue;
      const opposites = oppositesOf(key);
      // The posts may use another word of the text's side.
      const isSaid = (opposite: string) => {
        const side = oppositesOf(opposite);
        return posts.some((sentence) =>
          sentence.clauses.some(
            (other) =>
              countShared(clause.keys, other.keys) >= 2 &&
              // "Cutting-edge" cuts nothing.
              other.tokens.some(
                (token) => side.has(token.key) && sentence.text[token.end - sentence.start] !== '-',
              ),
          ),
        );
      };
      // "Non-complex" says "simple".
      const isDenied = (words: ReadonlySet<string>) =>
        posts.some((sentence) =>
          sentence.clauses.some(
            (other) =>
              isTurned(other) &&
              countShared(clause.keys, other.keys) > 0 &&
              other.tokens.some((token) => words.has(token.key)),
          ),
        );
      for (const sentence of posts) {
        // The rest of the claim must be about the same thing.
        const mirrored = mirrorsOf(key);
        const mirror = sentence.tokens.find((token) => mirrored.has(token.key));
        if (mirror && !isTurned(sentence)) return { raw, said: mirror.raw };
        if (countShared(claim.keys, sentence.keys) < 2) continue;
        for (const other of sentence.clauses) {
          const said = other.tokens.find(
            (token, i) =>
              token.kind !== 'name' &&
              opposites.has(token.key) &&
              !isAmountOfOther(clause.tokens, at, other.tokens, i),
          );
          if (
            said &&
            !isTurned(other) &&
            !isDenied(opposites) &&
            countShared(clause.keys, other.keys) > 0 &&
            !isSaid(said.key)
          )
            return { raw, said: said.raw };
        }
      }
    }
  }
  return undefined;
}
