// When issues are published.
import { Temporal } from 'temporal-polyfill';
import type { Cadence, Instant, Issue } from '../model.js';
import type { Config } from './config.js';
import { WEEKDAYS } from './sources-file.js';

/** Days until a weekly issue is due again, and one more for a day without the hour. */
const MAX_DAYS = 8;

interface Schedule {
  /** IANA name. */
  timeZone: string;
  daily: Pick<Config['publication']['daily'], 'hour'>;
  weekly: Pick<Config['publication']['weekly'], 'day' | 'hour'>;
}

/**
 * When the issue of a period is published: at the publication's hour on the day the period ends; a weekly issue on the
 * first configured weekday from then on. If a clock change skips that hour, at the moment of the change.
 */
export function releaseTime(
  { cadence, period }: Pick<Issue, 'cadence' | 'period'>,
  schedule: Schedule,
): Instant {
  return releaseFrom(cadence, Temporal.Instant.from(period.to), schedule);
}

/** The first release of a cadence after `now`. */
export function nextRelease(cadence: Cadence, now: Date, schedule: Schedule): Instant {
  const start = Temporal.Instant.fromEpochMilliseconds(now.getTime());
  const after = [0, 1, MAX_DAYS].map((days) =>
    releaseFrom(cadence, start.add({ hours: 24 * days }), schedule),
  );
  return after.find((instant) => instant > now.toISOString()) ?? now.toISOString();
}

/** The cadence's release on the day of an instant or, if weekly, on the first release day from then on. */
function releaseFrom(
  cadence: Cadence,
  from: Temporal.Instant,
  { timeZone, daily, weekly }: Schedule,
): Instant {
  const day = from.toZonedDateTimeISO(timeZone).toPlainDate();
  const weekday = WEEKDAYS.indexOf(weekly.day) + 1;
  const date = cadence === 'daily' ? day : day.add({ days: (weekday - day.dayOfWeek + 7) % 7 });
  const hour = cadence === 'daily' ? daily.hour : weekly.hour;
  return new Date(date.toZonedDateTime({ timeZone, plainTime: { hour } }).epochMilliseconds).toISOString();
}
