// Normalises and stems the words of a text, and decides which of them carry content.

import { isFunctionWord } from '../../base/language/function-words.js';
import { stemWord } from '../../base/language/stem.js';

/**
 * Returns the form in which texts are compared: NFKC, one kind of hyphen, spaces around em dashes, no zero-width
 * characters, thin-space thousands as `7'000`. It is never displayed.
 */
export function plainText(text: string): string {
  return text
    .replace(/(\d)[\u00a0\u202f\u2009](?=\d{3}(?!\d))/g, "$1'")
    .replace(/[\u2122\u00ae\u00a9\u00ad\u200b-\u200d\u2060\ufeff]/g, '')
    .normalize('NFKC')
    .replace(/[\u2010-\u2013\u2212]/g, '-')
    .replace(/[\u2014\u2015]/g, ' - ');
}

/** Returns the plain text on one line, without web addresses. */
export function spokenText(text: string): string {
  return plainText(text)
    .replace(/https?:\/\/\S+/gi, ' ')
    .replace(/\s+/g, ' ');
}

/** Returns the text in lower case without diacritics. */
export function foldCase(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
}

const list = (words: string) => new Set(words.split(/\s+/).filter(Boolean));

/** Words that a reporter adds to a statement. They need no support in a post. */
const REPORTING =
  list(`say says said saying report reports reported reporting argue argues argued arguing claim claims
  claimed claiming note notes noted noting post posts posted posting posting's tweet tweets tweeted thread threads share
  shares shared sharing announce announces announced announcing announcement write writes wrote writing describe describes
  described describing show shows showed shown showing highlight highlights highlighted point points pointed pointing
  according user users people author authors commenter commenters commentator comment comments reply replies replied
  respond responds responded answer answers add adds added adding find finds found finding suggest suggests suggested
  explain explains explained call calls called calling see sees mention mentions mentioned discuss discusses discussed
  discussion community reaction reactions ask asks asked meanwhile separately elsewhere however overall notably
  reportedly apparently new latest today yesterday week day recently currently update updates story news
  introduce introduces introduced release releases released launch launches launched unveil unveiled publish published
  sagt berichtet schreibt laut meldet zeigt`);

/** Whether the word is a function word of the language, or a reporting word. */
export function isEmptyWord(word: string, language = 'en'): boolean {
  return REPORTING.has(word) || isFunctionWord(word, language);
}

/** Whether the word is a reporting word: "says", "post", "new". */
export const isReportingWord = (word: string) => REPORTING.has(word);

/** Maximum cached stems: several times the words of a day's posts. */
const MOST_STEMS = 50_000;
const known = new Map<string, string>();

/** Returns the light English stem of a word, cached: "releases", "released" and "releasing" have the same one. */
export function wordStem(word: string): string {
  let root = known.get(word);
  if (root === undefined) {
    root = stemWord(word);
    if (known.size >= MOST_STEMS) known.clear();
    known.set(word, root);
  }
  return root;
}

const WORD = /[\p{L}\p{N}]+(?:['\u2019][\p{L}]+)*/gu;

/** Returns the words of a plain text in lower case; compounds are split. */
export function plainWords(text: string): string[] {
  return foldCase(text).match(WORD) ?? [];
}

/** Returns the stems of a text's content words; words that begin with a digit are left out. */
export function contentStems(text: string, language = 'en'): Set<string> {
  const stems = new Set<string>();
  for (const raw of plainWords(text)) {
    const word = raw.replace(/\u2019/g, "'");
    if (word.length < 2 || /^\d/.test(word) || isEmptyWord(word, language)) continue;
    stems.add(wordStem(word));
  }
  return stems;
}

/** Returns the numbers of a text, as written. */
export const findNumbers = (text: string): string[] => text.match(/\d+(?:[.,]\d+)*/g) ?? [];

/** Returns the stems of a text's content words, and its numbers. */
export const stemsAndNumbers = (text: string): Set<string> =>
  new Set([...contentStems(text), ...findNumbers(text)]);

/** Returns the stems of a text's compounds written as one word: `reread` for "re-read". */
export function compoundStems(text: string): string[] {
  // Match only from the start of a word; otherwise a long one takes quadratic time.
  return (foldCase(text).match(/(?<!\p{L})\p{L}+-\p{L}+/gu) ?? []).map((compound) =>
    wordStem(compound.replace('-', '')),
  );
}
