// Checks numbers that follow from a post's numbers: differences, ratios, shares, sums, rates, roundings, list lengths.
import { DAY_MS } from '../../base/time.js';
import type { Prepared } from './evidence.js';
import type { Hedge } from './match-quantity.js';
import { valueOfWord } from './number-words.js';
import type { Quantity, Reading } from './numbers.js';
import { baseOf, isCounted } from './units.js';

/** Maximum characters between two numbers of a post that may measure the same thing. */
const MAX_DISTANCE = 260;
/** The same for two numbers of which at least one has no unit. */
const MAX_BARE_DISTANCE = 60;
/** The same for such numbers within one sentence. */
const MAX_SENTENCE_DISTANCE = 140;
/** Maximum step of a rounded number, as a share of the number. */
const ROUNDING_SHARE = 0.03;
/** Tolerance for a computed number with a hedge ("about 20"), as a share of it. */
const HEDGED_SHARE = 0.06;
/** Tolerance for a computed number in words ("twenty"), as a share of it. */
const WRITTEN_SHARE = 0.045;

interface Value {
  value: number;
  unit?: string;
}

/** Returns a reading in the base unit of its kind. */
function inBase({ value, unit }: Reading): Value {
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
function* pairsOf({ quantities, text }: Prepared): Iterable<[number, number, string | undefined, boolean]> {
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

const isSameUnit = (a: string | undefined, b: string | undefined) =>
  a === b || ((!a || isCounted(a)) && (!b || isCounted(b)) && (!a || !b));

const isNear = (value: number, other: number, tolerance: number) =>
  Math.abs(value - other) <= tolerance + 1e-9;

/** Tolerance for quotients of storage sizes, which count in steps of 1,000 or 1,024. */
const STORAGE_SHARE = 0.025;
/** Words that mark a number as a quotient of two: "on average", "for each", "per". */
const AVERAGE = /\b(?:average|averages|averaging|each|every|apiece|per)\b/i;

/** Whether a value is the quotient of two numbers of a post. */
function isQuotient(
  { value, unit }: Value,
  tolerance: number,
  { quantities }: Prepared,
  hedge: Hedge | undefined,
): boolean {
  const share = unit === 'kb' ? STORAGE_SHARE : 0.015;
  const values = quantities
    .slice(0, 24)
    .flatMap(({ readings }) => readings.slice(0, 1).map((postReading) => inBase(postReading).value));
  return values.some((a) =>
    values.some(
      (b) =>
        b > 1 &&
        a > b &&
        (isNear(value, a / b, Math.max(tolerance, (a / b) * share)) ||
          (hedge === 'over' && a / b > value && a / b < value * 1.15)),
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

/** Length of the periods of rates, in days. */
const DAYS_OF: Record<string, number> = { h: 1 / 24, day: 1, week: 7, month: 30.4, year: 365 };

/** Whether a value is a rate that a post gives as a total and a time: 40 a day for "240 in 6 days". */
function isRateOf(value: number, per: string, tolerance: number, { quantities }: Prepared): boolean {
  return quantities.some((time, at) => {
    const days = time.readings.find(({ unit }) => unit === per)?.value ?? 0;
    return (
      days > 1 &&
      quantities
        .slice(Math.max(0, at - 2), at + 3)
        .some(
          ({ readings: [postReading] }) =>
            postReading && postReading.unit !== per && isNear(postReading.value / days, value, tolerance),
        )
    );
  });
}

/** Whether a value is a post's rate converted to another period: $15M a month for "$500k a day". */
function isOtherRate(
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

/** Words that mark a number of days as the time between two dates. */
const LATER = /\b(?:later|after|before|earlier|ago|since|within|apart|for)\b/i;

/** Whether a value is the number of days between two dates that a post names, or one of them and the post's own. */
function isTimeBetween(value: number, { dates, evidence: { createdAt } }: Prepared): boolean {
  const written = createdAt ? Date.parse(createdAt) : Number.NaN;
  const year = new Date(Number.isNaN(written) ? 0 : written).getUTCFullYear();
  const days = dates.flatMap(({ day, month, year: named = year }) =>
    day ? [Date.UTC(named, month - 1, day) / DAY_MS] : [],
  );
  if (!Number.isNaN(written)) days.push(Math.floor(written / DAY_MS));
  return days.some((one) => days.some((other) => one - other === value));
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
  if (AVERAGE.test(around) && isQuotient({ value, unit }, tolerance, post, hedge)) return true;
  if (reading.per && isOtherRate(value, reading.per, unit, post)) return true;
  if (reading.per && isRateOf(reading.value, reading.per, tolerance, post)) return true;
  if (SUM.test(around) && isSum(value, unit, tolerance, post)) return true;
  if (
    !unit &&
    DIFFERENCE.test(around) &&
    PLACES.test(around.slice(around.indexOf(quantity.raw.trim()) + quantity.raw.trim().length)) &&
    isRankGap(value, post)
  )
    return true;
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
        shares.some((share) => isNear(value, share, Math.max(0.5, loose * 10)))
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

/** Whether a post contains a number within 3% of the value. */
export function hasValueNear(value: number, { quantities }: Prepared): boolean {
  return quantities.some(({ readings }) =>
    readings.some((postReading) => isNear(postReading.value, value, value * 0.03)),
  );
}

/** One item of a list: a name or a number, and up to four more words. */
const ITEM =
  /(?:an? |the )?(?:\p{Lu}[\p{L}\p{N}.+-]*|[\p{L}]*\d[\p{L}\p{N}.%-]*|\p{Ll}+\p{Lu}[\p{L}\p{N}]*)(?:[ -][\p{L}\p{N}.+-]+){0,4}/u
    .source;
const LIST = new RegExp(`${ITEM}(?:(?:, (?:and |or )?| and | or | & )${ITEM})+`, 'gu');

/** Returns the number of items in a list. */
const countItems = (list: string) =>
  list.split(/, (?:and |or )?| and | or | & /).filter((item) => item.trim() !== '').length;
/** Maximum characters of a post that are searched for lists. */
const MAX_LISTED_CHARACTERS = 4000;

/** Whether a post contains a list with as many items as the quantity counts: "three benchmarks". */
export function isPostListLength({ readings }: Quantity, { text }: Prepared): boolean {
  const value = readings[0]?.value ?? 0;
  return (
    value > 2 &&
    value < 10 &&
    (text.slice(0, MAX_LISTED_CHARACTERS).match(LIST) ?? []).some((list) => countItems(list) === value)
  );
}

/** Whether the text itself lists as many items as the quantity counts: "three rivals: A, B and C". */
export function isOwnListLength({ readings, start, end }: Quantity, text: string): boolean {
  const value = readings[0]?.value ?? 0;
  if (value < 2 || value > 12 || !Number.isInteger(value)) return false;
  const lists = [text.slice(end, end + 240), text.slice(Math.max(0, start - 160), start)].flatMap(
    (part) => part.match(LIST) ?? [],
  );
  // After a colon, items without names count, too.
  const colon = /^[^.:;]{0,60}: ([^.:;]{4,200})/.exec(text.slice(end, end + 270))?.[1];
  return (
    (colon !== undefined && countItems(colon) === value) || lists.some((list) => countItems(list) === value)
  );
}
