// Parses a reader's search into terms, which the database query, the marks in hits and the suggestions use.
import type { Instant, Platform, StoredTag } from '../../model.js';
import { spellingsOf, withUnit } from './spellings.js';
import { distinctSequences, isUnspaced, sequencesOf } from './tokens.js';

export interface SearchFilters {
  platform?: Platform;
  /** A recap's title. */
  recap?: string;
  /** A source's id or displayed name (`r/LocalLLaMA`), or an author as `@karpathy`. */
  source?: string;
  /** A name on its platform, without `@` and `u/`; `x/karpathy` limits it to one platform. */
  author?: string;
  /** A bullet must name all of them. */
  tags?: readonly StoredTag[];
  /** Only issues whose period ends after it. */
  since?: Instant;
  /** Only issues whose period ends at or before it. */
  until?: Instant;
  /** Only bullets with a word of doubt or criticism near the terms and tags: see `isDoubted`. */
  doubts?: boolean;
  /** Leaves out imported texts, which were not checked. */
  checkedOnly?: boolean;
}

export interface SearchTerm {
  /** The text without operators: `quant` for `-quant*`. */
  text: string;
  excluded: boolean;
  phrase: boolean;
  prefix: boolean;
  /** The tokens that the index may hold for the term, in order: one sequence for each way to stem them. */
  sequences: string[][];
}

const MAX_QUERY_CHARACTERS = 500;
/** Shorter prefixes match too much. */
const MIN_PREFIX = 2;

/** English stop words. They are searched for only in quotation marks or if the search has no other words. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  `a about an and any are as at be been but by can could did do does for from had has have how i if in is it its many me
  much my of on or our should so than that the their them then there these they this those to was we were what when where
  which who why will with would you your`.split(/\s+/),
);

/**
 * Parses words, `"phrases"`, `prefix*` and `-excluded` in order, without duplicates. Ignores words without a letter or
 * digit, and stop words beside others. A number and its unit are one term, and so are a name and its version.
 */
export function parseTerms(text: string): SearchTerm[] {
  const distinct = new Map<string, SearchTerm>();
  for (const match of text.slice(0, MAX_QUERY_CHARACTERS).matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/g)) {
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
  /** The minimum length of a prefix. */
  minPrefix?: number;
}

/**
 * Joins a word and the version after it to one phrase, as in `gemma 4` and `gpt 5.5`, since most texts with the number
 * somewhere are about something else. Does not join two versions: `opus 4.6 4.7` finds them in either order.
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

/** Splits phrases such as those of `joinVersion` into two words again. Undefined if there is none. */
export function splitVersions(terms: SearchTerm[]): SearchTerm[] | undefined {
  const split = terms.flatMap((term) => {
    const [, name, version] = /^([\p{L}-]+) (\d{1,2}(?:\.\d+)*)$/u.exec(term.text) ?? [];
    if (!name || !version || term.excluded || !term.phrase) return [term];
    return [makeTerm(name), makeTerm(version)].filter((one) => one !== undefined);
  });
  return split.length > terms.length ? split : undefined;
}

/** Joins `70 billion`, `200 dollars` and `50 percent` to one term each. */
function joinUnits(terms: SearchTerm[]): SearchTerm[] {
  return joinPairs(terms, (number, unit) => {
    const text = withUnit(number.text, unit.text);
    return text ? makeTerm(text, { phrase: /\s/.test(text) }) : undefined;
  });
}

/** Replaces two neighbouring terms wherever `join` makes one of them. */
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

/** Makes a term; a `*` at the end of a word makes it a prefix. Undefined if the text has no letter and no digit. */
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
  return !phrase && !prefix && STOP_WORDS.has(text.toLowerCase());
}
