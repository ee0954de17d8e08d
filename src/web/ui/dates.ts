// Short forms of days and months for lists. Sentences use render/format.ts.
import { dateFormat } from '../../base/date-format.js';
import { localeOf } from '../../base/language/phrases/phrases.js';
import { lastMoment } from '../../base/time.js';
import type { Period } from '../../model.js';

function format(
  instant: number,
  timeZone: string,
  language: string,
  options: Intl.DateTimeFormatOptions,
): string {
  // Days before months, as everywhere on the site; the digits 0–9 in every language.
  const locale = language.toLowerCase().startsWith('en') ? 'en-GB' : `${localeOf(language)}-u-nu-latn`;
  return dateFormat(locale, { timeZone, ...options }).format(instant);
}

/** The month that a period ends in: `March 2026`. */
export function monthOf(period: Period, timeZone: string, language = 'en'): string {
  return format(lastMoment(period), timeZone, language, { month: 'long', year: 'numeric' });
}

/** `2026-03` as `March 2026`. */
export function monthName(month: string, language = 'en'): string {
  const options = { month: 'long', year: 'numeric' } as const;
  return format(Date.parse(`${month}-01T00:00:00Z`), 'UTC', language, options);
}

/** `2026-04-06` as `6 Apr 2026`. */
export function dayLabel(day: string, language = 'en'): string {
  return format(Date.parse(`${day}T00:00:00Z`), 'UTC', language, { dateStyle: 'medium' });
}

/** The names of the days of a week, from Monday on: `Mon`. */
export function weekdayNames(language: string): string[] {
  // Arabic has no short names that fit a column.
  const length = language.startsWith('ar') ? 'narrow' : 'short';
  return [1, 2, 3, 4, 5, 6, 7].map((day) => weekdayName(day, language, length));
}

/** The name of a day of the week, in full by default; 1 is Monday. */
export function weekdayName(
  day: number,
  language: string,
  weekday: 'long' | 'short' | 'narrow' = 'long',
): string {
  // 1 January 2024 was a Monday.
  return format(Date.UTC(2024, 0, day), 'UTC', language, { weekday });
}

/** A period inside its month: `Tue 17` for one day, else `16–22 Mar` or `30 Mar – 5 Apr`. */
export function shortPeriod(period: Period, timeZone: string, language = 'en'): string {
  const dayAndMonth = { day: 'numeric', month: 'short' } as const;
  const first = format(Date.parse(period.from), timeZone, language, dayAndMonth);
  const last = format(lastMoment(period), timeZone, language, dayAndMonth);
  if (first === last)
    return format(lastMoment(period), timeZone, language, { weekday: 'short', day: 'numeric' }).replace(
      ',',
      '',
    );
  const [day = '', month] = first.split(' ');
  return month && /^\d+$/.test(day) && last.endsWith(` ${month}`) ? `${day}–${last}` : `${first} – ${last}`;
}

/** An instant to the minute: `17 Mar 2026, 14:05`. */
export function formatMoment(instant: string, timeZone: string, language = 'en'): string {
  return format(Date.parse(instant), timeZone, language, { dateStyle: 'medium', timeStyle: 'short' });
}
