// Names of months and time zones in feeds.

/** Languages whose month names are understood, besides English. No two use one name for different months. */
const MONTH_LANGUAGES = 'de fr es it pt ca nl sv da nb fi pl cs sk sl hu ru uk bg ro el tr id lt'.split(' ');
const ENGLISH_MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
/** Abbreviations that `Intl` does not know: German and Indonesian. */
const OTHER_MONTHS: Record<string, number> = { mrz: 3, nopember: 11, pebruari: 2 };
let months: Map<string, number> | undefined;

/** The month, 1 to 12, of a name in lower case, or of its first letters ("ноя"); undefined for other words. */
export function findMonth(name: string): number | undefined {
  months ??= readMonthNames();
  const english = ENGLISH_MONTHS.indexOf(name.slice(0, 3)) + 1;
  return months.get(name) || OTHER_MONTHS[name] || english || undefined;
}

function readMonthNames(): Map<string, number> {
  const found = new Map<string, number>();
  for (const language of MONTH_LANGUAGES) {
    for (const style of ['short', 'long'] as const) {
      const format = new Intl.DateTimeFormat(language, { day: 'numeric', month: style, timeZone: 'UTC' });
      for (let month = 1; month <= 12; month++) {
        const parts = format.formatToParts(Date.UTC(2000, month - 1, 1));
        const name = parts.find(({ type }) => type === 'month')?.value ?? '';
        found.set(name.toLowerCase().replace(/\.$/, ''), month);
      }
    }
  }
  const starts = new Map<string, number>();
  for (const [name, month] of found)
    for (let length = 3; length < name.length; length++) {
      const start = name.slice(0, length);
      // Letters that begin different months mean none.
      starts.set(start, (starts.get(start) ?? month) === month ? month : 0);
    }
  return new Map([...starts, ...found]);
}

/** Hours east of UTC of the zone names that mail and news still use (RFC 822, 5.1, and common practice). */
export const ZONE_HOURS: Record<string, number> = {
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
  art: -3,
  brt: -3,
  wat: 1,
  cat: 2,
  sast: 2,
  eat: 3,
  trt: 3,
  pkt: 5,
  ict: 7,
  wib: 7,
  awst: 8,
  acst: 9.5,
};

/** Zone names that cover both summer and winter time, such as "ET", and their IANA zones. */
export const ZONE_PLACES: Record<string, string> = {
  et: 'America/New_York',
  ct: 'America/Chicago',
  mt: 'America/Denver',
  pt: 'America/Los_Angeles',
};
