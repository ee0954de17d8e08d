// The terms by which posts are compared: stems, trigrams, names, theme terms.
import { isFunctionWord } from '../../base/language/function-words.js';
import { stemWord } from '../../base/language/stem.js';
import { words } from '../../base/text.js';
import { isCommonWord } from '../vocabulary/field.js';
import { findVocabulary } from '../vocabulary/gazetteer.js';
import { findThemeTerms } from '../vocabulary/theme-lexicon.js';

/** Term counts of a text, by kind of term. */
export interface Terms {
  /** Stems of content words. */
  words: Map<string, number>;
  /** Canonical names by role: `company openai`, `model gpt-5-5` with `family gpt`, `topic agents`. */
  names: Map<string, number>;
}

/** Words that only report that something was posted. */
const REPORTING_WORDS = new Set(
  `amp com http https www post posts posted tweet tweets thread image users user comment comments commenter
    commenters new discuss discusses discussion highlight highlights highlighted
    suggest suggests suggesting including include includes included several noted notes note show shows
    showing shown significant various particularly potential indicates indicating related reportedly
    claims claimed claim argues argued arguing says said say described describes describing emphasize
    emphasizes emphasized reports reported release released announced`.split(/\s+/),
);

/** Whether a lower-cased word carries no information about a post's topic. */
export function isStopWord(word: string): boolean {
  return REPORTING_WORDS.has(word) || isCommonWord(word) || isFunctionWord(word);
}

function count(map: Map<string, number>, key: string, by = 1): void {
  map.set(key, (map.get(key) ?? 0) + by);
}

/** Reads the words and names of a post. Words in the title count twice. */
export function readTerms(title: string, text: string, author = ''): Terms {
  const whole = (title ? `${title}.\n${text}` : text).replace(/https?:\/\/\S+/g, ' ');
  const terms: Terms = { words: new Map(), names: new Map() };
  for (const part of title ? [whole, title] : [whole]) {
    countWords(terms.words, part);
    countNames(terms.names, part);
  }
  // An account is often what its posts are about: @vllm_project, @OpenAIDevs.
  if (author) countNames(terms.names, author);
  return terms;
}

function countWords(terms: Map<string, number>, text: string): void {
  for (const word of words(text))
    if (word.length > 1 && !isStopWord(word.replace(/'\w+$/, ''))) count(terms, stemWord(word));
}

function countNames(names: Map<string, number>, text: string): void {
  for (const { tag, role, family, maker } of findVocabulary(text).mentions) {
    count(names, `${role} ${tag.slug}`);
    if (family) count(names, `family ${family}`);
    if (maker) count(names, `company ${maker}`);
  }
}

/**
 * The terms of a post for comparing events: stems, and each name once in canonical form instead of its words, so that a
 * long name alone does not look like an event. Names have the form `=model gpt-5-5`.
 */
export function readEventTerms(title: string, given: string): Map<string, number> {
  const terms = new Map<string, number>();
  const whole = (title ? `${title}.\n${given}` : given).replace(/https?:\/\/\S+/g, ' ');
  const { text, mentions } = findVocabulary(whole);
  let rest = '';
  let at = 0;
  for (const { tag, role, start, end } of mentions) {
    if (role === 'topic' || role === 'thing') continue;
    rest += `${text.slice(at, start)} `;
    at = end;
    count(terms, `=${role} ${tag.slug}`);
  }
  countWords(terms, rest + text.slice(at));
  return terms;
}

/** The trigrams of each word, including its boundaries; they match what stems miss (`quant`, `quantised`). */
export function readTrigrams(words: Iterable<string>): Map<string, number> {
  const trigrams = new Map<string, number>();
  for (const word of words) {
    const bounded = `_${word}_`;
    for (let at = 0; at + 3 <= bounded.length; at++) count(trigrams, bounded.slice(at, at + 3));
  }
  return trigrams;
}

/** The theme terms that a post uses. Terms in the title count twice. */
export function readThemeTerms(title: string, text: string): Map<string, number> {
  const terms = new Map<string, number>();
  for (const part of title ? [`${title}.\n${text}`, title] : [text])
    for (const term of findThemeTerms(part.replace(/https?:\/\/\S+/g, ' '))) count(terms, term);
  return terms;
}

/** The distinct content words of a text, without speakers. */
export function contentWords(text: string): Set<string> {
  return new Set(words(text.replace(/@\w+/g, ' ')).filter((word) => !isStopWord(word)));
}

/** `40`, `31b` and `gpt-5.5`, but not an account's `ada99`. */
export function isNumber(word: string): boolean {
  return /^\d|[.-]\d/.test(word);
}
