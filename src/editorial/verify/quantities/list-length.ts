// Checks counts against the length of a list.
import type { Prepared } from '../evidence.js';
import type { Quantity } from './numbers.js';

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
