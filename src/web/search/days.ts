// Parses days as people write them.
import { dateFormat } from '../../base/date-format.js';
import { localeOf } from '../../base/language/phrases/phrases.js';
import { isCalendarDay } from '../../base/time.js';

/**
 * Parses `2026-04-16`, `16 April 2026`, `April 16` or `16. Apr.` into `2026-04-16`; undefined for anything else. Names of
 * months are in the given language or in English. Without a year, it is the last such day up to `latest`.
 */
export function parseDay(text: string, language: string, latest: string): string | undefined {
  const words = text.toLowerCase().trim();
  if (isCalendarDay(words)) return words;
  const [, first = '', second = '', year] =
    /^(?:\p{L}+,?\s+)?(\p{L}+|\d{1,2})(?:(?<=\d)(?:st|nd|rd|th))?\.?\s+(?:de\s+)?(\p{L}+|\d{1,2})(?:(?<=\d)(?:st|nd|rd|th))?\.?,?(?:\s+(?:de\s+)?(\d{4}))?$/u.exec(
      words,
    ) ?? [];
  const [day, month] = /^\d/.test(first) ? [first, second] : [second, first];
  const number = monthOf(month, language) ?? monthOf(month, 'en');
  if (!number || !/^\d{1,2}$/.test(day)) return undefined;
  const rest = `-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`;
  const thisYear = Number(latest.slice(0, 4));
  const years = year ? [year] : [thisYear, thisYear - 1, thisYear - 2, thisYear - 3];
  return years.map((one) => `${one}${rest}`).find((one) => isCalendarDay(one) && (year || one <= latest));
}

/** The number (1 to 12) of a month by its name, or by at least its first three letters. */
function monthOf(name: string, language: string): number | undefined {
  if (name.length < 3) return undefined;
  const format = dateFormat(localeOf(language), { timeZone: 'UTC', month: 'long', day: 'numeric' });
  for (let month = 0; month < 12; month++) {
    const parts = format.formatToParts(Date.UTC(2024, month, 1));
    const long = parts.find(({ type }) => type === 'month')?.value.toLowerCase() ?? '';
    if (long.startsWith(name)) return month + 1;
  }
  return undefined;
}
