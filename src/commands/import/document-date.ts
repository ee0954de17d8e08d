// Finds the day of a past issue in its fields, the name of its file, or the names of its folders.
import { Temporal } from 'temporal-polyfill';
import { calendarDay } from '../../base/date-format.js';
import { isCalendarDay } from '../../base/time.js';
import type { Cadence } from '../../model.js';
import { parseFeedDate } from '../../sources/feed/dates.js';
import { type ImportDocument, textOf } from './document.js';

const DATE_FIELDS = [
  'date',
  'publish_date',
  'publishdate',
  'published_at',
  'publishedat',
  'published_date',
  'publisheddate',
  'published_on',
  'date_published',
  'datepublished',
  'published',
  'publication_date',
  'post_date',
  'postdate',
  'pubdate',
  'pub_date',
  'issue_date',
  'send_date',
  'sent_at',
  'sent_date',
  'send_time',
  'displayed_date',
  'created_at',
  'createdat',
  'created',
];
const NUMERIC_DAY = /^(\d{4})[-_./](\d{1,2})[-_./](\d{1,2})(?!\d)/;
const SHORT_DAY = /^(\d{2})[-_.](\d{2})[-_.](\d{2})(?!\d)/;
const COMPACT_DAY = /^((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)/;
const PATH_DAY = /(?:^|\/)(\d{4})\/(\d{1,2})\/(\d{1,2})(?:\/|-|_|\.)/;
/** `notes-2024-01-05.md`: inside a name, only digits with a full year count as a date. */
const INNER_DAY = /(?:^|[^\d.])((?:19|20)\d{2})[-_.](\d{1,2})[-_.](\d{1,2})(?!\d)/;
/** `Issue 12 - 18 September 2025.md`, `september-18-2025.md` */
const DAY_MONTH = /(?<![\d])(\d{1,2})(?:st|nd|rd|th)?[\s_.-]+(\p{L}{3,12})[\s_.,-]+((?:19|20)\d{2})(?!\d)/u;
const MONTH_DAY = /(\p{L}{3,12})[\s_.-]+(\d{1,2})(?:st|nd|rd|th)?[\s_.,-]+((?:19|20)\d{2})(?!\d)/u;
/** A time zone at the end: `Z`, `+02:00`, `GMT`, `(CET)`. */
const ZONE = /(?:\d\s*z|[+-]\d{1,2}:?\d{2}|\b(?!am\b|pm\b)[a-z]{3,5}\)?|\[[\w/]+\])$/i;
const EPOCH = /^\d{9,13}$/;
/** `2024-W05`, `2024W05`, `2024-week-5`, `2024/kw05`; a day of the week may follow: `2024-W05-3`. */
const WEEK_WORD = '(?:w|wk|week|cw|kw|woche|semaine|semana|settimana|vecka|uge|uke)';
const YEAR_WEEK = new RegExp(
  `(?<![\\p{L}\\d])((?:19|20)\\d{2})[-_./ ]*${WEEK_WORD}[-_. ]*(\\d{1,2})(?:-?([1-7]))?(?![\\p{L}\\d])`,
  'iu',
);
/** `W05-2024`, `Week 5, 2024` */
const WEEK_YEAR = new RegExp(
  `(?<![\\p{L}\\d])${WEEK_WORD}[-_. ]*(\\d{1,2})[-_./, ]+((?:19|20)\\d{2})(?![\\p{L}\\d])`,
  'iu',
);

export interface DocumentDate {
  /** `YYYY-MM-DD` in the publication's zone. */
  date: string;
  /** The instant, if the document has a time. */
  createdAt?: string;
  /** If the date names a week. Its date is the week's Monday. */
  cadence?: Cadence;
}

/**
 * Returns the document's date. A date without a zone is in the publication's zone, so its day stays as written. Throws an
 * Error if the date is missing or not understood.
 */
