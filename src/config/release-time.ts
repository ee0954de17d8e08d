// When issues are published.
import { Temporal } from 'temporal-polyfill';
import type { Cadence, Instant, Issue } from '../model.js';
import type { Config } from './config.js';
import { WEEKDAYS } from './sources-file.js';

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
  return releaseFrom(cadence, dayOf(period.to, schedule.timeZone), schedule);
}

/** The first release of a cadence after `now`. */
export function nextRelease(cadence: Cadence, now: Date, schedule: Schedule): Instant {
  const today = dayOf(now.toISOString(), schedule.timeZone);
  const first = releaseFrom(cadence, today, schedule);
  return first > now.toISOString() ? first : releaseFrom(cadence, today.add({ days: 1 }), schedule);
}

const dayOf = (instant: Instant, timeZone: string) =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate();

/** The cadence's release on a day or, if weekly, on the first release day from then on. */
function releaseFrom(
  cadence: Cadence,
  day: Temporal.PlainDate,
  { timeZone, daily, weekly }: Schedule,
): Instant {
  const weekday = WEEKDAYS.indexOf(weekly.day) + 1;
  const date = cadence === 'daily' ? day : day.add({ days: (weekday - day.dayOfWeek + 7) % 7 });
  const hour = cadence === 'daily' ? daily.hour : weekly.hour;
  return new Date(date.toZonedDateTime({ timeZone, plainTime: { hour } }).epochMilliseconds).toISOString();
}
