// When a new reader's first issue arrives.
import { Temporal } from 'temporal-polyfill';
import { dateFormat } from '../../base/date-format.js';
import { fillPhrase, phrasesOf } from '../../base/language/phrases/phrases.js';
import { formatDay } from '../../render/format.js';
import { dueInstant } from '../../store/deliveries/due.js';
import type { Preferences } from '../../store/subscribers/subscribers.js';
import type { MailOptions, Site } from '../ui/site.js';

const MONDAY = 1;

/** The next issue of the reader's cadence is published at `hour` in the publication's zone, and mailed at the reader's. */
export function findFirstArrival(
  { cadence, hour, timeZone }: Preferences,
  schedule: Pick<MailOptions, 'hour' | 'weeklyHour' | 'weeklyDay'> & { timeZone: string },
  now: Date,
): string {
  const releases = [
    ...(cadence === 'weekly' ? [] : [nextRelease(schedule.timeZone, schedule.hour, now)]),
    ...(cadence === 'daily'
      ? []
      : [
          nextRelease(
            schedule.timeZone,
            schedule.weeklyHour ?? schedule.hour,
            now,
            schedule.weeklyDay ?? MONDAY,
          ),
        ]),
  ];
  return releases.map((release) => dueInstant(release, hour, timeZone)).sort()[0] ?? now.toISOString();
}

/** The first moment after `now` that has this hour in the zone, on this weekday if one is given (1 is Monday). */
function nextRelease(timeZone: string, hour: number, now: Date, weekday?: number): string {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const dates = Array.from({ length: 9 }, (_, days) => today.add({ days }));
  const times = dates
    .filter(({ dayOfWeek }) => weekday === undefined || dayOfWeek === weekday)
    .map((date) => date.toZonedDateTime({ timeZone, plainTime: { hour } }).epochMilliseconds);
  return new Date(times.find((time) => time > now.getTime()) ?? now.getTime()).toISOString();
}

/** `Your first issue is due on Tuesday, 1 December 2026, about 07:00.` */
export function describeFirstArrival(
  { publication, clock }: Pick<Site, 'publication' | 'clock'>,
  mail: MailOptions,
  preferences: Preferences,
): string {
  const { language, timeZone } = publication;
  const at = findFirstArrival(preferences, { ...mail, timeZone }, clock());
  return fillPhrase(phrasesOf(language).reader.firstIssue, {
    day: formatDay(at, preferences.timeZone, language),
    hour: dateFormat('en-GB', { timeZone: preferences.timeZone, timeStyle: 'short' }).format(Date.parse(at)),
  });
}
