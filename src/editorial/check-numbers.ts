// Whether the numbers and dates of a sentence stand in the posts that it cites.
import type { Metrics } from '../model.js';
import { findDates, holdsDate } from './dates.js';
import { type Prepared, unitsOf } from './evidence.js';
import { findQuantities, type Quantity, type Reading } from './numbers.js';
import { CURRENCIES, isCounted } from './units.js';

/** Something in a text that no cited post holds. */
export interface Unsupported {
  raw: string;
  start: number;
}

type Hedge = 'about' | 'over' | 'under';

const ABOUT =
  /(?:\b(?:about|around|roughly|approximately|approx\.?|some|circa|ca\.|rund|etwa|close to|nearly \w+ of)|[~≈])\s?[$€£]?$/i;
const OVER =
  /(?:\b(?:over|more than|above|at least|exceed(?:s|ed|ing)?|pass(?:es|ed|ing)?|beyond|top(?:s|ped|ping)?|cross(?:es|ed|ing)?|surpass(?:es|ed|ing)?|über|mehr als)|>=?|≥)\s?[$€£]?$/i;
const UNDER =
  /(?:\b(?:under|below|less than|fewer than|nearly|almost|just short of|fast|knapp|unter|weniger als)|<=?|≤)\s?[$€£]?$/i;

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
/** "Two users", "three posts": what a reporter counts himself. */
const COUNTED_HERE =
  /^\s(?:\w+\s)?(?:posts?|users?|people|accounts?|threads?|commenters?|authors?|tweets?|reports?|developers?|researchers?|voices)\b/i;

const same = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));

function hedgeOf(before: string, after: string): Hedge | undefined {
  if (/^\+/.test(after)) return 'over';
  return ABOUT.test(before) ? 'about' : OVER.test(before) ? 'over' : UNDER.test(before) ? 'under' : undefined;
}

/** A rounded value, said to be one: by at most 5% ("about", "nearly") or 10% ("over"), and never a finer one. */
function rounds(claim: number, said: number, step: number, hedge: Hedge): boolean {
  if (claim === 0 || said === 0 || same(claim, said)) return same(claim, said);
  const zeros = /^\d+?(0*)$/.exec(String(Math.round(claim / step)))?.[1]?.length ?? 0;
  const unit = step * 10 ** zeros;
  if (Math.abs(said / unit - Math.round(said / unit)) < 1e-9) return false;
  const ratio = said / claim;
  if (hedge === 'over') return ratio > 1 && ratio <= 1.1;
  if (hedge === 'under') return ratio < 1 && ratio >= 0.95;
  return Math.abs(ratio - 1) <= 0.05;
}

/** Whether a unit (`unit`, `per`) may stand for the one that the post gives. */
function unitsFit(claim: Reading, said: Reading, said_: Set<string>, claimed: Set<string>): boolean {
  if (claim.per !== said.per) {
    const price = CURRENCIES.has(said.unit ?? '');
    if (claim.per && !(said.per === undefined && said_.has(claim.per))) return false;
    if (!claim.per && said.per && !price && !claimed.has(said.per)) return false;
  }
  if (claim.unit === said.unit) return true;
  const points = new Set([claim.unit, said.unit]);
  if (points.has('pp') && points.has('point')) return true;
  const soft = (unit: string | undefined) => unit === undefined || isCounted(unit);
  // A thing counted may go unnamed on either side; a measure may not, and no thing stands for another.
  return soft(claim.unit) && soft(said.unit) && !(claim.unit && said.unit);
}

function inMetrics(quantity: Quantity, metrics: Metrics, hedge: Hedge | undefined): boolean {
  return quantity.readings.some(({ value, unit }) => {
    if (unit === 'percent')
      return metrics.upvoteRatio !== undefined && same(value, Math.round(metrics.upvoteRatio * 100));
    return (COUNTS[unit ?? ''] ?? []).some((key) => {
      const count = metrics[key];
      if (count === undefined) return false;
      if (same(value, count)) return true;
      // 12.4k stands for 12,350 to 12,499: rounded or cut off.
      if (quantity.step > 1 && value - count <= quantity.step / 2 && count - value < quantity.step)
        return true;
      return hedge !== undefined && rounds(value, count, quantity.step, hedge);
    });
  });
}

function isSaid(quantity: Quantity, post: Prepared, hedge: Hedge | undefined, claimed: Set<string>): boolean {
  if (quantity.version) return post.lower.includes(quantity.version);
  if (post.evidence.metrics && inMetrics(quantity, post.evidence.metrics, hedge)) return true;
  return quantity.readings.some((reading) =>
    post.quantities.some((said) =>
      said.readings.some(
        (other) =>
          (same(reading.value, other.value) ||
            (hedge !== undefined && rounds(reading.value, other.value, quantity.step, hedge))) &&
          unitsFit(reading, other, post.units, claimed),
      ),
    ),
  );
}

/** Two of a kind in one post make "doubled": 10K and 20K. */
function isRatio(reading: Reading, post: Prepared): boolean {
  if (reading.unit !== 'x' || reading.value < 2 || reading.value > 4) return false;
  const values = post.quantities.flatMap((said) => said.readings.slice(0, 1));
  return values.some((a) => values.some((b) => a.unit === b.unit && same(a.value, b.value * reading.value)));
}

/**
 * The numbers and dates that none of the posts holds. `mask` blanks what is checked elsewhere (quotations,
 * handles, codes) and keeps positions.
 */
export function findUnsaidNumbers(
  text: string,
  postsAt: (position: number) => Prepared[],
  decimalComma: boolean,
): Unsupported[] {
  const unsaid: Unsupported[] = [];
  const claimed = unitsOf(text);
  let rest = text;
  for (const date of findDates(text)) {
    rest = rest.slice(0, date.start) + ' '.repeat(date.end - date.start) + rest.slice(date.end);
    const posts = postsAt(date.start);
    if (!posts.some((post) => holdsDate(date, post.dates, post.evidence.createdAt)))
      unsaid.push({ raw: date.raw, start: date.start });
  }
  for (const quantity of findQuantities(rest, { decimalComma })) {
    const { raw, start, end } = quantity;
    const posts = postsAt(start);
    const [value = 0, unit] = [quantity.readings[0]?.value, quantity.readings[0]?.unit];
    // "One" is mostly a pronoun, "first" and "second" mostly an order of telling.
    if (quantity.written && value === 1 && (!unit || unit === 'rank')) continue;
    if (quantity.written && value === 2 && unit === 'rank') continue;
    if (quantity.written && value === 0) continue;
    const authors = new Set(posts.map((post) => post.evidence.author)).size;
    if (
      COUNTED_HERE.test(
        rest.slice(end - (unit && isCounted(unit) ? raw.length - raw.search(/\s|$/) : 0), end + 30),
      )
    )
      if (value === posts.length || value === authors) continue;
    const hedge = hedgeOf(rest.slice(Math.max(0, start - 24), start), rest.slice(end, end + 2));
    if (posts.some((post) => isSaid(quantity, post, hedge, claimed))) continue;
    if (quantity.readings.some((reading) => posts.some((post) => isRatio(reading, post)))) continue;
    const isYear =
      /^(?:19|20)\d\d$/.test(raw) && posts.some((post) => post.evidence.createdAt?.startsWith(raw));
    if (!isYear) unsaid.push({ raw: raw.trim(), start });
  }
  return unsaid;
}
