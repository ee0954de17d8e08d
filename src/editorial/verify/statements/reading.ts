// Splits a text into sentences, clauses and tokens, which the rules about wording compare.
import { isFunctionWord } from '../../../base/language/function-words.js';
import { splitSentences } from '../../../base/text.js';
import { endsCommonly } from '../lexicon/common-endings.js';
import { EVENT_GROUPS } from '../lexicon/event-words.js';
import { isOpener } from '../lexicon/openers.js';
import { SYNONYM_GROUPS } from '../lexicon/synonyms.js';
import { stemOf } from '../lexicon/word-list.js';
import { isNumberWord, valueOfWord } from '../quantities/number-words.js';
import { findUnit } from '../quantities/units.js';
import { isReportingWord } from '../wording.js';

/** A word, number or name of a text. `start` and `end` are positions in the whole text. */
export interface Token {
  /** As written. */
  raw: string;
  /** Lower case, straight apostrophes. */
  word: string;
  /** The form for comparison: a word's stem, a name without spaces and hyphens, a number's digits. */
  key: string;
  start: number;
  end: number;
  /** `report`: a reporting word such as "says"; `empty`: a function word. */
  kind: 'name' | 'number' | 'word' | 'report' | 'empty';
}

/** A part of a sentence between commas, conjunctions and the like. */
export interface Clause {
  text: string;
  /** Its position in the whole text. */
  start: number;
  tokens: Token[];
  /** Keys of all tokens but function words. */
  keys: Set<string>;
}

/** A sentence with its tokens and clauses. */
export interface SentenceReading {
  text: string;
  start: number;
  tokens: Token[];
  clauses: Clause[];
  keys: Set<string>;
}

