// Splits a sentence into the claim, which is bold, and the rest.
import { countWords } from '../../../base/text.js';
import { isBalanced } from '../sentences/extract.js';
import { shorten } from '../sentences/shorten.js';

/** Maximum words in bold. */
const MAX_CLAIM_WORDS = 20;
const MIN_CLAIM_WORDS = 4;
/** The end of a claim: a comma or similar, or the place before a bracket, a dash or a clause. */
const CLAIM_END =
  /[,;:](?=\s)|(?=\s\()|(?=\s?[\u2013\u2014]\s?)|(?=\s(?:which|while|because|whereas|although|so that)\s)/g;

/**
 * Splits a sentence into a claim of at most 20 words and the rest. A sentence without a suitable place is all claim.
 */
export function splitClaim(sentence: string): [claim: string, rest: string] {
  if (countWords(sentence) <= MAX_CLAIM_WORDS) return [sentence, ''];
  const ends = [...sentence.matchAll(CLAIM_END)]
    .map(({ 0: mark, index }) => index + mark.trimEnd().length)
    .filter((end) => {
      const words = countWords(sentence.slice(0, end));
      return words >= MIN_CLAIM_WORDS && words <= MAX_CLAIM_WORDS && isBalanced(sentence.slice(0, end));
    });
  const opening = shorten(sentence, MAX_CLAIM_WORDS);
  const [mark = ''] =
    opening && sentence.startsWith(opening) ? (/^[,;:.!?]?/.exec(sentence.slice(opening.length)) ?? []) : [];
  const end = opening && sentence.startsWith(opening) ? opening.length + mark.length : ends.at(-1);
  return end
    ? [
        sentence.slice(0, end),
        sentence
          .slice(end)
          .trim()
          .replace(/^([\u2013\u2014])(?=\S)/, '$1 '),
      ]
    : [sentence, ''];
}
