// Finds dates in texts: "April 6", "6 Apr 2026", "2026-04-06", "in March".
import { DAY_MS } from '../../../base/time.js';

export interface FoundDate {
  raw: string;
  start: number;
  end: number;
  year?: number;
  /** 1…12 */
  month: number;
  day?: number;
}

const MONTH_NAMES = [
  'january|januar|jan',
  'february|februar|feb',
  'march|märz|maerz|mar',
  'april|apr',
  'may|mai',
  'june|juni|jun',
  'july|juli|jul',
  'august|aug',
  'september|sept|sep',
  'october|oktober|oct|okt',
  'november|nov',
  'december|dezember|dec|dez',
];
/** Months that are recognised alone: not "March" and "May", which are also verbs. */
const FULL_NAMES = MONTH_NAMES.flatMap((names) => names.split('|')).filter(
  (name) => name.length > 3 && !/^(?:ma|sept$)/.test(name),
);
const MONTH = `(${MONTH_NAMES.join('|')})\\.?`;
const monthOf = (name: string) =>
  MONTH_NAMES.findIndex((names) => names.split('|').includes(name.toLowerCase())) + 1;

const DAY = '(\\d{1,2})(?:st|nd|rd|th|\\.)?';
const PATTERNS: {
  pattern: RegExp;
  read: (m: RegExpExecArray) => Omit<FoundDate, 'raw' | 'start' | 'end'>[];
}[] = [
  {
    pattern: /(?<![\d.-])(20\d\d)[-/](\d{1,2})[-/](\d{1,2})(?![\d-])/g,
    read: (m) => [{ year: Number(m[1]), month: Number(m[2]), day: Number(m[3]) }],
  },
  {
    pattern: /(?<![\d./])(\d{1,2})\/(\d{1,2})\/(20\d\d)(?!\d)/g,
    read: (m) => [{ year: Number(m[3]), month: Number(m[1]), day: Number(m[2]) }],
  },
  {
    pattern: new RegExp(
      `\\b${MONTH}\\s${DAY}(?:\\s?-\\s?(\\d{1,2})(?!\\d))?(?:,?\\s(20\\d\\d))?(?![\\d.%]*[\\d%])`,
      'gi',
    ),
    read: (m) => days(monthOf(m[1] ?? ''), [m[2], m[3]], m[4]),
  },
  {
    pattern: new RegExp(
      `(?<![\\d.])(?:(\\d{1,2})\\s?-\\s?)?${DAY}(?:\\sof)?\\s${MONTH}(?!\\p{L})(?:,?\\s(20\\d\\d))?`,
      'giu',
    ),
    read: (m) => days(monthOf(m[3] ?? ''), [m[2], m[1]], m[4]),
  },
  {
    pattern: new RegExp(`\\b${MONTH},?\\s(?:of\\s)?(20\\d\\d)(?!\\d)`, 'gi'),
    read: (m) => [{ month: monthOf(m[1] ?? ''), year: Number(m[2]) }],
  },
  {
    // "May" and "march" are also verbs: a month alone counts only with a capital and after a preposition.
    pattern: new RegExp(
      `(?<=\\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Ff]rom|[Ee]arly|[Ll]ate|[Mm]id|[Ll]ast|[Nn]ext|[Tt]his|[Oo]f|[Tt]hrough|[Bb]efore|[Aa]fter|[Dd]uring|[Tt]ill?|[Aa]round|[Ii]m|[Ss]eit)[ -])(${MONTH_NAMES.join('|').replace(/\b\p{L}/gu, (letter) => letter.toUpperCase())})(?![\\p{L}\\p{N}])`,
      'gu',
    ),
    read: (m) => [{ month: monthOf(m[1] ?? '') }],
  },
  {
    // Other full names are always months, also in lower case.
    pattern: new RegExp(`(?<![\\p{L}\\p{N}@#])(${FULL_NAMES.join('|')})(?![\\p{L}\\p{N}])`, 'giu'),
    read: (m) => [{ month: monthOf(m[1] ?? '') }],
  },
];

function days(month: number, list: (string | undefined)[], year: string | undefined) {
  return list
    .filter((day): day is string => day !== undefined && Number(day) >= 1 && Number(day) <= 31)
    .map((day) => ({ month, day: Number(day), ...(year && { year: Number(year) }) }));
}

/** Returns every date in a plain text that names at least a month. Where patterns overlap, the first one wins. */
export function findDates(text: string): FoundDate[] {
  const found: FoundDate[] = [];
  const taken = new Uint8Array(text.length);
  for (const { pattern, read } of PATTERNS) {
    pattern.lastIndex = 0;
    for (let m = pattern.exec(text); m; m = pattern.exec(text)) {
      // "It may 4 times": months that are verbs need their capital.
      if (/\b(?:may|mar|march)\b/.test(m[0])) continue;
      const start = m.index;
      const end = start + m[0].length;
      if (taken[start] || taken[end - 1]) continue;
      taken.fill(1, start, end);
      for (const date of read(m))
        if (date.month >= 1 && date.month <= 12) found.push({ ...date, raw: m[0], start, end });
    }
  }
  return found;
}

/** Whether the claim's date is the day of the instant (ISO 8601), or the day before or after, for time zones. */
function isNear(claim: FoundDate, instant: string): boolean {
  const time = Date.parse(instant);
  if (Number.isNaN(time)) return false;
  return [0, -1, 1].some((shift) => {
    const date = new Date(time + shift * DAY_MS);
    return (
      date.getUTCMonth() + 1 === claim.month &&
      (claim.day === undefined || date.getUTCDate() === claim.day) &&
      (claim.year === undefined || date.getUTCFullYear() === claim.year)
    );
  });
}

/** Whether a post supports the date: it names it (without a year, the post's year counts) or was written on it. */
export function supportsDate(claim: FoundDate, dates: FoundDate[], createdAt: string | undefined): boolean {
  if (createdAt && isNear(claim, createdAt)) return true;
  const posted = createdAt ? Number(createdAt.slice(0, 4)) : undefined;
  return dates.some((date) => {
    if (date.month !== claim.month || (claim.day !== undefined && date.day !== claim.day)) return false;
    const year = date.year ?? posted;
    return (
      claim.year === undefined || year === undefined || Math.abs(claim.year - year) <= (date.year ? 0 : 1)
    );
  });
}
