// The language of a short text.
import { eld } from 'eld/extrasmall';

// Limits the detector to these languages, so that a short text is not mistaken for one of forty others.
eld.setLanguageSubset('ar cs da de en es fi fr hi it ja ko nl no pl pt ru sv tr uk zh'.split(' '));

/** A text in Latin letters with fewer words, not counting names and addresses, is too short to detect. */
const MIN_WORDS = 4;
/** The likeliest language must lead the next one by this share of its score. */
const MIN_LEAD = 0.05;

/**
 * Detects the language of a text as a two-letter code (ISO 639-1). Returns undefined if the text is too short or
 * ambiguous.
 */
export function detectLanguage(text: string): string | undefined {
  const plain = text.replace(/https?:\/\/\S+|[@#]\w+|\S*\d\S*/g, ' ').slice(0, 2000);
  const letters = plain.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return undefined;
  const isLatin = (plain.match(/\p{Script=Latin}/gu)?.length ?? 0) > letters / 2;
  if (isLatin && (plain.match(/\p{L}{2,}/gu)?.length ?? 0) < MIN_WORDS) return undefined;
  const result = eld.detect(plain);
  const [best = 0, next = 0] = Object.values(result.getScores());
  if (!result.isReliable() || (isLatin && best - next < MIN_LEAD * best)) return undefined;
  return result.language || undefined;
}
