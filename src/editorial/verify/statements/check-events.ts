// Checks that a text reports no event that its posts do not report, and uses no opposite of a post's word.

import { isDenial } from '../lexicon/denials.js';
import { EVENT_GROUPS, EVENT_STEMS } from '../lexicon/event-words.js';
import { mirrorsOf, oppositesOf } from '../lexicon/opposites.js';
import { isAmountOfOther, isCompared, isEndWith } from './check-sides.js';
import { isLeftOpen } from './check-voices.js';
import { type Clause, countShared, type SentenceReading, type Token } from './reading.js';

/** Words before "fine" that make it mean "well". */
const IS_WELL =
  /^(?:is|are|was|were|be|been|being|works?|worked|runs?|ran|looks?|looked|seems?|seemed|feels?|just|perfectly|totally|quite|doing)$/;

/**
 * Returns the event words of a claim that its posts do not support. `postStems` has the stems of each post, `groups` the
 * groups of events (see `eventGroups`) that the posts report.
 */
export function findEventFaults(
  claim: SentenceReading,
  postStems: ReadonlySet<string>[],
  groups: ReadonlySet<number>,
): Token[] {
  return claim.tokens.filter(({ key, kind, word }, at) => {
    // In "close to a deal" nothing is closed.
    if (/^close(?:r|ly|st)?$/.test(word)) return false;
    // "Fine-tuning" and "works fine" are not penalties.
    if (word === 'fine' && /^tun/.test(claim.tokens[at + 1]?.word ?? '')) return false;
    if (word === 'fine' && IS_WELL.test(claim.tokens[at - 1]?.word ?? '')) return false;
    // "Shut out of contracts" closes nothing.
    if (word === 'shut' && claim.tokens[at + 1]?.word === 'out') return false;
    // "It can be bought in shops" is not a takeover.
    if (
      /^(?:bought|purchased)$/.test(word) &&
      claim.tokens[at - 1]?.word === 'be' &&
      claim.tokens[at + 1]?.word !== 'by'
    )
      return false;
    const own =
      (kind === 'word' || kind === 'report') && EVENT_STEMS.has(key) ? EVENT_GROUPS.get(key) : undefined;
    return (
      own !== undefined &&
      !postStems.some((stems) => stems.has(key)) &&
      !own.some((group) => groups.has(group))
    );
  });
}

/** Maximum tokens from a "not" to the event that it denies. */
const DENIAL_REACH = 4;

/** Returns an event word of the claim if every mention of such an event in the posts is denied; else undefined. */
export function findDeniedEvent(claim: SentenceReading, posts: SentenceReading[]): string | undefined {
  if (hasDenial(claim) || isLeftOpen(claim.text)) return undefined;
  return claim.tokens.find(({ key, kind }) => {
    const groups = kind === 'word' ? (EVENT_GROUPS.get(key) ?? []) : [];
    if (groups.length === 0) return false;
    const places = posts.flatMap((post) =>
      post.tokens.flatMap((token, at) =>
        token.kind === 'word' && (EVENT_GROUPS.get(token.key) ?? []).some((group) => groups.includes(group))
          ? [post.tokens.slice(Math.max(0, at - DENIAL_REACH), at)]
          : [],
      ),
    );
    return (
      places.length > 0 &&
      places.every((before) => before.some(({ word }) => /^(?:not|never|no|\w+n't)$/.test(word)))
    );
  })?.raw;
}

/** Returns the groups in `EVENT_GROUPS` that the stems belong to. */
export function eventGroups(stems: Iterable<string>): Set<number> {
  const groups = new Set<number>();
  for (const stem of stems) for (const group of EVENT_GROUPS.get(stem) ?? []) groups.add(group);
  return groups;
}

const hasDenial = ({ tokens }: Pick<Clause, 'tokens'>) => tokens.some(({ word }) => isDenial(word));

/**
 * Returns a word of the claim and the post's opposite of it (`postWord`) if the posts use only the opposite in the same
 * context; else undefined.
 */
export function findOpposite(
  claim: SentenceReading,
  posts: SentenceReading[],
  postStems: ReadonlySet<string>[],
): { raw: string; postWord: string } | undefined {
  for (const clause of claim.clauses) {
    if (hasDenial(clause)) continue;
    for (const [at, { key, kind, raw }] of clause.tokens.entries()) {
      if (kind === 'name' || kind === 'number') continue;
      // A pull request pulls nothing.
      if (/^pull/.test(key) && /^request/.test(clause.tokens[at + 1]?.word ?? '')) continue;
      if (isCompared(clause.tokens, at) || isEndWith(clause.tokens, at)) continue;
      // "Reopen" in the posts supports "open again".
      if (postStems.some((stems) => stems.has(key) || stems.has(`re${key}`))) continue;
      const opposites = oppositesOf(key);
      // Whether the posts also use a word with the claim's meaning: another opposite of the opposite.
      const hasClaimSide = (opposite: string) => {
        const side = oppositesOf(opposite);
        return posts.some((sentence) =>
          sentence.clauses.some(
            (other) =>
              countShared(clause.keys, other.keys) >= 2 &&
              // In "cutting-edge" nothing is cut.
              other.tokens.some(
                (token) => side.has(token.key) && sentence.text[token.end - sentence.start] !== '-',
              ),
          ),
        );
      };
      // "Non-complex" means "simple".
      const isOppositeDenied = (words: ReadonlySet<string>) =>
        posts.some((sentence) =>
          sentence.clauses.some(
            (other) =>
              hasDenial(other) &&
              countShared(clause.keys, other.keys) > 0 &&
              other.tokens.some((token) => words.has(token.key)),
          ),
        );
      for (const sentence of posts) {
        // Words that differ only in an opposite prefix need no shared context.
        const mirrored = mirrorsOf(key);
        const mirror = sentence.tokens.find((token) => mirrored.has(token.key));
        if (mirror && !hasDenial(sentence)) return { raw, postWord: mirror.raw };
        // For all other words the claim and the sentence must be about the same thing.
        if (countShared(claim.keys, sentence.keys) < 2) continue;
        for (const other of sentence.clauses) {
          const postToken = other.tokens.find(
            (token, i) =>
              token.kind !== 'name' &&
              opposites.has(token.key) &&
              // A clause with both words is not the opposite of the post's: "the gain means lower costs".
              !clause.keys.has(token.key) &&
              !isAmountOfOther(clause.tokens, at, other.tokens, i),
          );
          if (
            postToken &&
            !hasDenial(other) &&
            !isOppositeDenied(opposites) &&
            countShared(clause.keys, other.keys) > 0 &&
            !hasClaimSide(postToken.key)
          )
            return { raw, postWord: postToken.raw };
        }
      }
    }
  }
  return undefined;
}
