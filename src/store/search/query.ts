// A reader's words and filters as a query that SQLite's full-text index cannot misunderstand.
import type { Instant, Platform, TagKind } from '../../model.js';
import { firstId } from './bullet-ids.js';
import { type Facet, facetWord } from './facets.js';

export interface SearchFilters {
  platform?: Platform;
  /** A recap's title. */
  recap?: string;
  /** A source's id or its name as readers know it (`r/LocalLLaMA`), or an author as `@karpathy`. */
  source?: string;
  /** A name as the platform has it, without `@` and `u/`; `x/karpathy` for that of one platform only. */
  author?: string;
  /** All of them are named. */
  tags?: readonly { kind: TagKind; slug: string; name: string }[];
  /** Only issues whose period ends after it. */
  since?: Instant;
  /** Only issues whose period ends at it or before. */
  until?: Instant;
}

export interface SearchTerm {
  /** Without its signs: `quant` of `-quant*`. */
  text: string;
  excluded: boolean;
  phrase: boolean;
  prefix: boolean;
}

/** Characters of a question that are looked at. */
const LONGEST = 500;

/** English words that say nothing of what is sought; in quotation marks, or alone, they are searched for. */
export const SMALL: ReadonlySet<string> = new Set(
  `a about an and any are as at be been but by can could did do does for from had has have how i if in is it its many me
  much my of on or our should so than that the their them then there these they this those to was we were what when where
  which who why will with would you your`.split(/\s+/),
);

/**
 * Words, `"phrases"`, `prefix*` and `-excluded` in their order, each once; what holds neither letter nor digit is no
 * term, nor is a small word beside others that tell more.
 */
export function parseTerms(text: string): SearchTerm[] {
  const distinct = new Map<string, SearchTerm>();
  for (const term of readTerms(text)) {
    const key = JSON.stringify(term).toLowerCase();
    if (!distinct.has(key)) distinct.set(key, term);
  }
  const all = [...distinct.values()];
  const telling = all.filter((term) => term.excluded || !isSmall(term));
  return telling.some(({ excluded }) => !excluded) ? telling : all;
}

function isSmall({ text, phrase, prefix }: SearchTerm): boolean {
  return !phrase && !prefix && SMALL.has(text.toLowerCase());
}

function readTerms(text: string): SearchTerm[] {
  return [...text.slice(0, LONGEST).matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/g)].flatMap((match) => {
    const [, minus, phrase, word] = match;
    const term = (phrase ?? word ?? '').replace(/\0/g, '');
    if (!/[\p{L}\p{N}]/u.test(term)) return [];
    return {
      text: term.replace(/\*+$/, ''),
      excluded: minus === '-',
      phrase: phrase !== undefined,
      // One or two letters begin too much: they are taken for a word.
      prefix: phrase === undefined && /[^*]{3}\*$/.test(term),
    };
  });
}

/**
 * The user's words as an FTS5 query that cannot be malformed: every term is quoted, so that no character of it is
 * an operator. Undefined when nothing remains to search for.
 */
export function ftsQuery(text: string): string | undefined {
  const terms = parseTerms(text);
  const all = wantedOf(terms.filter((term) => !term.excluded)).join(' AND ');
  const excluded = terms.filter((term) => term.excluded).map(spellingsOf);
  if (!all) return undefined;
  return excluded.length > 0 ? `(${all}) NOT (${excluded.join(' OR ')})` : all;
}

/** `qwen 3.5` finds `Qwen3.5`, too: a name and the number after it are one word of the index or several. */
function wantedOf(terms: SearchTerm[]): string[] {
  const parts: string[] = [];
  for (let at = 0; at < terms.length; at++) {
    const [term, next] = [terms[at], terms[at + 1]];
    if (!term) break;
    if (next && isName(term) && /^\d/.test(next.text)) {
      const joined = { ...next, text: `${term.text}${next.text}` };
      parts.push(`((${quoteTerm(term)} AND ${quoteTerm(next)}) OR ${quoteTerm(joined)})`);
      at++;
    } else parts.push(spellingsOf(term));
  }
  return parts;
}

function isName({ text, phrase, prefix }: SearchTerm): boolean {
  return !phrase && !prefix && /^\p{L}{2,}$/u.test(text);
}

/** A name and its number in one term: `gpt5.4` and `gpt-5.4` are `gpt 5.4` and `gpt5.4`, too. */
function spellingsOf(term: SearchTerm): string {
  const numbered = /^(.*\p{L}{2})([-\s]?)(\d.*)$/u.exec(term.text);
  if (!numbered) return quoteTerm(term);
  const [, name, between, number] = numbered;
  const other = { ...term, text: `${name}${between ? '' : ' '}${number}` };
  return `(${quoteTerm(term)} OR ${quoteTerm(other)})`;
}

function quoteTerm({ text, prefix }: SearchTerm): string {
  return `${quote(text)}${prefix ? '*' : ''}`;
}

/** Words (in these columns) and filters in one query; undefined when there is neither. Dates are no part of it: see `idRange`. */
export function matchOf(
  text: string,
  filters: SearchFilters,
  columns: 'text section' | 'section' = 'text section',
): string | undefined {
  const words = ftsQuery(text);
  const facets: string[] = [];
  const add = (...values: [Facet, string][]) =>
    facets.push(`{facets} : (${values.map((value) => facetWord(...value)).join(' OR ')})`);
  if (filters.platform) add(['platform', filters.platform]);
  if (filters.recap) add(['recap', filters.recap]);
  if (filters.source) add(['source', filters.source], ['author', filters.source.replace(/^@/, 'x/')]);
  if (filters.author) add(['author', filters.author.replace(/^(@|u\/)/, '')]);
  for (const tag of filters.tags ?? []) facets.push(matchOfTag(tag));
  return [...(words ? [`{${columns}} : (${words})`] : []), ...facets].join(' AND ') || undefined;
}

/**
 * The bullets that name a tag, of issues that carry it. A bullet names it when its text or its section's title holds
 * the words of its name or of its slug one after another: `GPT-5.5`, `gpt 5.5` and `@gpt_5_5` are the same words.
 */
export function matchOfTag(tag: { kind: TagKind; slug: string; name: string }): string {
  // The index splits words at everything but letters and digits, and so does a quoted phrase.
  const phrases = [tag.name, tag.slug].filter((words) => /[\p{L}\p{N}]/u.test(words)).map(quote);
  const carried = `{facets} : ${facetWord('tag', `${tag.kind}/${tag.slug}`)}`;
  return `${carried} AND {text section} : (${phrases.join(' OR ') || '""'})`;
}

/** The ids of bullets that the dates leave, first and last: an id is a time. */
export function idRange({ since, until }: SearchFilters): [number, number] {
  return [
    since ? firstId(since) + ID_OF_A_MINUTE : 0,
    until ? firstId(until) + ID_OF_A_MINUTE - 1 : Number.MAX_SAFE_INTEGER,
  ];
}

const ID_OF_A_MINUTE = firstId('1970-01-01T00:01:00.000Z');

/** A term that holds no operator. */
export function quote(text: string): string {
  return `"${text.replace(/["\0]/g, (sign) => (sign === '"' ? '""' : ' '))}"`;
}
