// The values of a post's numbers in base units, and the pairs that may measure the same thing.
import type { Prepared } from '../evidence.js';
import type { Hedge } from './match-quantity.js';
import type { Quantity, Reading } from './numbers.js';
import { baseOf, isCounted } from './units.js';

/** Maximum characters between two numbers of a post that may measure the same thing. */
export const MAX_DISTANCE = 260;
/** The same for two numbers of which at least one has no unit. */
const MAX_BARE_DISTANCE = 60;
/** The same for such numbers within one sentence. */
const MAX_SENTENCE_DISTANCE = 140;

export interface Value {
  value: number;
  unit?: string;
}

/** Returns a reading in the base unit of its kind. */
export function inBase({ value, unit }: Reading): Value {
  const base = baseOf(unit);
  return { value: value * base.factor, unit: base.unit };
}

/** Whether the range between two numbers is short and contains no end of a sentence. */
const isOneSentence = (text: string, from: number, to: number) =>
  to - from <= MAX_SENTENCE_DISTANCE && !/[.!?;]\s/.test(text.slice(from, to));

/** Whether all numbers are large or all have decimals: such numbers are rarely close to each other by chance. */
const areDistinctive = (...values: Value[]) =>
  values.every(({ value }) => value >= 1000) || values.every(({ value }) => !Number.isInteger(value));

/** The noun after a number: "crimes" in "183 crimes". */
const nounAfter = (text: string, end: number) => /^ (\p{L}{4,})/u.exec(text.slice(end, end + 24))?.[1];

/** Whether both numbers count the same thing, however far apart: "183 crimes … 683 crimes". */
function countSame(text: string, one: Quantity, other: Quantity): boolean {
  const [a, b] = [one.readings[0], other.readings[0]];
  if (a?.unit && a.unit === b?.unit) return isCounted(a.unit) && a.per === b.per;
  if (a?.unit || b?.unit) return false;
  const noun = nounAfter(text, one.end);
  return noun !== undefined && noun === nounAfter(text, other.end);
}

/** Whether a number has a minus sign: "-6.6%", but not "4-6". */
const isNegative = (text: string, start: number) =>
  /(?:^|[\s(])[-\u2212]$/.test(text.slice(Math.max(0, start - 2), start));

/** Words between two numbers that the post compares. */
const COMPARED = /\b(?:vs|versus|against|compared|than|instead of|up from|down from)\b/i;

/** Maximum numbers between two that may measure the same thing. */
const MAX_BETWEEN = 24;

/** Whether two readings of a post, from `end` of the first to `start` of the second, may measure the same thing. */
function areAlike(text: string, x: Value, y: Value, end: number, start: number): boolean {
  const far = start - end > MAX_BARE_DISTANCE;
  if (x.unit !== y.unit) return (!x.unit || !y.unit) && (!far || isOneSentence(text, end, start));
  return x.unit !== undefined || !far || (areDistinctive(x, y) && isOneSentence(text, end, start));
}

/**
 * Yields pairs of a post's numbers that may measure the same thing: the larger value, the smaller one (which may be
 * negative), their unit, and whether the post compares them.
 */
export function* pairsOf({
  quantities,
  text,
}: Prepared): Iterable<[number, number, string | undefined, boolean]> {
  for (const [i, one] of quantities.entries())
    for (const [n, other] of quantities.slice(i + 1, i + 1 + MAX_BETWEEN).entries()) {
      const isSameThing = countSame(text, one, other);
      if (!isSameThing && (n >= 8 || other.start - one.end > MAX_DISTANCE)) continue;
      const isCompared = isSameThing || COMPARED.test(text.slice(one.end, other.start));
      for (const a of one.readings.slice(0, 2))
        for (const b of other.readings.slice(0, 2)) {
          const [x, y] = [inBase(a), inBase(b)];
          if ((a.per && b.per && a.per !== b.per) || x.unit === 'rank' || y.unit === 'rank') continue;
          if (x.value <= 0 || y.value <= 0) continue;
          if (!isSameThing && !areAlike(text, x, y, one.end, other.start)) continue;
          const [left, right] = [
            isNegative(text, one.start) ? -x.value : x.value,
            isNegative(text, other.start) ? -y.value : y.value,
          ];
          const unit = x.unit ?? y.unit;
          if (left !== right) yield [Math.max(left, right), Math.min(left, right), unit, isCompared];
        }
    }
}

/**
 * Whether a text may write a computed result as `value`: it is near, or the text says "over" or "under" it and the result
 * is at most 15% beyond.
 */
export const isResult = (value: number, result: number, tolerance: number, hedge: Hedge | undefined) =>
  isNear(value, result, tolerance) ||
  (hedge === 'over' && result > value && result < value * 1.15) ||
  (hedge === 'under' && result < value && result > value / 1.15);

export const isSameUnit = (a: string | undefined, b: string | undefined) =>
  a === b || ((!a || isCounted(a)) && (!b || isCounted(b)) && (!a || !b));

export const isNear = (value: number, other: number, tolerance: number) =>
  Math.abs(value - other) <= tolerance + 1e-9;

/** Whether a post contains a number within 3% of the value. */
export function hasValueNear(value: number, { quantities }: Prepared): boolean {
  return quantities.some(({ readings }) =>
    readings.some((postReading) => isNear(postReading.value, value, value * 0.03)),
  );
}
