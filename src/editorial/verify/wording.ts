// The words of a text: one spelling, light stems, and which of them carry content.

import { isFunctionWord } from '../../base/language/function-words.js';
import { stemWord } from '../../base/language/stem.js';

/**
 * The form in which texts are compared: NFKC, one kind of hyphen, em dashes spaced, no zero-width characters,
 * thin-space thousands as `7'000`. Never shown to anyone.
 */
export function plainText(text: string): string {
  return text
    .replace(/(\d)[\u00a0\u202f\u2009](?=\d{3}(?!\d))/g, "$1'")
    .replace(/[\u2122\u00ae\u00a9\u00ad\u200b-\u200d\u2060\ufeff]/g, '')
    .normalize('NFKC')
    .replace(/[\u2010-\u2013\u2212]/g, '-')
    .replace(/[\u2014\u2015]/g, ' - ');
}

/** Plain text on one line, without web addresses, which say nothing. */
export function spokenText(text: string): string {
  return plainText(text)
    .replace(/https?:\/\/\S+/gi, ' ')
    .replace(/\s+/g, ' ');
}

/** Without diacritics, lower case. */
export function foldCase(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
}

const list = (words: string) => new Set(words.split(/\s+/).filter(Boolean));

/** What a reporter adds to what was said. It needs no support. */
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

/** Whether the word has no content of its own in any language that we know, or is a reporter's word. */
export function isEmptyWord(word: string, language = 'en'): boolean {
  return REPORTING.has(word) || isFunctionWord(word, language);
}

/** Whether the word is a reporter's: "says", "post", "new". */
export const isReportingWord = (word: string) => REPORTING.has(word);

/** Words come again and again; a day's vocabulary fits several times. */
const MOST_STEMS = 50_000;
const known = new Map<string, string>();

/** A light English wordStem: releases, released and releasing are one. Short words stay as they are. */
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

/** Lower-cased words of a plain text, compounds in their parts. */
export function plainWords(text: string): string[] {
  return foldCase(text).match(WORD) ?? [];
}

/** The stems that carry content, once each, without numbers and measures. Compounds also count as one word. */
export function contentStems(text: string, language = 'en'): Set<string> {
  const stems = new Set<string>();
  for (const raw of plainWords(text)) {
    const word = raw.replace(/\u2019/g, "'");
    if (word.length < 2 || /^\d/.test(word) || isEmptyWord(word, language)) continue;
    stems.add(wordStem(word));
  }
  return stems;
}

/** Compounds of a text in one word: `reread` for "re-read". */
export function compoundStems(text: string): string[] {
  // From where a word begins only: a long one would take quadratic time.
  return (foldCase(text).match(/(?<!\p{L})\p{L}+-\p{L}+/gu) ?? []).map((compound) =>
    wordStem(compound.replace('-', '')),
  );
}
