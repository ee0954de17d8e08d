// When a new reader's first issue arrives.
import { dateFormat } from '../../base/date-format.js';
import { fillPhrase, phrasesOf } from '../../base/language/phrases/phrases.js';
import { nextRelease } from '../../config/release-time.js';
import { WEEKDAYS } from '../../config/sources-file.js';
import { formatDay } from '../../render/format.js';
import { dueInstant } from '../../store/deliveries/due.js';
import type { Preferences } from '../../store/subscribers/subscribers.js';
import type { MailOptions, Site } from '../site/site.js';

/** The next issue of the reader's cadence is published at its hour in the publication's zone, and mailed at the reader's. */
export function findFirstArrival(
  { cadence, hour, timeZone }: Preferences,
  schedule: Pick<MailOptions, 'hour' | 'weeklyHour' | 'weeklyDay'> & { timeZone: string },
  now: Date,
): string {
  const releases = {
    timeZone: schedule.timeZone,
    daily: { hour: schedule.hour },
    weekly: {
      day: WEEKDAYS[(schedule.weeklyDay ?? 1) - 1] ?? 'monday',
      hour: schedule.weeklyHour ?? schedule.hour,
    },
  };
  const cadences = cadence === 'both' ? (['daily', 'weekly'] as const) : [cadence];
  const arrivals = cadences.map((each) => dueInstant(nextRelease(each, now, releases), hour, timeZone));
  return arrivals.sort()[0] ?? now.toISOString();
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
