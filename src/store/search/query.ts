// A reader's search as a value: parsed once, then compiled for the database, marked in the hits, varied for suggestions.
import type { Instant, Platform, StoredTag } from '../../model.js';
import { spellingsOf, withUnit } from './number-words.js';
import { distinctSequences, isUnspaced, sequencesOf } from './tokens.js';

export interface SearchFilters {
  platform?: Platform;
  /** A recap's title. */
  recap?: string;
  /** A source's id or its name as readers know it (`r/LocalLLaMA`), or an author as `@karpathy`. */
  source?: string;
  /** A name as the platform has it, without `@` and `u/`; `x/karpathy` for that of one platform only. */
  author?: string;
  /** A bullet must name all of them. */
  tags?: readonly StoredTag[];
  /** Only issues whose period ends after it. */
  since?: Instant;
  /** Only issues whose period ends at it or before. */
  until?: Instant;
  /** Only what has a word of doubt or criticism near the terms and tags: see `isDoubted`. */
  doubts?: boolean;
  /** Leaves out imported texts, which no check has read. */
  checkedOnly?: boolean;
}

export interface SearchTerm {
  /** Without its signs: `quant` of `-quant*`. */
  text: string;
  excluded: boolean;
  phrase: boolean;
  prefix: boolean;
  /** The tokens that the index may hold for it, in their order; one sequence for each way to stem them. */
  sequences: string[][];
}

const MAX_QUERY_LENGTH = 500;
/** Shorter beginnings match too much. */
const MIN_PREFIX = 2;

/** English words that say nothing about what is sought; in quotation marks, or alone, they are searched for. */
const SMALL_WORDS: ReadonlySet<string> = new Set(
  `a about an and any are as at be been but by can could did do does for from had has have how i if in is it its many me
  much my of on or our should so than that the their them then there these they this those to was we were what when where
  which who why will with would you your`.split(/\s+/),
);

/**
 * Words, `"phrases"`, `prefix*` and `-excluded` in their order, each once. Ignores what holds neither letter nor digit,
 * and small words beside others that say more. A number and its unit are one term, and so are a name and its version.
 */
export function parseTerms(text: string): SearchTerm[] {
  const distinct = new Map<string, SearchTerm>();
  for (const match of text.slice(0, MAX_QUERY_LENGTH).matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/g)) {
    const [, minus, phrase, word] = match;
    const term = makeTerm(phrase ?? word ?? '', { excluded: minus === '-', phrase: phrase !== undefined });
    if (term) distinct.set(formatTerm(term).toLowerCase(), term);
  }
  const all = [...distinct.values()];
  const telling = all.filter((term) => term.excluded || !isSmall(term));
  return joinVersion(joinUnits(telling.some(({ excluded }) => !excluded) ? telling : all));
}

interface TermOptions {
  excluded?: boolean;
  phrase?: boolean;
  /** Letters that a prefix must have. */
  minPrefix?: number;
}

/**
 * A word and the version after it as one phrase, `gemma 4` and `gpt 5.5`: most texts with a small number somewhere are
 * about something else. Not where there are two versions: who compares `opus 4.6 4.7` finds them in either order.
 */
function joinVersion(terms: SearchTerm[]): SearchTerm[] {
  if (terms.filter(isVersion).length !== 1) return terms;
  return joinPairs(terms, (name, version) =>
    isPlain(name) && isVersion(version) && /^[\p{L}-]+$/u.test(name.text)
      ? makeTerm(`${name.text} ${version.text}`, { phrase: true })
      : undefined,
  );
}

function isVersion(term: SearchTerm): boolean {
  return isPlain(term) && /^\d{1,2}(?:\.\d+)*$/.test(term.text);
}

/** The phrases that `joinVersion` made, or a reader of such a pair, as two words again. */
export function splitVersions(terms: SearchTerm[]): SearchTerm[] | undefined {
  const split = terms.flatMap((term) => {
    const [, name, version] = /^([\p{L}-]+) (\d{1,2}(?:\.\d+)*)$/u.exec(term.text) ?? [];
    if (!name || !version || term.excluded || !term.phrase) return [term];
    return [makeTerm(name), makeTerm(version)].filter((one) => one !== undefined);
  });
  return split.length > terms.length ? split : undefined;
}

/** `70 billion`, `200 dollars` and `50 percent` as one term each. */
function joinUnits(terms: SearchTerm[]): SearchTerm[] {
  return joinPairs(terms, (number, unit) => {
    const text = withUnit(number.text, unit.text);
    return text ? makeTerm(text, { phrase: /\s/.test(text) }) : undefined;
  });
}

/** The terms with two neighbours replaced where `join` makes one of them. */
function joinPairs(
  terms: SearchTerm[],
  join: (first: SearchTerm, second: SearchTerm) => SearchTerm | undefined,
): SearchTerm[] {
  const joined: SearchTerm[] = [];
  for (const term of terms) {
    const before = joined.at(-1);
    const pair = before && !before.excluded && isPlain(term) ? join(before, term) : undefined;
    if (pair) joined.splice(-1, 1, pair);
    else joined.push(term);
  }
  return joined;
}

function isPlain({ excluded, prefix, phrase }: SearchTerm): boolean {
  return !excluded && !prefix && !phrase;
}

/** One term; a `*` at its end makes a word a beginning. Undefined when it holds neither letter nor digit. */
export function makeTerm(
  given: string,
  { excluded = false, phrase = false, minPrefix = MIN_PREFIX }: TermOptions = {},
): SearchTerm | undefined {
  const text = given.replace(/\0/g, '').replace(/\*+$/, '');
  const starred = given.endsWith('*') && !phrase;
  const prefix = isUnspaced(text) || (starred && [...text].length >= minPrefix);
  const ways = prefix ? [text] : spellingsOf(text);
  const sequences = distinctSequences(ways.flatMap((way) => sequencesOf(way, prefix)));
  return sequences.length > 0 ? { text, excluded, phrase, prefix, sequences } : undefined;
}

/** The terms as a reader would write them. */
export function formatTerms(terms: SearchTerm[]): string {
  return terms.map(formatTerm).join(' ');
}

function formatTerm({ text, excluded, phrase, prefix }: SearchTerm): string {
  const star = prefix && !isUnspaced(text) ? '*' : '';
  return `${excluded ? '-' : ''}${phrase ? `"${text}"` : `${text}${star}`}`;
}

function isSmall({ text, phrase, prefix }: SearchTerm): boolean {
  return !phrase && !prefix && SMALL_WORDS.has(text.toLowerCase());
}
