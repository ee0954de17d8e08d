// Checks numbers that follow from a post's numbers: differences, ratios, shares, sums, rates, roundings.
import { DAY_MS } from '../../../base/time.js';
import type { Prepared } from '../evidence.js';
import type { Hedge } from './match-quantity.js';
import { findQuantities, type Quantity } from './numbers.js';
import { inBase, isNear, isResult, isSameUnit, MAX_DISTANCE, pairsOf, type Value } from './post-values.js';
import { isOtherRate, isPriceOfMany, isRateOf, isTimeBetween, LATER } from './rates.js';
import { baseOf, CURRENCIES } from './units.js';

/** Maximum step of a rounded number, as a share of the number. */
const ROUNDING_SHARE = 0.03;
/** Tolerance for a computed number with a hedge ("about 20"), as a share of it. */
const HEDGED_SHARE = 0.06;
/** Tolerance for a computed number in words ("twenty"), as a share of it. */
const WRITTEN_SHARE = 0.045;

/** Tolerance for quotients of storage sizes, which count in steps of 1,000 or 1,024. */
const STORAGE_SHARE = 0.025;
/** Words that mark a number as a quotient of two: "on average", "for each", "per". */
const AVERAGE = /\b(?:average|averages|averaging|each|every|apiece|per)\b/i;
/** Text after an amount of money that makes it the price of one thing: "three cents a paper". */
const OF_ONE = /^ an? \p{L}/u;

/** Whether a value is the quotient of two numbers of a post. */
function isQuotient(
  { value, unit }: Value,
  tolerance: number,
  { quantities }: Prepared,
  hedge: Hedge | undefined,
): boolean {
  const share = unit === 'kb' ? STORAGE_SHARE : 0.015;
  const readings = quantities.slice(0, 24).flatMap(({ readings }) => readings.slice(0, 1));
  // The divisor is in the post's unit or its base: euros for each gigabyte, not for each kilobyte.
  return readings
    .map(inBase)
    .some((a) =>
      readings
        .flatMap((b) => [b.value, inBase(b).value])
        .some(
          (b) => b > 1 && isResult(value, a.value / b, Math.max(tolerance, (a.value / b) * share), hedge),
        ),
    );
}

/** Words that mark a number as a difference of two. */
const DIFFERENCE =
  /\b(?:by|leads?|gap|margin|difference|more|less|fewer|higher|lower|ahead|behind|above|below|apart|points?|saves?|saved|cut|adds?|added|gains?|gained|cheaper|dearer|extra|short|larger|smaller|within|under|over|leav(?:es?|ing)|left|free|remain(?:s|ing)?|spare|another|off|drop(?:s|ped)?|fell|rose|jump(?:s|ed)?|climb(?:s|ed)?|increases?|decreases?|shaves?|older|younger|longer|shorter|earlier|later)\b/i;

/** Words that mark a number as a sum. */
const SUM = /\b(?:totals?|totall?ing|together|combined|altogether|in all|in sum|sums?|adds? up|overall)\b/i;

/** Maximum characters between a count and the amount that it multiplies. */
const MAX_FACTOR_DISTANCE = 5;

/** Whether a value is the sum of up to five consecutive numbers of a post with the same unit, or "4 × 50 W". */
function isSum(
  value: number,
  unit: string | undefined,
  tolerance: number,
  { quantities }: Prepared,
): boolean {
  return quantities.some((first, at) => {
    let sum = 0;
    const next = quantities[at + 1];
    const [count, each] = [first.readings.find(({ unit }) => unit === 'x'), next?.readings[0]];
    const part = next && each && next.start - first.end < MAX_FACTOR_DISTANCE ? inBase(each) : undefined;
    // "4 × 50 W" is 200 W.
    if (count && part?.unit === unit && isNear(count.value * (part?.value ?? 0), value, tolerance))
      return true;
    return quantities.slice(at, at + 5).some(({ readings, start }, i) => {
      const postReading = readings[0] && inBase(readings[0]);
      if (!postReading || postReading.unit !== unit || start - first.end > MAX_DISTANCE) return false;
      sum += postReading.value;
      return i > 0 && isNear(sum, value, tolerance);
    });
  });
}

const PLACES = /^\s*(?:places?|spots?|positions?|ranks?)\b/i;

/** Whether a value is the distance between two ranks of a post: 13 for "6th" and "19th". */
function isRankGap(value: number, { quantities }: Prepared): boolean {
  const ranks = quantities.flatMap(({ readings }) =>
    readings.flatMap((postReading) => (postReading.unit === 'rank' ? [postReading.value] : [])),
  );
  return ranks.some((one) => ranks.some((other) => one - other === value));
}

/** Text before a number that makes it a gap. */
const GAP_BEFORE = /\b(?:by|another|additional|extra) (?:about |around |roughly |nearly )?[$€£]?$/i;
/** Text after a number that makes it a gap. */
const GAP_AFTER =
  /^[\s-]*(?:points?|pp|percentage points?)?[\s-]*(?:behind|ahead|above|below|higher|lower|more|less|fewer)\b/i;

