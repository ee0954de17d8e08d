// A reader's words and filters as a query that SQLite's full-text index cannot misunderstand.
import type { Instant, Platform, TagKind } from '../model.js';
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

/** Words, `"phrases"`, `prefix*` and `-excluded` in their order; what holds neither letter nor digit is no term. */
export function parseTerms(text: string): SearchTerm[] {
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
  const quoted = (excluded: boolean) =>
    terms
      .filter((term) => term.excluded === excluded)
      .map((term) => `${quote(term.text)}${term.prefix ? '*' : ''}`);
  const all = quoted(false).join(' AND ');
  const excluded = quoted(true);
  if (!all) return undefined;
  return excluded.length > 0 ? `(${all}) NOT (${excluded.join(' OR ')})` : all;
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
