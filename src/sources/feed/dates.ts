// Parses dates in feeds: RFC 822, ISO 8601 and their common variants.
import { HOUR_MS, MINUTE_MS } from '../../base/time.js';
import type { Instant } from '../../model.js';
import { findMonth, ZONE_HOURS, ZONE_PLACES } from './date-names.js';

const ISO_DAY = /^(\d{4})(?!-w)(?:([-/.])\s?(\d{1,2})(?:\2\s?(\d{1,2}))?)?(?![\d:])/;
const BASIC_DAY = /^(\d{4})(\d{2})(\d{2})(?!\d)/;
const ORDINAL_DAY = /^(\d{4})-(\d{3})(?!\d)/;
const EASTERN_DAY = /^(\d{4})\s*[년年]\s*(\d{1,2})\s*[월月]\s*(\d{1,2})\s*[일日]/;
const YEAR_MONTH_DAY = /^(\d{4})[\s.-]+(\p{L}{3,})[\s.-]+(\d{1,2})(?![\d:])/u;
const NUMERIC_DAY = /(?:^|[\s,])(\d{1,2})([./])(\d{1,2})\2(\d{4})(?![\d:])/;
const DAY_MONTH_YEAR =
  /(?:^|[\s,])(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+(?:de )?(\p{L}{3,})[.,]?[\s-]+(?:de )?(\d{4}|\d{2})(?![\d:])/u;
const MONTH_DAY = /(?:^|[\s,])(\p{L}{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?![\d:])/gu;
const YEAR_PART = /(?:^|[\s,])(\d{4})(?![\d:])/;
const TIME_PART = /(?:^|[\st])(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?\s*([ap]m(?![a-z]))?/;
/** "10.00.00", "10h30" */
const DOTTED_TIME = /^[\s,àt]*(\d{1,2})[h.](\d{2})(?:[m.](\d{2}))?(?!\d)/;
const BARE_TIME = /^\s*t?([01]\d|2[0-3])([0-5]\d)([0-5]\d)?(?!\d)/;
const OFFSET_PART = /^\s*(?:gmt|utc?)?\s*([+-])(\d{1,2}):?(\d{2})?(?!\d)/;

/** Kiribati is 14 hours ahead of UTC. */
const MAX_OFFSET_MINUTES = 14 * 60;

interface Day {
  year: number;
  month: number;
  day: number;
  /** The text after it. */
  rest: string;
}

/**
 * Parses a feed's date, to the second. A date without a zone is UTC, one without a time is midnight. Returns undefined
 * for what is not a date and for placeholders such as `0001-01-01` or the Unix epoch.
 */
export function parseFeedDate(value: string | undefined): Instant | undefined {
  const text = (value ?? '').slice(0, 100).trim().toLowerCase().replace('\u2212', '-');
  if (/^\d{9,10}(?:\.\d+)?$/.test(text)) return instant(Number(text) * 1000);
  if (/^\d{12,13}(?:\.\d+)?$/.test(text)) return instant(Number(text));
  const date = readDay(text);
  if (!date) return undefined;
  const { year, month, day, rest } = date;
  const found =
    TIME_PART.exec(rest) ?? DOTTED_TIME.exec(rest) ?? BARE_TIME.exec(rest) ?? TIME_PART.exec(text);
  const [hour = 0, minute = 0, second = 0] = [1, 2, 3].map((group) => Number(found?.[group] ?? 0));
  // Korean blog hosts write AM or PM before the hour, in Korean time.
  const korean = /년|오전|오후/.test(text);
  const half = text.includes('오후') ? 'pm' : text.includes('오전') ? 'am' : found?.[4];
  const hours = half ? (hour % 12) + (half === 'pm' ? 12 : 0) : hour;
  if (hours > 24 || minute > 59 || second > 60) return undefined;
  const wall = Date.UTC(year, month - 1, day, hours, minute, second);
  const zone = found ? found.input.slice(found.index + found[0].length) : '';
  return instant(wall - (korean ? 9 * HOUR_MS : offsetMs(zone, wall)));
}

function readDay(text: string): Day | undefined {
  const read = (found: RegExpExecArray, year = '', month = 1, day = '1') =>
    dayOf(year, month, day, text.slice(found.index + found[0].length));
  let found = ORDINAL_DAY.exec(text);
  if (found) return read(found, found[1], 1, found[2]);
  found = BASIC_DAY.exec(text) ?? EASTERN_DAY.exec(text);
  if (found) return read(found, found[1], Number(found[2]), found[3]);
  found = YEAR_MONTH_DAY.exec(text);
  if (found) return read(found, found[1], findMonth(found[2] ?? '') ?? 0, found[3]);
  found = ISO_DAY.exec(text);
  if (found) return read(found, found[1], Number(found[3] ?? 1), found[4]);
  found = DAY_MONTH_YEAR.exec(text);
  if (found) return read(found, found[3], findMonth(found[2] ?? '') ?? 0, found[1]);
  found = NUMERIC_DAY.exec(text);
  if (found) {
    // With dots, the day comes first; with slashes, the month (as .NET writes it) unless it is above 12.
    const [first, second] = [Number(found[1]), Number(found[3])];
    const dayFirst = found[2] === '.' || first > 12;
    return read(found, found[4], dayFirst ? second : first, String(dayFirst ? first : second));
  }
  // "Sun Jul 15 01:16:00 +0000 2012", "July 15, 2012, 1:16 am"
  for (found of text.matchAll(MONTH_DAY)) {
    const month = findMonth(found[1] ?? '');
    const year = YEAR_PART.exec(text.slice(found.index + found[0].length))?.[1];
    if (month && year) return read(found, year, month, found[2]);
  }
  return undefined;
}

function dayOf(year: string, month: number, written: string, rest: string): Day | undefined {
  const day = Number(written);
  const last = written.length > 2 ? 366 : 31;
  if (month < 1 || month > 12 || day < 1 || day > last) return undefined;
  // Two digits as in RFC 2822, 4.3.
  const century = year.length > 2 ? 0 : Number(year) < 50 ? 2000 : 1900;
  return { year: century + Number(year), month, day, rest };
}

function offsetMs(zone: string, wall: number): number {
  const offset = OFFSET_PART.exec(zone);
  if (offset) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
    if (minutes > MAX_OFFSET_MINUTES) return 0;
    return (offset[1] === '-' ? -minutes : minutes) * MINUTE_MS;
  }
  const name = /^[\s(,]*([a-z]+(?:\/[a-z_/+-]+\d*)?)/.exec(zone)?.[1];
  if (!name) return 0;
  const hours = ZONE_HOURS[name];
  if (hours !== undefined) return hours * HOUR_MS;
  return placeOffsetMs(ZONE_PLACES[name] ?? name, wall);
}

/** The offset of an IANA time zone from UTC in milliseconds; 0 for an unknown zone. */
function placeOffsetMs(place: string, wall: number): number {
  try {
    const format = new Intl.DateTimeFormat('en', { timeZone: place, timeZoneName: 'longOffset' });
    const name = format.formatToParts(wall).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    return /[+-]/.test(name) ? offsetMs(name.toLowerCase(), wall) : 0;
  } catch {
    return 0;
  }
}

function instant(time: number): Instant | undefined {
  // Dates before 1971 and after 2100 are placeholders or come from broken clocks.
  if (!(time >= 31_536_000_000 && time < 4_102_444_800_000)) return undefined;
  return new Date(time - (time % 1000)).toISOString();
}
