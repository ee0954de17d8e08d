// Checks rates that follow from a post's totals, and the time between two dates.
import { DAY_MS } from '../../../base/time.js';
import type { Prepared } from '../evidence.js';
import type { Hedge } from './match-quantity.js';
import type { Quantity } from './numbers.js';
import { inBase, isNear, isResult } from './post-values.js';

/** Length of the periods of rates, in days. */
const DAYS_OF: Record<string, number> = { h: 1 / 24, day: 1, week: 7, month: 30.4, year: 365 };

/** Whether a value is a rate that a post gives as a total and a time: 40 a day for "240 in 6 days". */
export function isRateOf(
  value: number,
  per: string,
  tolerance: number,
  hedge: Hedge | undefined,
  { quantities }: Prepared,
): boolean {
  const period = inBase({ value: 1, unit: per });
  return quantities.some((time, at) => {
    const length = time.readings.map(inBase).find(({ unit }) => unit === period.unit)?.value ?? 0;
    const periods = length / period.value;
    return (
      periods > 1 &&
      quantities
        .slice(Math.max(0, at - 2), at + 3)
        .some(
          ({ readings: [postReading] }) =>
            postReading &&
            inBase(postReading).unit !== period.unit &&
            isResult(value, postReading.value / periods, tolerance, hedge),
        )
    );
  });
}

/** Whether a value is a post's rate converted to another period: $15M a month for "$500k a day". */
export function isOtherRate(
  value: number,
  per: string,
  unit: string | undefined,
  { quantities }: Prepared,
): boolean {
  const days = DAYS_OF[per];
  return quantities.some(({ readings }) =>
    readings.some((postReading) => {
      const other = DAYS_OF[postReading.per ?? ''];
      const theirs = inBase(postReading);
      if (!days || !other || days === other || theirs.unit !== unit) return false;
      return isNear(value, (theirs.value * days) / other, value * 0.04);
    }),
  );
}

/**
 * Whether an amount of money is a post's price for one unit times the number of them that the text gives: 40 cents for an
 * eight-second clip at $0.05 a second. `counts` has the text's other quantities.
 */
export function isPriceOfMany(
  value: number,
  currency: string | undefined,
  tolerance: number,
  counts: Quantity[],
  { quantities }: Prepared,
): boolean {
  const prices = quantities.flatMap(({ readings }) =>
    readings.filter(({ unit, per }) => unit === currency && per !== undefined),
  );
  return prices.some((price) =>
    counts.some(({ readings }) =>
      readings.some(
        (count) => count.unit === price.per && isNear(price.value * count.value, value, tolerance),
      ),
    ),
  );
}

/** Words that mark a number of days as the time between two dates. */
export const LATER = /\b(?:later|after|before|earlier|ago|since|within|apart|for)\b/i;

/** Whether a value is the number of days between two dates that a post names, or one of them and the post's own. */
export function isTimeBetween(value: number, { dates, evidence: { createdAt } }: Prepared): boolean {
  const written = createdAt ? Date.parse(createdAt) : Number.NaN;
  const year = new Date(Number.isNaN(written) ? 0 : written).getUTCFullYear();
  const days = dates.flatMap(({ day, month, year: named = year }) =>
    day ? [Date.UTC(named, month - 1, day) / DAY_MS] : [],
  );
  if (!Number.isNaN(written)) days.push(Math.floor(written / DAY_MS));
  return days.some((one) => days.some((other) => one - other === value));
}
