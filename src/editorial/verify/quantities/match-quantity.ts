// Checks that a post contains a quantity of a text: the same value in a compatible unit, or a hedged rounding of it.
import type { Metrics } from '../../../model.js';
import type { Prepared } from '../evidence.js';
import type { Quantity, Reading } from './numbers.js';
import { baseOf, CURRENCIES, isCounted } from './units.js';

/** How a text hedges a number: "about 20", "over 20", "nearly 20". */
export type Hedge = 'about' | 'over' | 'under';

const ABOUT =
  /(?:\b(?:about|around|roughly|approximately|approx\.?|some|circa|ca\.|rund|etwa|close to)|[~≈])\s?[$€£]?$/i;
const OVER =
  /(?:\b(?:over|more than|above|at least|a good|exceed(?:s|ed|ing)?|pass(?:es|ed|ing)?|beyond|top(?:s|ped|ping)?|cross(?:es|ed|ing)?|surpass(?:es|ed|ing)?|über|mehr als)|>=?|≥)\s?[$€£]?$/i;
const UNDER =
  /(?:\b(?:under|below|less than|fewer than|nearly|almost|just short of|fast|knapp|unter|weniger als)|<=?|≤)\s?[$€£]?$/i;

/** Returns the hedge of a quantity from the text directly before and after it; undefined if it has none. */
export function findHedge(before: string, after: string): Hedge | undefined {
  if (/^\+/.test(after)) return 'over';
  return ABOUT.test(before) ? 'about' : OVER.test(before) ? 'over' : UNDER.test(before) ? 'under' : undefined;
}

export const sameValue = (a: number, b: number) =>
  Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));

/** Maximum deviation of the post's number from "about" or "under" a number, as a share of it. Chosen, not measured. */
const ABOUT_SHARE = 0.05;
/** Maximum excess of the post's number over "over" a number, as a share of it. Chosen, not measured. */
const OVER_SHARE = 0.1;

/** Whether the hedged number is a coarser form of the post's. `step` is the value of one unit of its last digit. */
function rounds(claim: Reading, postValue: number, step: number, hedge: Hedge): boolean {
  const { value, unit } = claim;
  if (value === 0 || postValue === 0) return false;
  const zeros = /^\d+?(0*)$/.exec(String(Math.round(value / step)))?.[1]?.length ?? 0;
  const grain = step * 10 ** zeros;
  // "About 41%" is not a rounding of 40%: the post's number must be the more precise one.
  if (Math.abs(postValue / grain - Math.round(postValue / grain)) < 1e-9) return false;
  const ratio = postValue / value;
  // "More than doubled" may be anything up to three times.
  if (hedge === 'over')
    return ratio > 1 && (ratio <= 1 + OVER_SHARE || (unit === 'x' && postValue < value + 1));
  if (hedge === 'under') return ratio < 1 && ratio >= 1 - ABOUT_SHARE;
  return Math.abs(ratio - 1) <= ABOUT_SHARE;
}

/** Whether the divisors ("per month") of two readings are compatible, given the periods that each text contains. */
function ratesFit(
  claim: Reading,
  postReading: Reading,
  postUnits: Set<string>,
  claimedUnits: Set<string>,
): boolean {
  if (claim.per === postReading.per) return true;
  if (claim.per) return postReading.per === undefined && postUnits.has(claim.per);
  // A text may leave out the period of a price: that is less than the post says, not something else.
  return CURRENCIES.has(postReading.unit ?? '') || claimedUnits.has(postReading.per ?? '');
}

/** Whether two units are compatible: equal, or one is missing and the other is a thing that is counted. */
function unitsFit(claim: string | undefined, postUnit: string | undefined): boolean {
  if (claim === postUnit) return true;
  if ((claim === 'pp' && postUnit === 'point') || (claim === 'point' && postUnit === 'pp')) return true;
  const loose = (unit: string | undefined) => unit === undefined || isCounted(unit);
  return loose(claim) && loose(postUnit) && (claim === undefined || postUnit === undefined);
}

/** Whether two readings have compatible units and the same value, or the claim's is a hedged rounding. */
function matchesReading(
  claim: Reading,
  postReading: Reading,
  step: number,
  hedge: Hedge | undefined,
): boolean {
  const [a, b] = [baseOf(claim.unit), baseOf(postReading.unit)];
  if (!unitsFit(a.unit, b.unit)) return false;
  const base = { value: claim.value * a.factor, ...(claim.unit && { unit: claim.unit }) };
  const value = postReading.value * b.factor;
  return sameValue(base.value, value) || (hedge !== undefined && rounds(base, value, step * a.factor, hedge));
}

const COUNTS: Record<string, (keyof Metrics)[]> = {
  point: ['score'],
  like: ['likes'],
  comment: ['comments', 'replies'],
  reply: ['replies', 'comments'],
  repost: ['reposts'],
  view: ['views'],
  quote: ['quotes'],
  bookmark: ['bookmarks'],
};

/** Whether a quantity is one of the post's engagement figures. 12.4k matches 12,350 to 12,499: rounded or truncated. */
function isMetric({ readings, step }: Quantity, metrics: Metrics, hedge: Hedge | undefined): boolean {
  return readings.some((reading) => {
    const { value, unit } = reading;
    if (unit === 'percent') return sameValue(value, Math.round((metrics.upvoteRatio ?? 0) * 100));
    return (COUNTS[unit ?? ''] ?? []).some((key) => {
      const count = metrics[key];
      if (count === undefined) return false;
      const short = step > 1 && value - count <= step / 2 && count - value < step;
      return short || sameValue(value, count) || (hedge !== undefined && rounds(reading, count, step, hedge));
    });
  });
}

/** Whether a post contains the quantity. `claimedUnits` has all units in the text. */
export function isQuantityInPost(
  quantity: Quantity,
  post: Prepared,
  hedge: Hedge | undefined,
  claimedUnits: Set<string>,
): boolean {
  if (quantity.version) return post.lower.includes(quantity.version);
  if (post.evidence.metrics && isMetric(quantity, post.evidence.metrics, hedge)) return true;
  // A text may name a currency only once: "100 million dollars, of which less than one million".
  const currency = [...CURRENCIES].find((unit) => claimedUnits.has(unit));
  const readings = quantity.readings.flatMap((claim) =>
    currency && !claim.unit && claim.value >= 1000 ? [claim, { ...claim, unit: currency }] : [claim],
  );
  return readings.some((claim) =>
    post.quantities.some(({ readings }) =>
      readings.some(
        (postReading) =>
          matchesReading(claim, postReading, quantity.step, hedge) &&
          ratesFit(claim, postReading, post.units, claimedUnits),
      ),
    ),
  );
}
