// Fractions in words ("three quarters", "nine out of ten"): their values, and whether a post's numbers give them.
import type { Prepared } from '../evidence.js';
import { valueOfWord } from './number-words.js';
import { isNear, pairsOf } from './post-values.js';

const DENOMINATORS = 'half third quarter fifth sixth seventh eighth ninth tenth';
const NUMERATORS = 'one two three four five six seven eight nine';
const FRACTION = new RegExp(
  `(?:(${NUMERATORS.replace(/ /g, '|')})[- ])?(${DENOMINATORS.replace(/ /g, '|')}|halve)s?`,
  'i',
);

const OUT_OF = new RegExp(
  `(${NUMERATORS.replace(/ /g, '|')}) (?:out of|in) (${NUMERATORS.replace(/ /g, '|')}|ten|eleven|twelve|fifteen|twenty)`,
  'i',
);

/** Returns the value of "three quarters", "a tenth", "half" or "nine out of ten"; undefined without a fraction. */
function readFraction(raw: string): number | undefined {
  const [, few, many] = OUT_OF.exec(raw.toLowerCase()) ?? [];
  if (few && many) return (valueOfWord(few) ?? 1) / (valueOfWord(many) ?? 1);
  const [, count = 'one', part = ''] = FRACTION.exec(raw.toLowerCase()) ?? [];
  const of = DENOMINATORS.split(' ').indexOf(part.replace('halve', 'half')) + 2;
  return part === '' ? undefined : (NUMERATORS.split(' ').indexOf(count) + 1) / of;
}
/** Maximum difference between a fraction in words and the post's value. */
const FRACTION_TOLERANCE = 0.03;
/** Fractions in digits: "1/10th", "3/4". */
const PRINTED_FRACTION = /(?<![\d/.])(\d{1,3})\/(\d{1,3})(?:th|rd|nd)?s?(?![\d/])/g;

/** Whether a fraction follows from a post's numbers: from a percentage, two numbers, or "2.9 times lower". */
export function isFractionComputed(raw: string, posts: Prepared[]): boolean {
  const fraction = readFraction(raw);
  if (fraction === undefined) return false;
  const near = (share: number) => isNear(share, fraction, FRACTION_TOLERANCE);
  return posts.some((post) => {
    for (const [, part, whole] of post.text.matchAll(PRINTED_FRACTION))
      if (near(Number(part) / Number(whole))) return true;
    for (const { readings } of post.quantities)
      for (const { value, unit } of readings) {
        if (unit === 'percent' && near(value / 100)) return true;
        if (unit === 'x' && value > 1 && (near(1 - 1 / value) || near(1 / value) || near(value - 1)))
          return true;
      }
    for (const [high, low] of pairsOf(post)) if (near(low / high) || near(1 - low / high)) return true;
    return false;
  });
}

const LARGE_FRACTION =
  /\b(half|(?:a|one|two|three) (?:third|quarter|fifth)s?) (?:of )?an? (million|billion|trillion)\b/gi;
const LARGE: Record<string, number> = { million: 1e6, billion: 1e9, trillion: 1e12 };

/** Returns the range and value of each fraction of a large number: "three quarters of a trillion". */
export function findLargeFractions(
  text: string,
): { raw: string; start: number; end: number; value: number }[] {
  return [...text.matchAll(LARGE_FRACTION)].map((match) => {
    const [raw, part = '', unit = ''] = match;
    const fraction = readFraction(part) ?? 0;
    return {
      raw,
      start: match.index,
      end: match.index + raw.length,
      value: fraction * (LARGE[unit.toLowerCase()] ?? 0),
    };
  });
}
