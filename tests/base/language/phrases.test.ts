import { expect, test } from 'vitest';
import { en } from '../../../src/base/language/phrases/en.js';
import {
  countPhrase,
  directionOf,
  fillPhrase,
  PHRASES,
  phrasesOf,
  quoteSentence,
} from '../../../src/base/language/phrases/phrases.js';

/** Returns every text with its path, such as `issue.points.one`; plural forms count as one text. */
function textsOf(value: object, path = ''): [string, string][] {
  return Object.entries(value).flatMap(([key, part]): [string, string][] =>
    typeof part === 'string' ? [[`${path}${key}`, part]] : textsOf(part, `${path}${key}.`),
  );
}
const slotsIn = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
const isForm = (key: string) => /\.(?:zero|one|two|few|many)$/.test(key);

test.each(Object.entries(PHRASES))('%s has every phrase and every slot', (_, phrases) => {
  const own = new Map(textsOf(phrases));
  for (const [key, text] of textsOf(en)) {
    if (isForm(key)) continue;
    expect(own.get(key)?.trim(), key).toBeTruthy();
    expect(slotsIn(own.get(key) ?? ''), key).toEqual(slotsIn(text));
  }
});

test('phrasesOf has fourteen languages, and English for others', () => {
  expect(Object.keys(PHRASES)).toHaveLength(14);
  expect(phrasesOf('zh-Hant')).toBe(PHRASES.zh);
  expect(phrasesOf('tlh')).toBe(en);
});

test('countPhrase uses the language’s plural form and grouping, with the digits 0–9', () => {
  expect(countPhrase('pl', phrasesOf('pl').issue.feeds, 22)).toBe('22 kanały');
  expect(countPhrase('de', phrasesOf('de').issue.points, 1240)).toBe('1.240 Punkte');
  expect(countPhrase('ar-EG', phrasesOf('ar').issue.feeds, 5)).toBe('5 خلاصات');
  expect(fillPhrase('{a} {b}', { a: 1 })).toBe('1 {b}');
});

test('directionOf is rtl for Arabic and Hebrew', () => {
  expect(['ar-EG', 'he', 'en', 'zh'].map(directionOf)).toEqual(['rtl', 'rtl', 'ltr', 'ltr']);
});

test.each([
  ['en', 'They lack \u201cfeeling.\u201d', '\u201cThey lack \u2018feeling.\u2019\u201d'],
  ['en', 'A "simple" network on a 13" screen', '\u201cA \u2018simple\u2019 network on a 13" screen\u201d'],
  ['de', 'Sie nennt es \u201eneu\u201c.', '\u201eSie nennt es \u201aneu\u2018.\u201c'],
  ['fr', 'Un \u00ab essai \u00bb', '\u00ab\u00a0Un \u201c essai \u201d\u00a0\u00bb'],
  [
    'ja',
    '\u300c\u5b66\u7fd2\u300d\u3068\u3044\u3046',
    '\u300c\u300e\u5b66\u7fd2\u300f\u3068\u3044\u3046\u300d',
  ],
])('a quotation inside a quotation has other marks: %s', (language, text, quoted) =>
  expect(quoteSentence(language, text)).toBe(quoted),
);