/** Whether a value is a number of a post plus or minus a gap that it states: 65% for "60%, 5 points behind B". */
function isOffset({ value, unit }: Value, tolerance: number, { quantities, text }: Prepared): boolean {
  const isUnit = (other: string | undefined) =>
    other === unit || (unit === 'percent' && (other === 'pp' || other === 'point'));
  return quantities.some((gap, at) => {
    const [postReading] = gap.readings;
    const isGap =
      GAP_BEFORE.test(text.slice(Math.max(0, gap.start - 24), gap.start)) ||
      GAP_AFTER.test(text.slice(gap.end, gap.end + 30));
    if (!postReading || !isGap || !isUnit(inBase(postReading).unit)) return false;
    return quantities.slice(Math.max(0, at - 2), at + 3).some((from) => {
      const base = from.readings[0] && inBase(from.readings[0]);
      if (from === gap || !base || base.unit !== unit || Math.abs(from.start - gap.start) > MAX_DISTANCE)
        return false;
      const by = inBase(postReading).value;
      return isNear(base.value + by, value, tolerance) || isNear(base.value - by, value, tolerance);
    });
  });
}

/** Whether a text's number is a number of the post, rounded to the text's last digit. */
function isRounding({ readings, step }: Quantity, { quantities }: Prepared): boolean {
  return readings.some((claim) => {
    const mine = inBase(claim);
    const grain = step * baseOf(claim.unit).factor;
    if (mine.value === 0 || grain / mine.value > ROUNDING_SHARE) return false;
    return quantities.some((postQuantity) =>
      postQuantity.readings.some((reading) => {
        const theirs = inBase(reading);
        return (
          isSameUnit(mine.unit, theirs.unit) &&
          claim.per === reading.per &&
          isNear(mine.value, theirs.value, grain / 2)
        );
      }),
    );
  });
}

/** Tolerance for a percentage with a hedge, in points: half of the step to which it is rounded ("about 40%"). */
const roundStep = (value: number, hedge: Hedge | undefined) =>
  hedge === undefined ? 0 : value % 10 === 0 ? 2.5 : value % 5 === 0 ? 1.5 : 0.6;

/**
 * Whether the number follows from one post's numbers for the same thing: as a rounding, difference, ratio, share, sum,
 * quotient or rate. `around` is the text before and after it, which must contain words for some of these.
 */
export function isComputed(
  quantity: Quantity,
  around: string,
  post: Prepared,
  hedge: Hedge | undefined,
): boolean {
  if (isRounding(quantity, post)) return true;
  const reading = quantity.readings[0];
  if (!reading || quantity.version || reading.unit === 'rank') return false;
  const { value, unit } = inBase(reading);
  const loose = hedge ? HEDGED_SHARE : quantity.written ? WRITTEN_SHARE : 0;
  const tolerance = Math.max((quantity.step * baseOf(reading.unit).factor) / 2, value * loose);
  const after = around.slice(around.indexOf(quantity.raw.trim()) + quantity.raw.trim().length);
  const isMoney = CURRENCIES.has(unit ?? '');
  const isAverage = AVERAGE.test(around) || (isMoney && OF_ONE.test(after));
  if (isAverage && isQuotient({ value, unit }, tolerance, post, hedge)) return true;
  if (isMoney && isPriceOfMany(value, unit, tolerance, findQuantities(around), post)) return true;
  if (reading.per && isOtherRate(value, reading.per, unit, post)) return true;
  if (reading.per && isRateOf(reading.value, reading.per, tolerance, hedge, post)) return true;
  if (SUM.test(around) && isSum(value, unit, tolerance, post)) return true;
  if (!unit && DIFFERENCE.test(around) && PLACES.test(after) && isRankGap(value, post)) return true;
  if (unit && isOffset({ value, unit }, tolerance, post)) return true;
  if (unit === 'us' && LATER.test(around) && isTimeBetween(value / (DAY_MS * 1000), post)) return true;
  for (const [high, low, base, isCompared] of pairsOf(post)) {
    if (unit === 'x') {
      const near = Math.min(tolerance, value * (hedge || quantity.written ? 0.06 : 0.025));
      const ratio = high / low;
      const within =
        isNear(value, ratio, near) ||
        (hedge === 'over' && ratio > value && ratio < value + 1) ||
        (hedge === 'under' && ratio < value && ratio > value - 1);
      // "Twice the gain" may be a ratio of percentages; "40x" is 40% with another sign.
      const isPlain = base !== 'percent' || quantity.written || /times/.test(quantity.raw);
      if ((base !== undefined || low >= 1000 || isCompared) && base !== 'x' && isPlain && within) return true;
    } else if (unit === 'percent' || unit === 'pp' || (unit === 'point' && base === 'percent')) {
      const shares = [low / high, (high - low) / low, (high - low) / high].map((share) => share * 100);
      if (
        value < 100 &&
        base !== 'percent' &&
        base !== 'x' &&
        shares.some((share) => isNear(value, share, Math.max(0.5, roundStep(value, hedge))))
      )
        return true;
      if (base === 'percent' && DIFFERENCE.test(around) && isNear(value, high - low, tolerance)) return true;
    } else if (
      DIFFERENCE.test(around) &&
      value > 0 &&
      isNear(value, high - low, Math.min(tolerance, value * 0.06)) &&
      isSameUnit(unit, base)
    )
      return true;
  }
  return false;
}
