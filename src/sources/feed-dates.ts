// The dates of feeds in the forms that feeds really write: RFC 822 and ISO 8601 and what passes for them.
import type { Instant } from '../model.js';

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** Hours east of UTC of the zone names that mail and news still use (RFC 822, 5.1, and common practice). */
const ZONE_HOURS: Record<string, number> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  west: 1,
  bst: 1,
  cet: 1,
  met: 1,
  mez: 1,
  cest: 2,
  mest: 2,
  mesz: 2,
  eet: 2,
  eest: 3,
  msk: 3,
  ist: 5.5,
  sgt: 8,
  hkt: 8,
  jst: 9,
  kst: 9,
  aest: 10,
  aedt: 11,
  nzst: 12,
  nzdt: 13,
  ast: -4,
  adt: -3,
  edt: -4,
  est: -5,
  cdt: -5,
  cst: -6,
  mdt: -6,
  mst: -7,
  pdt: -7,
  pst: -8,
  akdt: -8,
  akst: -9,
  hst: -10,
};

/** "ET" leaves open whether it is summer: the place knows. */
const ZONE_PLACES: Record<string, string> = {
  et: 'America/New_York',
  ct: 'America/Chicago',
  mt: 'America/Denver',
  pt: 'America/Los_Angeles',
};

const ISO_DAY = /^(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?(?![\d:])/;
const BASIC_DAY = /^(\d{4})(\d{2})(\d{2})(?!\d)/;
const DAY_MONTH_YEAR =
  /(?:^|[\s,])(\d{1,2})(?:st|nd|rd|th)?[\s.-]+([a-z]{3})[a-z]*[.,]?[\s-]+(\d{4}|\d{2})(?![\d:])/;
const MONTH_DAY = /(?:^|[\s,])([a-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?![\d:])/;
const YEAR = /(?:^|[\s,])(\d{4})(?![\d:])/;
const TIME = /(?:^|[\st])(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?\s*([ap]m(?![a-z]))?/;
const BARE_TIME = /^\s*t?([01]\d|2[0-3])([0-5]\d)([0-5]\d)?(?!\d)/;
const OFFSET = /^\s*(?:gmt|utc?)?\s*([+-])(\d{1,2}):?(\d{2})?(?!\d)/;

interface Reading {
  year: number;
  month: number;
  day: number;
  /** What follows the date; the whole text when the time may stand before the year. */
  rest: string;
}

/**
 * The instant a feed's date means, to the second; a date without a zone is UTC, one without a time is midnight.
 * Gives undefined for what is no date and for placeholders such as `0001-01-01` or the Unix epoch.
 */
export function parseFeedDate(value: string | undefined): Instant | undefined {
  const text = (value ?? '').slice(0, 100).trim().toLowerCase();
  if (/^\d{9,10}$/.test(text)) return instant(Number(text) * 1000);
  if (/^\d{12,13}$/.test(text)) return instant(Number(text));
  const date = readDay(text);
  if (!date) return undefined;
  const { year, month, day } = date;
  // Korean blog hosts write the half of the day before the hour, in their own time.
  const korean = /오전|오후/.exec(text)?.[0];
  const time = TIME.exec(date.rest) ?? TIME.exec(text);
  const bare = time ? null : BARE_TIME.exec(date.rest);
  const [hour, minute, second] = [1, 2, 3].map((group) => Number((time ?? bare)?.[group] ?? 0));
  const half = korean ? (korean === '오후' ? 'pm' : 'am') : time?.[4];
  const hours = half ? ((hour ?? 0) % 12) + (half === 'pm' ? 12 : 0) : (hour ?? 0);
  if (month > 12 || day > 31 || hours > 24 || (minute ?? 0) > 59 || (second ?? 0) > 60) return undefined;
  const wall = Date.UTC(year, month - 1, day, hours, minute, second);
  const found = time ?? bare;
  const zone = found ? date.rest.slice(found.index + found[0].length) : '';
  return instant(wall - (korean ? 9 * 3_600_000 : offsetMs(zone, wall)));
}

function readDay(text: string): Reading | undefined {
  const iso = BASIC_DAY.exec(text) ?? ISO_DAY.exec(text);
  if (iso) {
    const [year, month, day] = iso[0].match(/^\d{4}|\d{1,2}/g)?.map(Number) ?? [];
    return reading(year, month ?? 1, day ?? 1, text.slice(iso[0].length));
  }
  const rfc = DAY_MONTH_YEAR.exec(text);
  if (rfc)
    return reading(Number(rfc[3]), monthOf(rfc[2]), Number(rfc[1]), text.slice(rfc.index + rfc[0].length));
  // "Sun Jul 15 01:16:00 +0000 2012", "July 15, 2012, 1:16 am"
  for (const found of text.matchAll(new RegExp(MONTH_DAY, 'g'))) {
    const month = monthOf(found[1]);
    const year = YEAR.exec(text.slice(found.index + found[0].length))?.[1];
    if (month && year)
      return reading(Number(year), month, Number(found[2]), text.slice(found.index + found[0].length));
  }
  return undefined;
}

function reading(year: number | undefined, month: number | undefined, day: number, rest: string) {
  if (year === undefined || !month || !day) return undefined;
  // Two digits as in RFC 2822, 4.3.
  return { year: year < 50 ? year + 2000 : year < 100 ? year + 1900 : year, month, day, rest };
}

function monthOf(name: string | undefined): number | undefined {
  const at = MONTHS.indexOf(name ?? '');
  return at < 0 ? undefined : at + 1;
}

function offsetMs(zone: string, wall: number): number {
  const offset = OFFSET.exec(zone);
  if (offset) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
    return (offset[1] === '-' ? -minutes : minutes) * 60_000;
  }
  const name = /^[\s(,]*([a-z]+(?:\/[a-z_/+-]+\d*)?)/.exec(zone)?.[1];
  if (!name) return 0;
  const hours = ZONE_HOURS[name];
  if (hours !== undefined) return hours * 3_600_000;
  return placeOffsetMs(ZONE_PLACES[name] ?? name, wall);
}

/** What the clocks of an IANA time zone are ahead of UTC; 0 for a name that is none. */
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
  // Before 1971 and after 2100 lie placeholders and broken clocks.
  if (!(time >= 31_536_000_000 && time < 4_102_444_800_000)) return undefined;
  return new Date(time - (time % 1000)).toISOString();
}
