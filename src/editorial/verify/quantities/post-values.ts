// The values of a post's numbers in base units, and the pairs that may measure the same thing.
import type { Prepared } from '../evidence.js';
import type { Reading } from './numbers.js';
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

/** Words between two numbers that the post compares. */
const COMPARED = /\b(?:vs|versus|against|compared|than|instead of|up from|down from)\b/i;

/**
 * Yields pairs of a post's numbers that may measure the same thing: the larger value, the smaller one, their unit, and
 * whether the post compares them.
 */
export function* pairsOf({
  quantities,
  text,
}: Prepared): Iterable<[number, number, string | undefined, boolean]> {
  for (const [i, one] of quantities.entries())
    for (const other of quantities.slice(i + 1, i + 9)) {
      if (other.start - one.end > MAX_DISTANCE) break;
      for (const a of one.readings.slice(0, 2))
        for (const b of other.readings.slice(0, 2)) {
          const [x, y] = [inBase(a), inBase(b)];
          if ((a.per && b.per && a.per !== b.per) || x.unit === 'rank' || y.unit === 'rank') continue;
          const far = other.start - one.end > MAX_BARE_DISTANCE;
          const alike =
            x.unit === y.unit
              ? x.unit !== undefined ||
                !far ||
                (areDistinctive(x, y) && isOneSentence(text, one.end, other.start))
              : (!x.unit || !y.unit) && (!far || isOneSentence(text, one.end, other.start));
          if (alike && x.value > 0 && y.value > 0 && x.value !== y.value)
            yield [
              Math.max(x.value, y.value),
              Math.min(x.value, y.value),
              x.unit ?? y.unit,
              COMPARED.test(text.slice(one.end, other.start)),
            ];
        }
    }
}

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
