// Short forms of days and months for lists. Sentences use render/format.ts.
import type { Period } from '../../model.js';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(instant: number, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  // Creating a format costs a thousand times as much as using it.
  const key = `${timeZone} ${Object.entries(options).join()}`;
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat('en-GB', { timeZone, ...options });
    formats.set(key, made);
  }
  return made.format(instant);
}

/** A period is half-open: its last day contains its last millisecond. */
function lastMoment(period: Period): number {
  return Math.max(Date.parse(period.from), Date.parse(period.to) - 1);
}

/** The month that a period ends in: `March 2026`. */
export function monthOf(period: Period, timeZone: string): string {
  return format(lastMoment(period), timeZone, { month: 'long', year: 'numeric' });
}

/** `2026-03` as `March 2026`. */
export function monthName(month: string): string {
  return format(Date.parse(`${month}-01T00:00:00Z`), 'UTC', { month: 'long', year: 'numeric' });
}

/** A period inside its month: `Tue 17` for one day, else `16–22 Mar` or `30 Mar – 5 Apr`. */
export function shortPeriod(period: Period, timeZone: string): string {
  const dayAndMonth = { day: 'numeric', month: 'short' } as const;
  const first = format(Date.parse(period.from), timeZone, dayAndMonth);
  const last = format(lastMoment(period), timeZone, dayAndMonth);
  if (first === last)
    return format(lastMoment(period), timeZone, { weekday: 'short', day: 'numeric' }).replace(',', '');
  const [day = '', month] = first.split(' ');
  return last.endsWith(` ${month}`) ? `${day}–${last}` : `${first} – ${last}`;
}

/** An instant to the minute: `17 Mar 2026, 14:05`. */
export function formatMoment(instant: string, timeZone: string): string {
  return format(Date.parse(instant), timeZone, { dateStyle: 'medium', timeStyle: 'short' });
}
