// Checks that a sentence's words are supported by the posts it cites, and not reversed.
import type { Prepared } from './evidence.js';
import { SYNONYM_GROUPS } from './lexicon/synonyms.js';
import { findFlip } from './polarity.js';
import { isNumberWord } from './quantities/number-words.js';
import { findUnit } from './quantities/units.js';
import type { Refusal } from './refusal.js';
import { contentStems } from './wording.js';

/** Minimum share of a sentence's content words that its posts must contain. docs/grounding.md says how it was set. */
export const MIN_SUPPORT_SHARE = 0.3;
/** Minimum words and numbers to check a sentence alone. Shorter ones are checked with all others on the same posts. */
const MIN_CLAIM_WORDS = 4;
/** The weight of a word that is only a synonym of a post's word. */
const SYNONYM_WEIGHT = 0.5;

/** A sentence, and for each of its numbers whether a post supports it. */
export interface ClaimText {
  text: string;
  numbers: boolean[];
}

/** Caches whether all sentences on the same posts are supported together. */
const supportedTogether = new WeakMap<ClaimText[], boolean>();

/** Whether the posts contain enough of a sentence's words; a short one is checked together with those in `around`. */
function isSupported(claim: ClaimText, around: ClaimText[], posts: Prepared[], language: string): boolean {
  const stems = [...contentStems(claim.text, language)].filter(
    (stem) => !isNumberWord(stem) && !findUnit(stem) && !/^[ap]m$/.test(stem),
  );
  const isSynonym = (post: Prepared, stem: string) =>
    SYNONYM_GROUPS.get(stem)?.some((group) => post.synonyms.has(group)) ?? false;
  const supportedWords = stems.reduce(
    (sum, stem) =>
      sum +
      (posts.some((post) => post.stems.has(stem))
        ? 1
        : posts.some((post) => isSynonym(post, stem))
          ? SYNONYM_WEIGHT
          : 0),
    claim.numbers.filter((isNumberSupported) => isNumberSupported).length,
  );
  const all = stems.length + claim.numbers.length;
  if (all >= MIN_CLAIM_WORDS) return supportedWords >= all * MIN_SUPPORT_SHARE;
  if (around.length > 1) {
    // Check the sentences together once, however many are short.
    const known = supportedTogether.get(around);
    if (known !== undefined) return known;
    const whole = {
      text: around.map(({ text }) => text).join(' '),
      numbers: around.flatMap(({ numbers }) => numbers),
    };
    const supported = isSupported(whole, [], posts, language);
    supportedTogether.set(around, supported);
    return supported;
  }
  return all < 2 || supportedWords > 0;
}

/**
 * Returns why a sentence's wording is refused; undefined if it is not. `around` has all sentences that cite the same
 * posts.
 */
export function findWordingFault(
  sentence: ClaimText,
  around: ClaimText[],
  posts: Prepared[],
  language: string,
): Refusal | undefined {
  if (!isSupported(sentence, around, posts, language))
    return { reason: 'wording', what: `"${sentence.text.trim()}"` };
  const flipped = findFlip(
    sentence.text,
    posts.map(({ polarity }) => polarity),
    language,
  );
  return flipped ? { reason: 'denial', what: `"${flipped}"` } : undefined;
}
