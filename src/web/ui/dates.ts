// Short forms of days and months for lists. Sentences use render/format.ts.
import { dateFormat } from '../../base/date-format.js';
import { lastMoment } from '../../base/time.js';
import type { Period } from '../../model.js';

function format(instant: number, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  return dateFormat('en-GB', { timeZone, ...options }).format(instant);
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
