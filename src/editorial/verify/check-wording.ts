// Whether the words of a sentence lean on the posts that it cites, and do not turn them round.
import type { Prepared } from './evidence.js';
import { SYNONYM_GROUPS } from './lexicon/synonyms.js';
import { isNumberWord } from './number-words.js';
import type { Refusal } from './refusal.js';
import { findFlip } from './statements/polarity.js';
import { findUnit } from './units.js';
import { contentStems } from './wording.js';

/** The least share of a sentence's content words that its posts must hold; docs/grounding.md says how it was set. */
export const MIN_SUPPORT_SHARE = 0.3;
/** A sentence with fewer words and numbers says too little by itself: it is judged with the others on the same posts. */
const MIN_CLAIM_WORDS = 4;
/** What a word counts for that may stand for one of the posts'. */
const SYNONYM_WEIGHT = 0.5;

/** A sentence, and of each of its numbers whether a post holds it. */
export interface ClaimText {
  text: string;
  numbers: boolean[];
}

/** Whether all sentences on the same posts together are supported. */
const wholes = new WeakMap<ClaimText[], boolean>();

function isSupported(claim: ClaimText, around: ClaimText[], posts: Prepared[], language: string): boolean {
  const stems = [...contentStems(claim.text, language)].filter(
    (stem) => !isNumberWord(stem) && !findUnit(stem) && !/^[ap]m$/.test(stem),
  );
  const isSynonym = (post: Prepared, stem: string) =>
    SYNONYM_GROUPS.get(stem)?.some((group) => post.synonyms.has(group)) ?? false;
  const held = stems.reduce(
    (sum, stem) =>
      sum +
      (posts.some((post) => post.stems.has(stem))
        ? 1
        : posts.some((post) => isSynonym(post, stem))
          ? SYNONYM_WEIGHT
          : 0),
    claim.numbers.filter((said) => said).length,
  );
  const all = stems.length + claim.numbers.length;
  if (all >= MIN_CLAIM_WORDS) return held >= all * MIN_SUPPORT_SHARE;
  if (around.length > 1) {
    // Many short sentences share one whole.
    const known = wholes.get(around);
    if (known !== undefined) return known;
    const whole = {
      text: around.map(({ text }) => text).join(' '),
      numbers: around.flatMap(({ numbers }) => numbers),
    };
    const supported = isSupported(whole, [], posts, language);
    wholes.set(around, supported);
    return supported;
  }
  return all < 2 || held > 0;
}

/**
 * Why the wording of a sentence does not stand, if so. `around` is all that the same posts are cited for.
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
