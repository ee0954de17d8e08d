// The next instant at which it is a reader's hour.
import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../model.js';

/**
 * Returns the first instant at or after `from` at which it is the reader's hour (0–23) in the reader's zone. If the
 * clocks skip that hour, it is the moment of the change; if the hour occurs twice, the first one counts.
 */
export function dueInstant(from: Instant, hour: number, timeZone: string): Instant {
  const start = Temporal.Instant.from(from).toZonedDateTimeISO(timeZone);
  if (start.hour === hour) return from;
  const at = (date: Temporal.PlainDate) =>
    date.toZonedDateTime({ timeZone, plainTime: { hour } }).epochMilliseconds;
  const today = start.toPlainDate();
  const first = at(today);
  const due = first >= start.epochMilliseconds ? first : at(today.add({ days: 1 }));
  return new Date(due).toISOString();
}
