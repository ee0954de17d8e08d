// A reader's search as a value: parsed once, then compiled for the database, marked in the hits, varied for suggestions.
import type { Instant, Platform, StoredTag } from '../../model.js';
import { isUnspaced, sequencesOf } from './tokens.js';

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
  /** Only what has a word of doubt or criticism. */
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
 * and small words beside others that say more.
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
  return telling.some(({ excluded }) => !excluded) ? telling : all;
}

interface TermOptions {
  excluded?: boolean;
  phrase?: boolean;
  /** Letters that a prefix must have. */
  minPrefix?: number;
}

/**
 * A word and the number after it as one phrase: `gemma 4`, `gpt 5.5`, `kimi k2.5`. A list by date has no rank that puts
 * the texts with both words side by side first.
 */
export function joinVersions(terms: SearchTerm[]): SearchTerm[] {
  const joined: SearchTerm[] = [];
  for (const term of terms) {
    const before = joined.at(-1);
    const isPlain = (one: SearchTerm | undefined) => one && !one.excluded && !one.prefix && !one.phrase;
    const pair =
      isPlain(before) && isPlain(term) && /^\p{L}{0,2}\d[\p{L}\d.]*$/u.test(term.text)
        ? makeTerm(`${before?.text} ${term.text}`, { phrase: true })
        : undefined;
    if (pair) joined.splice(-1, 1, pair);
    else joined.push(term);
  }
  return joined;
}

/** One term; a `*` at its end makes a word a beginning. Undefined when it holds neither letter nor digit. */
export function makeTerm(
  given: string,
  { excluded = false, phrase = false, minPrefix = MIN_PREFIX }: TermOptions = {},
): SearchTerm | undefined {
  const text = given.replace(/\0/g, '').replace(/\*+$/, '');
  const starred = given.endsWith('*') && !phrase;
  const prefix = isUnspaced(text) || (starred && [...text].length >= minPrefix);
  const sequences = sequencesOf(text, prefix);
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
