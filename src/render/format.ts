// Formatting shared by all forms of an issue: numbers, days, periods, sources and engagement.

import { calendarDay, dateFormat } from '../base/date-format.js';
import { countPhrase, localeOf, phrasesOf } from '../base/language/phrases/phrases.js';
import type { Plural } from '../base/language/phrases/type.js';
import { lastMoment } from '../base/time.js';
import { parseHttpUrl } from '../base/url.js';
import type { Cadence, CitedPost, Instant, Issue, Period, Platform, Section } from '../model.js';

const digits = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `12,410`, never `12.4k`, so that readers can compare and check figures. */
export function formatNumber(value: number): string {
  return digits.format(value);
}

/** `1 point`, `1,240 points`. */
export function formatCount(value: number, one: string, many = `${one}s`): string {
  return `${formatNumber(value)} ${value === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(items: string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** The description of an issue in lists, feeds and previews. */
export function describeIssue({ summary, subtitle }: Pick<Issue, 'summary' | 'subtitle'>): string {
  return summary && summary.length > 0 ? summary.join(' ') : subtitle;
}

// A browser breaks lines after a dash, but names such as 148B-A12B and GPT-5.5 must stay whole. A match begins only at
// the start of a word or of a part of one: from every letter, matching would take quadratic time.
const COMPOUND_WORD = /((?<![^\s-])[^\s-]+(?:-[^\s-]+)+)/;
/** Longer names may wrap, because they would not fit a narrow screen. */
const MAX_UNBROKEN = 20;

/** Splits a headline; `whole` parts must not wrap. */
export function splitHeadline(text: string): { text: string; whole: boolean }[] {
  return text
    .split(COMPOUND_WORD)
    .map((part, at) => ({
      text: part,
      whole: at % 2 === 1 && part.length <= MAX_UNBROKEN && /\d/.test(part),
    }))
    .filter((part) => part.text !== '');
}

/** `$0.03`; below a cent `less than $0.01`. */
export function formatCost(usd: number): string {
  return usd > 0 && usd < 0.01 ? 'less than $0.01' : `$${usd.toFixed(2)}`;
}

interface Day {
  weekday: string;
  day: string;
  month: string;
  year: string;
}

function dayOf(instant: Instant | number, timeZone: string): Day {
  const format = dateFormat('en-GB', { timeZone, dateStyle: 'full' });
  const parts = new Map(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return { weekday: part('weekday'), day: part('day'), month: part('month'), year: part('year') };
}

/** The calendar day in the zone, with its name: `Tuesday, 17 March 2026`. */
export function formatDay(instant: Instant, timeZone: string, language = 'en'): string {
  if (!isEnglish(language)) return dateFormatIn(language, timeZone, 'full').format(new Date(instant));
  const { weekday, day, month, year } = dayOf(instant, timeZone);
  return `${weekday}, ${day} ${month} ${year}`;
}

/** `Tuesday, 17 March 2026` for one day, otherwise `4–6 April 2026`, `30 March – 5 April 2026` and so on. */
export function formatPeriod(period: Period, timeZone: string, language = 'en'): string {
  if (!isEnglish(language)) return formatPeriodIn(language, period, timeZone);
  const first = dayOf(period.from, timeZone);
  const last = dayOf(lastMoment(period), timeZone);
  const end = `${last.day} ${last.month} ${last.year}`;
  if (first.year !== last.year) return `${first.day} ${first.month} ${first.year} – ${end}`;
  if (first.month !== last.month) return `${first.day} ${first.month} – ${end}`;
  return first.day === last.day ? `${last.weekday}, ${end}` : `${first.day}–${end}`;
}

function formatPeriodIn(language: string, period: Period, timeZone: string): string {
  const [from, to] = [new Date(period.from), new Date(lastMoment(period))];
  const day = dateFormatIn(language, timeZone, 'full');
  return day.format(from) === day.format(to)
    ? day.format(from)
    : dateFormatIn(language, timeZone, 'long').formatRange(from, to);
}

function isEnglish(language: string): boolean {
  return language.toLowerCase().startsWith('en');
}

/** Uses the digits 0–9 in every language. */
function dateFormatIn(language: string, timeZone: string, dateStyle: 'full' | 'long'): Intl.DateTimeFormat {
  return dateFormat(`${localeOf(language)}-u-nu-latn`, { timeZone, dateStyle });
}

/** The last calendar day of the period, `YYYY-MM-DD`. */
export function formatPeriodEnd(period: Period, timeZone: string): string {
  return calendarDay(lastMoment(period), timeZone);
}

/** `every day`, `every week` or `every day and every week`. */
export function formatCadence(cadence: Cadence | 'both', language = 'en'): string {
  return phrasesOf(language).mail[cadence];
}

const PLATFORM_LETTERS: Record<Platform, string> = { x: 'X', reddit: 'r', discord: 'd', web: 'w' };

/** The letter of a platform: `X`, `r`, `d`, `w`. */
export function sourceMark(platform: Platform): string {
  return PLATFORM_LETTERS[platform];
}

/**
 * The label of a post's source: `@handle`, a comment's `u/name` (it has no title), otherwise the subreddit or
 * publication.
 */
export function sourceLabel({ platform, author, sourceName, title }: CitedPost): string {
  if (platform === 'x') return `@${author}`;
  if (platform === 'reddit' && !title && author) return `u/${author}`;
  return sourceName || author;
}

/** At most two of the platform's counts, the more important first: `1,240 points, 310 comments`. */
export function formatEngagement({ metrics, platform }: CitedPost, language = 'en'): string {
  const { issue } = phrasesOf(language);
  const counts: [number | undefined, Plural][] = [
    [metrics.score, issue.points],
    [metrics.likes, platform === 'discord' ? issue.reactions : issue.likes],
    [metrics.reposts, issue.reposts],
    [metrics.comments, issue.comments],
    [metrics.replies, issue.replies],
  ];
  const given = counts.flatMap(([value, forms]) => (value ? [countPhrase(language, forms, value)] : []));
  return given.slice(0, 2).join(', ');
}

/** The publication's front page, which lists all issues. Undefined without a public http(s) address. */
export function archiveUrl(publicUrl: string | undefined): string | undefined {
  const base = parseHttpUrl(publicUrl);
  return base && `${base.origin}${base.pathname.replace(/\/$/, '')}/`;
}

/** The issue's page under the publication's public address, or a place in it. */
export function issueUrl(publicUrl: string | undefined, slug: string, anchor?: string): string | undefined {
  const base = archiveUrl(publicUrl);
  const fragment = anchor ? `#${encodeURIComponent(anchor)}` : '';
  return base && `${base}issues/${encodeURIComponent(slug)}${fragment}`;
}

