// The language of a short text.
import { eld } from 'eld/extrasmall';

// A short text in one of these is never taken for one of the other forty that the detector knows.
eld.setLanguageSubset('ar cs da de en es fi fr hi it ja ko nl no pl pt ru sv tr uk zh'.split(' '));

/** Fewer words than this, names and addresses aside, show no language in Latin letters. */
const MIN_WORDS = 4;
/** The likeliest language must lead the next one by this much of its score. */
const MIN_LEAD = 0.05;

/** The language of a text as a two-letter code (ISO 639-1), or undefined where the text is too short or unclear. */
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
