// Checks that the posts that a text cites support its numbers and dates.
import { type Prepared, unitsOf, usesDecimalComma } from '../evidence.js';
import { isComputed } from './compute.js';
import { findDates, supportsDate } from './dates.js';
import { findLargeFractions } from './fractions.js';
import { isOwnListLength, isPostListLength } from './list-length.js';
import { findHedge, isQuantityInPost, sameValue } from './match-quantity.js';
import { findQuantities, type Quantity, type Reading } from './numbers.js';
import { hasValueNear } from './post-values.js';
import { isCounted } from './units.js';

/** Nouns that a reporter may count: "two users", "three posts". */
const COUNTED_HERE =
  /^(?:posts?|users?|people|accounts?|threads?|commenters?|authors?|tweets?|reports?|developers?|researchers?|voices)$/;

/** Whether two numbers of a post have the ratio, from 2 to 4: "doubled" for 10K and 20K. */
function isRatio(reading: Reading, post: Prepared): boolean {
  if (reading.unit !== 'x' || reading.value < 2 || reading.value > 4) return false;
  const values = post.quantities.flatMap(({ readings }) => readings.slice(0, 1)).filter(({ unit }) => unit);
  return values.some((a) =>
    values.some((b) => a.unit === b.unit && sameValue(a.value, b.value * reading.value)),
  );
}

/** Verbs before a rank: "came second". */
const PLACED =
  /\b(?:came|comes?|coming|rank(?:s|ed|ing)?|plac(?:es?|ed|ing)|finish(?:es|ed|ing)?)(?: in)? (?:the )?$/i;

/**
 * Whether a number in words needs no check: "one" and "one user" are mostly pronouns, "first" and "second" mostly
 * structure the text.
 */
function needsNoSupport({ written, readings, start }: Quantity, text: string): boolean {
  if (PLACED.test(text.slice(Math.max(0, start - 16), start))) return false;
  const [value, unit] = [readings[0]?.value ?? 0, readings[0]?.unit];
  const loose = !unit || unit === 'rank' || isCounted(unit);
  return written && (value === 0 || (value === 1 && loose) || (value === 2 && unit === 'rank'));
}

/** Whether a quantity may be a count of things: without a unit of measure or a period. */
const isCountable = ({ readings }: Quantity) =>
  readings.some(({ unit, per }) => !per && (unit === undefined || isCounted(unit)));

/** Whether a quantity counts the cited posts or their authors: "three posts". */
function isCountOfPosts({ readings, start }: Quantity, text: string, posts: Prepared[]): boolean {
  const noun = /^[\p{L}\d,.]+(?: [a-z]+)? ([a-z]+)/u.exec(text.slice(start, start + 40))?.[1] ?? '';
  const near = /^[\p{L}\d,.]+ ([a-z]+)/u.exec(text.slice(start, start + 40))?.[1] ?? '';
  if (!COUNTED_HERE.test(noun) && !COUNTED_HERE.test(near)) return false;
  const value = readings[0]?.value;
  return value === posts.length || value === new Set(posts.map(({ evidence }) => evidence.author)).size;
}

/** Whether a number without a unit may have that of a number before it: "3 hours on the first and 10 on the second". */
const isElliptic = ({ readings, end, start }: Quantity, text: string) =>
  readings.every(({ unit }) => unit === undefined) &&
  /\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)\b/i.test(text.slice(0, start)) &&
  /^(?:\s*[,;.]?$|[,;.]\s|\s(?:on|in|with|for|at|from|and|or|but|by|per|without|under|to)\b)/.test(
    text.slice(end, end + 9),
  );

/** Returns the quantity with a reading for each unit of measure in `units`. */
const withUnits = (quantity: Quantity, units: Set<string>): Quantity => ({
  ...quantity,
  readings: quantity.readings.flatMap((reading) => [
    reading,
    ...[...units].filter((unit) => !isCounted(unit)).map((unit) => ({ ...reading, unit })),
  ]),
});

