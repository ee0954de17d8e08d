// Cached Intl date formats: creating one takes a thousand times as long as using it.
import type { Instant } from '../model.js';

const formats = new Map<string, Intl.DateTimeFormat>();

/** The format for a BCP 47 locale and these options, created once. */
export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${Object.entries(options).join()}`;
  const kept = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, kept);
  return kept;
}

/** The calendar day of an instant in the IANA zone, as `YYYY-MM-DD`. */
export function calendarDay(instant: Instant | number | Date, timeZone: string): string {
  return dateFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date(instant));
}
