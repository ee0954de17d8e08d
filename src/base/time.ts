// Periods of issues: calendar days and ISO weeks in the publication's time zone.
import { Temporal } from 'temporal-polyfill';
import type { Cadence, Instant, Period } from '../model.js';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** A period with its name: `2026-04-06` for a day, `2026-w15` for a week. */
export interface NamedPeriod extends Period {
  cadence: Cadence;
  name: string;
}

/**
 * Whether a post belongs to the period: it was created in the period, or first appeared in it at most `lateDays` days
 * after its date.
 */
export function isOfPeriod(
  { createdAt, appearedAt }: { createdAt: Instant; appearedAt?: Instant },
  { from, to }: Period,
  lateDays: number,
): boolean {
  if (createdAt >= from && createdAt < to) return true;
  if (!appearedAt || appearedAt < from || appearedAt >= to) return false;
  return Date.parse(appearedAt) - Date.parse(createdAt) <= lateDays * DAY_MS;
}

/** Whether the text is a calendar day as `YYYY-MM-DD`. */
export function isCalendarDay(text: string): boolean {
  try {
    return /^\d{4}-\d\d-\d\d$/.test(text) && Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}

/** Whether the runtime knows the IANA time zone. */
export function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * The day, or the week from Monday to Sunday, that contains the calendar day `day` (`YYYY-MM-DD`). A day with a clock
 * change has 23 or 25 hours. Throws a RangeError for an invalid day.
 */
export function periodOf(day: string, cadence: Cadence, timeZone: string): NamedPeriod {
  const date = Temporal.PlainDate.from(day);
  const first = cadence === 'daily' ? date : date.subtract({ days: date.dayOfWeek - 1 });
  const next = first.add(cadence === 'daily' ? { days: 1 } : { weeks: 1 });
  const week = `${first.yearOfWeek}-w${String(first.weekOfYear).padStart(2, '0')}`;
  return {
    cadence,
    name: cadence === 'daily' ? first.toString() : week,
    from: startOfDay(first, timeZone),
    to: startOfDay(next, timeZone),
  };
}

/** The latest period of the cadence that is over at `now`. */
export function lastPeriod(now: Date, cadence: Cadence, timeZone: string): NamedPeriod {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  return periodOf(
    today.subtract(cadence === 'daily' ? { days: 1 } : { weeks: 1 }).toString(),
    cadence,
    timeZone,
  );
}

function startOfDay(date: Temporal.PlainDate, timeZone: string): Instant {
  return new Date(date.toZonedDateTime({ timeZone }).epochMilliseconds).toISOString();
}

/** Formats an instant for logs, errors and the terminal: `2026-04-06 07:00 UTC`. */
export function minuteOf(instant: Instant): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`;
}

/** The last millisecond of a half-open period, as Unix time in milliseconds. */
export function lastMoment({ from, to }: Period): number {
  return Math.max(Date.parse(from), Date.parse(to) - 1);
}