/**
 * Whether the posts support a quantity: one contains it, its numbers give it by calculation, or the text or a post
 * lists as many things. `claimed` has the units in the text.
 */
function isSupportedQuantity(
  quantity: Quantity,
  text: string,
  posts: Prepared[],
  claimedUnits: Set<string>,
): boolean {
  const { raw, start, end, readings, written } = quantity;
  // A truncated extract may end between a number and its unit.
  if (
    /^\+?(?: \p{L}+)?\.\.\.$/u.test(text.slice(end, end + 20).trimEnd()) &&
    posts.some((post) => post.text.includes(raw))
  )
    return true;
  const full = isElliptic(quantity, text) ? withUnits(quantity, claimedUnits) : quantity;
  const hedge = findHedge(text.slice(Math.max(0, start - 24), start), text.slice(end, end + 2));
  return (
    posts.some((post) => isQuantityInPost(full, post, hedge, claimedUnits)) ||
    (written && readings.some((reading) => posts.some((post) => isRatio(reading, post)))) ||
    posts.some((post) => isComputed(quantity, text.slice(Math.max(0, start - 60), end + 30), post, hedge)) ||
    (isCountable(quantity) &&
      (isOwnListLength(quantity, text) ||
        (written && posts.some((post) => isPostListLength(quantity, post))))) ||
    (/^(?:19|20)\d\d$/.test(raw) && posts.some((post) => post.evidence.createdAt?.startsWith(raw)))
  );
}

/** Shares such as "nine out of ten", which check-degree.ts checks. */
const OUT_OF_TEN =
  /\b(?:one|two|three|four|five|six|seven|eight|nine) (?:out of|in) (?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty)\b/gi;

/** A number or date in a text, and whether one of its posts supports it (`isSupported`). */
export interface ClaimedNumber {
  raw: string;
  start: number;
  isSupported: boolean;
}

/** Finds the numbers and dates in a plain text, and whether a post that `postsAt` returns for each supports it. */
export function checkNumbers(
  text: string,
  postsAt: (position: number) => Prepared[],
  decimalComma: boolean,
): ClaimedNumber[] {
  const found: ClaimedNumber[] = [];
  let rest = text;
  for (const date of findDates(text)) {
    const { raw, start, end } = date;
    rest = rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end);
    const isSupported = postsAt(start).some((post) =>
      supportsDate(date, post.dates, post.evidence.createdAt),
    );
    found.push({ raw, start, isSupported });
  }
  for (const { raw, start, end, value } of findLargeFractions(rest)) {
    rest = rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end);
    found.push({ raw, start, isSupported: postsAt(start).some((post) => hasValueNear(value, post)) });
  }
  rest = rest.replace(OUT_OF_TEN, (part) => ' '.repeat(part.length));
  rest = rest.replace(
    /\b(?:an?|one|two|three|four|five|six|seven|eight|nine)[ -](?=(?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)(?:s| of)\b)/gi,
    (part) => ' '.repeat(part.length),
  );
  const claimedUnits = unitsOf(text);
  // A quoted post may be in another language and use the other decimal separator.
  const inForeignForm = (start: number, posts: Prepared[]) =>
    posts.length > 0 &&
    findQuantities(rest, { decimalComma: !decimalComma }).some(
      (other) => other.start === start && isSupportedQuantity(other, rest, posts, claimedUnits),
    );
  for (const quantity of findQuantities(rest, { decimalComma })) {
    const { raw, start } = quantity;
    const posts = postsAt(start);
    if (needsNoSupport(quantity, rest) || isCountOfPosts(quantity, rest, posts)) continue;
    const foreign = posts.filter(({ language }) => language && usesDecimalComma(language) !== decimalComma);
    const isSupported =
      isSupportedQuantity(quantity, rest, posts, claimedUnits) || inForeignForm(start, foreign);
    found.push({ raw: raw.trim(), start, isSupported });
  }
  return found;
}