const TOKEN =
  /[$€£]?\d+(?:[.,]\d+)*(?:[%×x]|[kKMBT](?![\p{L}\p{N}]))?(?![\p{L}\d]|[.,]\d)|[\p{L}\p{N}]+(?:[.'\u2019&/-][\p{L}\p{N}]+)*/gu;
/** The boundary between two clauses of a sentence. */
const CLAUSE =
  /(?<=[\p{L}\p{N}%)"\u201d\u2019])(?:\s*[;:]\s+|\s+-+\s+|,\s+|\s+\(|\)\s*|(?<!\b(?:nothing|anything|none|all))\s+(?=(?:and|but|while|whereas|although|though|because|after|before|until|since|when|where|which|who|whose|so|that|if|unless|despite|however|yet|or)\s))/u;

const isNumber = (raw: string) => /^[$€£]?\d/.test(raw) && !/\p{L}{2}/u.test(raw);

/** Whether a token is the size in a model's name: "27B". */
export const isSize = ({ raw }: Pick<Token, 'raw'>) => /^\d+(?:\.\d+)?[BMK]$/.test(raw);

/** Whether a name is the acronym of a common noun: "LLM". */
export const isKindOfThing = ({ raw }: Token) =>
  /^(?:AIs?|LLMs?|APIs?|CLIs?|GPUs?|CPUs?|MoEs?|SOTA|V?RAM|[TPE]?FLOP[sS]?)$/.test(raw);

/** Returns the kind of a token. `opening`: it is the first word, whose capital alone does not make it a name. */
function kindOf(raw: string, opening: boolean, word: string, language: string): Token['kind'] {
  if (isNumber(raw)) return 'number';
  if (/\p{Lu}/u.test(raw.slice(1)) || /\d/.test(raw)) return 'name';
  if (
    isFunctionWord(word, language) ||
    /^(?:i|you|we|they|he|she|it|that|there|what|who|let)'\w+$/.test(word)
  )
    return 'empty';
  if (/^\p{Lu}/u.test(raw) && (!opening || !isCommon(word))) return 'name';
  return isReportingWord(word) ? 'report' : 'word';
}

/** Endings of common words. The first word of a sentence with one of them is not a name. */
const COMMON_ENDING = endsCommonly('er');

/** Whether a lower-case word is a known common word or has a common ending. */
function isCommon(word: string): boolean {
  const stem = stemOf(word);
  return (
    COMMON_ENDING.test(word) ||
    isReportingWord(word) ||
    isOpener(word) ||
    isNumberWord(word) ||
    SYNONYM_GROUPS.has(stem) ||
    EVENT_GROUPS.has(stem)
  );
}

// "Harbour-Bench 2.0 Tern3.6-27B" is two names, a designation and a model; "Tern 3.6 27B" is one.
const isDesignation = (raw: string) => /\d$|^\p{Lu}+-\p{Lu}+$/u.test(raw);
const isModel = (raw: string) => /^\p{L}{2,}-?\d/u.test(raw);

/** Returns a word's stem or, for a number in words, its digits: "two" equals 2. */
const keyOf = (word: string) => {
  const value = valueOfWord(word) ?? 0;
  return value > 1 ? String(value) : stemOf(word);
};

const nameKey = (raw: string) =>
  raw
    .replace(/(?<=\p{Lu})s$/u, '')
    .toLowerCase()
    .replace(/['\u2019]s?$/, '')
    .replace(/[^\p{L}\p{N}.]+/gu, '');

/** Splits a text into tokens. `offset` is its position in the whole text. */
function readTokens(text: string, offset: number, language: string): Token[] {
  const tokens: Token[] = [];
  for (const match of splitCompounds(text.matchAll(TOKEN))) {
    const raw = match.raw.replace(/['\u2019]s$/, '');
    const word = raw.toLowerCase().replace(/\u2019/g, "'");
    const opening = tokens.length === 0;
    const start = offset + match.index;
    const last = tokens.at(-1);
    // In "73 GB" the unit is not a name.
    const isUnit = last?.kind === 'number' && findUnit(raw) !== undefined;
    const kind = isUnit ? 'word' : kindOf(raw, opening, word, language);
    const gap = last ? text.slice(last.end - offset, match.index) : '';
    // Join the parts of one name: "Claude Opus 4.8".
    if (
      last?.kind === 'name' &&
      !/^\d/.test(last.raw) &&
      (gap === ' ' || (gap === '-' && /\d$/.test(last.raw) && /^\p{Lu}\p{Ll}+$/u.test(raw))) &&
      !/['\u2019]s$/.test(text.slice(0, match.index).trimEnd()) &&
      (kind === 'name' ||
        (/^\d+(?:\.\d+)*[ac-gijl-rt-wyz]?$/.test(raw) && text[match.index + raw.length] !== '-')) &&
      !(isDesignation(last.raw) && isModel(raw))
    ) {
      // "Tern 3.6-Plus" is one name.
      last.raw += `${gap}${raw}`;
      last.word += `${gap}${word}`;
      last.key += nameKey(raw);
      last.end = start + match.raw.length;
      continue;
    }
    // Keep two versions of one name together: "Opus 4.6/4.7".
    if (last?.kind === 'name' && /\d$/.test(last.raw) && gap === '/' && kind === 'number') {
      last.raw += `/${raw}`;
      last.end = start + match.raw.length;
      continue;
    }
    const key =
      kind === 'name'
        ? nameKey(raw)
        : kind === 'number'
          ? raw.replace(/[^\d.]/g, '').replace(/\.0+$/, '')
          : keyOf(word);
    tokens.push({ raw, word, key, start, end: start + match.raw.length, kind });
  }
  return tokens;
}

/** Splits a compound: `long-context` into two words, `lab/Tern-3` into lab and model, but not `GPT-5.5` or `CI/CD`. */
function partsOf(raw: string): string[] {
  if (/[\p{Lu}\d]/u.test(raw)) return /\p{L}{3}\/|\/\p{L}{3}/u.test(raw) ? raw.split('/') : [raw];
  return /^no-/.test(raw) ? [raw] : raw.split(/[-/]/);
}

/** Yields each match, or its parts if it is a compound, with their positions. */
function* splitCompounds(matches: Iterable<RegExpMatchArray>): Iterable<{ raw: string; index: number }> {
  for (const { 0: raw, index = 0 } of matches) {
    let at = index;
    for (const part of partsOf(raw)) {
      yield { raw: part, index: at };
      at += part.length + 1;
    }
  }
}

const keysOf = (tokens: Token[]) =>
  new Set(tokens.filter(({ kind }) => kind !== 'empty').map(({ key }) => key));

/** Splits a sentence into clauses and distributes its tokens among them. */
function readClauses(text: string, start: number, tokens: Token[]): Clause[] {
  const clauses: Clause[] = [];
  let from = 0;
  let next = 0;
  for (const part of text.split(new RegExp(CLAUSE, 'gu'))) {
    const at = text.indexOf(part, from);
    from = at + part.length;
    const own: Token[] = [];
    for (let token = tokens[next]; token && token.start < start + from; token = tokens[++next])
      own.push(token);
    if (own.length > 0) clauses.push({ text: part, start: start + at, tokens: own, keys: keysOf(own) });
  }
  return clauses;
}

/** Reads one sentence. `start` is its position in the whole text. */
export function readSentence(text: string, start: number, language: string): SentenceReading {
  const tokens = readTokens(text, start, language);
  return { text, start, tokens, clauses: readClauses(text, start, tokens), keys: keysOf(tokens) };
}

/** Reads all sentences of a plain text. */
export function readSentences(text: string, language: string): SentenceReading[] {
  const found: SentenceReading[] = [];
  let from = 0;
  for (const sentence of splitSentences(text, language)) {
    const at = text.indexOf(sentence, from);
    const start = at < 0 ? from : at;
    from = start + sentence.length;
    found.push(readSentence(sentence, start, language));
  }
  return found;
}

/** Returns the number of keys in both sets. */
export function countShared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const key of a) if (b.has(key)) shared++;
  return shared;
}

/** Whether `a` is `b` with a version: `gemma4` and `gemma`, but not `gpt5.4mini` and `gpt5.4`. */
const isVersionOf = (a: string, b: string) =>
  a.startsWith(b) && /^\d/.test(a.slice(b.length)) && !/\d$/.test(b);

/** Whether `short` abbreviates `long`, with letters in the same order and the same number: `fb4` for `flintbrook4`. */
function isShortOf(short: string, long: string): boolean {
  const [, letters = '', number] = /^([a-z]{2,4})(\d[\d.]*)$/.exec(short) ?? [];
  if (!number || !long.endsWith(number) || long.length < short.length * 2 || long[0] !== letters[0])
    return false;
  let at = 0;
  return [...letters].every((letter) => {
    at = long.indexOf(letter, at) + 1;
    return at > 0;
  });
}

/** A kind of thing at the end of a name: `grokai`, `chinesellms`. */
const KIND = /(?<=.{4})(?:ai|llms?|apis?|models?)$/;

/** Whether two keys may be the same name: `opus4.8` and `claudeopus4.8`. */
export function isSameName(a: string, b: string): boolean {
  return (
    a === b ||
    a.replace(KIND, '') === b ||
    a === b.replace(KIND, '') ||
    (a.length > 2 &&
      b.length > 2 &&
      (a.endsWith(b) ||
        b.endsWith(a) ||
        isVersionOf(a, b) ||
        isVersionOf(b, a) ||
        isShortOf(a, b) ||
        isShortOf(b, a)))
  );
}

/** Words before a name that make it the means or the place: "faster with A", "runs on a small A". */
const MEANS = /^(?:with|by|via|using|through|on|in)$/;
/** Maximum tokens from such a word to the name. */
const MEANS_REACH = 3;

/** Whether a sentence has the name as the means or place of what it says, so that a post may have it as the subject. */
export const hasAsMeans = ({ tokens }: SentenceReading, { key }: Pick<Token, 'key'>) =>
  tokens.some((token, at) => {
    if (token.kind !== 'name' || !isSameName(token.key, key)) return false;
    const before = tokens.slice(Math.max(0, at - MEANS_REACH), at);
    const from = before.findLastIndex(({ word }) => MEANS.test(word));
    return from >= 0 && !before.slice(from).some(({ kind }) => kind === 'name');
  });