export function dateOf(
  { fields, path }: Pick<ImportDocument, 'fields' | 'path'>,
  timeZone: string,
): DocumentDate {
  // `published: true` is a state, not a date.
  const written = DATE_FIELDS.map((name) => textOf(fields, [name])).find((value) => /\d/.test(value)) ?? '';
  if (!written) {
    // For example Eleventy's `date: Last Modified`.
    const date = dayInPath(path);
    if (date) return { date };
    const week = weekIn(path);
    if (week) return week;
    const unread = textOf(fields, ['date']);
    if (unread) throw new Error(`its date "${unread}" is not understood: write it as 2026-04-06`);
    throw new Error('it has no date: add `date: 2026-04-06`, or put the date into the file name');
  }
  const numeric = NUMERIC_DAY.exec(written);
  if (numeric) {
    const date = readDay(numeric);
    if (!date) throw new Error(`its date "${written}" does not exist`);
    if (numeric[0].length === written.length) return { date };
  }
  const week = weekIn(written);
  if (week) return week;
  const instant = /^\d{4}(?:[-/.]\d{1,2}|-?w\d+.*)?$/i.test(written) ? undefined : parseFeedDate(written);
  if (!instant) throw new Error(`its date "${written}" is not understood: write it as 2026-04-06`);
  if (EPOCH.test(written) || ZONE.test(written))
    return { date: calendarDay(instant, timeZone), createdAt: instant };
  const local = Temporal.PlainDateTime.from(instant.replace(/Z$/, ''));
  const date = local.toPlainDate().toString();
  if (!/\d:\d/.test(written)) return { date };
  return { date, createdAt: new Date(local.toZonedDateTime(timeZone).epochMilliseconds).toISOString() };
}

/** Removes the date from the start of a file or folder name. */
export function withoutDate(name: string): string {
  const week = YEAR_WEEK.exec(name);
  const found =
    NUMERIC_DAY.exec(name) ??
    SHORT_DAY.exec(name) ??
    COMPACT_DAY.exec(name) ??
    (week?.index === 0 ? week : undefined);
  return found ? name.slice(found[0].length).replace(/^[-_.\s]+/, '') : name;
}

/** The week that a date or a path names, by ISO 8601. Undefined if the year has no such week. */
function weekIn(text: string): DocumentDate | undefined {
  const [, year, week, day] = YEAR_WEEK.exec(text) ?? [];
  const [, laterWeek, laterYear] = year ? [] : (WEEK_YEAR.exec(text) ?? []);
  const [ofYear, number] = [Number(year ?? laterYear), Number(week ?? laterWeek)];
  if (!ofYear) return undefined;
  // 4 January is always in the first week.
  const fourth = Temporal.PlainDate.from({ year: ofYear, month: 1, day: 4 });
  const monday = fourth.subtract({ days: fourth.dayOfWeek - 1 }).add({ weeks: number - 1 });
  if (monday.yearOfWeek !== ofYear || monday.weekOfYear !== number) return undefined;
  return day
    ? { date: monday.add({ days: Number(day) - 1 }).toString() }
    : { date: monday.toString(), cadence: 'weekly' };
}

function dayInPath(path: string): string | undefined {
  const names = path.split('/').reverse();
  for (const name of names) {
    const found =
      readDay(NUMERIC_DAY.exec(name)) ??
      readDay(SHORT_DAY.exec(name)) ??
      readDay(COMPACT_DAY.exec(name)) ??
      readDay(INNER_DAY.exec(name)) ??
      readNamedDay(name);
    if (found) return found;
  }
  return readDay(PATH_DAY.exec(path));
}

/** A day whose month is a word. */
function readNamedDay(name: string): string | undefined {
  const [, day, month, year] = DAY_MONTH.exec(name) ?? [];
  if (day) return parseFeedDate(`${day} ${month} ${year}`)?.slice(0, 10);
  const [, first, second, last] = MONTH_DAY.exec(name) ?? [];
  return first && parseFeedDate(`${second} ${first} ${last}`)?.slice(0, 10);
}

function readDay(found: RegExpExecArray | null): string | undefined {
  if (!found) return undefined;
  const [, year = '', month = '', day = ''] = found;
  const date = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isCalendarDay(date) ? date : undefined;
}
