// Whether the words of a sentence lean on the posts that it cites, and do not turn them round.
import type { Prepared } from './evidence.js';
import { findFlip } from './polarity.js';
import { contentStems } from './wording.js';

/** The least share of a sentence's content words that its posts must hold; docs/grounding.md says how it was set. */
export const LEAST_SUPPORT = 0.3;
/** A sentence with fewer content words says too little by itself: it is judged with the others on the same posts. */
const FEWEST_WORDS = 4;

function isSupported(text: string, around: string, posts: Prepared[], language: string): boolean {
  const stems = [...contentStems(text, language)];
  const held = stems.filter((word) => posts.some((post) => post.stems.has(word))).length;
  if (stems.length >= FEWEST_WORDS) return held >= stems.length * LEAST_SUPPORT;
  if (around !== text) return isSupported(around, around, posts, language);
  return stems.length < 2 || held > 0;
}

/**
 * Why the wording of a sentence does not stand, if so. `around` is all that the same posts are cited for. Words can
 * only be compared within one language: where a post is in another one, names and numbers must do.
 */
export function findWordingFault(
  sentence: string,
  around: string,
  posts: Prepared[],
  language: string,
): string | undefined {
  if (posts.length === 0 || posts.some((post) => post.language && post.language !== language))
    return undefined;
  if (!isSupported(sentence, around, posts, language)) return 'do not say';
  const flipped = findFlip(
    sentence,
    posts.map(({ polarity }) => polarity),
    language,
  );
  return flipped ? 'say the opposite of' : undefined;
}