/**
 * The daily issues that reported the story of a weekly section: the day of each (`Tue 12 May`), and its address if
 * there is a site.
 */
export function listDailyIssues(
  { issues = [] }: Pick<Section, 'issues'>,
  language: string,
  publicUrl: string | undefined,
): { day: string; url: string | undefined }[] {
  return issues.map((slug) => ({ day: dayOfSlug(slug, language), url: issueUrl(publicUrl, slug) }));
}

/** The day at the beginning of a daily issue's slug; the slug itself if it has none. */
export function dayOfSlug(slug: string, language: string): string {
  const day = Date.parse(slug.slice(0, 'YYYY-MM-DD'.length));
  if (Number.isNaN(day)) return slug;
  const locale = language === 'en' ? 'en-GB' : language;
  return dateFormat(locale, { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' }).format(
    day,
  );
}

/** The page "How this issue was made". */
export function howMadeUrl(publicUrl: string | undefined, slug: string): string | undefined {
  const page = issueUrl(publicUrl, slug);
  return page && `${page}/how`;
}

/** Whether the issue has no content. */
export function isEmpty({ lead, recaps, body }: Issue): boolean {
  return (
    !body && lead.length === 0 && recaps.every((recap) => recap.sections.length + recap.topPosts.length === 0)
  );
}
