// The wording of issues, pages and mails in the publication's language: en.ts, de.ts …
import { ar } from './ar.js';
import { de } from './de.js';
import { en } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';
import { he } from './he.js';
import { it } from './it.js';
import { ja } from './ja.js';
import { ko } from './ko.js';
import { nl } from './nl.js';
import { pl } from './pl.js';
import { pt } from './pt.js';
import { sv } from './sv.js';
import type { Phrases, Plural } from './type.js';
import { zh } from './zh.js';

/** The phrases by two-letter language code. */
export const PHRASES: Readonly<Record<string, Phrases>> = {
  ...{ ar, de, en, es, fr, he, it, ja, ko, nl, pl, pt, sv, zh },
};

/** The phrases of a language (BCP 47), or English. */
export function phrasesOf(language: string): Phrases {
  return PHRASES[language.slice(0, 2).toLowerCase()] ?? en;
}

/** The language if Intl accepts it, else English: an issue's language may come from an imported file. */
export function localeOf(language: string): string {
  return /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i.test(language) ? language : 'en';
}

/** The phrase with each `{name}` replaced by its value. */
export function fillPhrase(phrase: string, values: Record<string, string | number>): string {
  return phrase.replace(/\{(\w+)\}/g, (slot, name: string) => String(values[name] ?? slot));
}

/** Fills the plural form that the language uses for this number: `12 feeds`. */
export function countPhrase(language: string, forms: Plural, count: number): string {
  const form = forms[new Intl.PluralRules(localeOf(language)).select(count)] ?? forms.other;
  return fillPhrase(form, { n: formatNumberIn(language, count) });
}

/**
 * Formats a number with the language's grouping, always with the digits 0–9 so that figures can be compared with posts.
 */
export function formatNumberIn(language: string, value: number): string {
  return new Intl.NumberFormat(`${localeOf(language)}-u-nu-latn`, { maximumFractionDigits: 0 }).format(value);
}

/** `a, b and c` */
export function listPhrase(language: string, items: string[]): string {
  return joinList(language, items, (text) => text).join('');
}

/** Joins items into a list: `[a, ', ', b, ' and ', c]`. `separate` makes each separator. */
export function joinList<T>(language: string, items: T[], separate: (text: string) => T): T[] {
  const parts = new Intl.ListFormat(localeOf(language), { type: 'conjunction' }).formatToParts(
    items.map(String),
  );
  let at = 0;
  return parts.flatMap(({ type, value }): T[] => {
    if (type !== 'element') return [separate(value.replace(/^, and $/, ' and '))];
    const item = items[at++];
    return item === undefined ? [] : [item];
  });
}

/** A text in the language's quotation marks. */
export function quotePhrase(language: string, text: string): string {
  const [open, close] = phrasesOf(language).quotes;
  return `${open}${text}${close}`;
}

/** Marks of a quotation inside a quotation, by the opening mark outside. */
const INNER_QUOTES: Record<string, [string, string]> = {
  '\u201c': ['\u2018', '\u2019'],
  '\u201d': ['\u2019', '\u2019'],
  '\u201e': ['\u201a', '\u2018'],
  '\u00ab': ['\u201c', '\u201d'],
  '\u300c': ['\u300e', '\u300f'],
};

/** Double quotation marks of a text. After a digit, a straight mark may be an inch. */
const DOUBLE_QUOTED =
  /[\u201c\u201e]([^\u201c-\u201e]*)[\u201c\u201d]|\u00ab([^\u00ab\u00bb]*)\u00bb|\u300c([^\u300c\u300d]*)\u300d|(?<!\d)"([^"]*[^\s"\d])"/g;

/** A sentence in the language's quotation marks, with other marks for the quotations inside it. */
export function quoteSentence(language: string, text: string): string {
  const inner = INNER_QUOTES[phrasesOf(language).quotes[0].trim()] ?? ['', ''];
  const quote = (_: string, ...found: (string | undefined)[]) =>
    inner.join(found.slice(0, 4).find((one) => one !== undefined));
  return quotePhrase(language, inner[0] ? text.replace(DOUBLE_QUOTED, quote) : text);
}

const RIGHT_TO_LEFT = new Set(['ar', 'he', 'fa', 'ur', 'yi', 'ps', 'ckb', 'dv', 'sd', 'ug']);

/** The value of HTML's `dir` for a language. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(language.toLowerCase().split('-')[0] ?? '') ? 'rtl' : 'ltr';
}

/** Matches runs that must stay together in right-to-left text: names, versions, handles and figures with units. */
export const LATIN_RUN =
  /[@#$€£]?[\p{sc=Latin}\d][\p{sc=Latin}\d.,:/%+_'’-]*(?:[ \u00a0][@#$]?[\p{sc=Latin}\d][\p{sc=Latin}\d.,:/%+_'’-]*)*(?<=[\p{sc=Latin}\d%+])/gu;
