// Answers a reader's search: as typed, else in a likely spelling, else with its most informative words.
import type { Tag } from '../../model.js';
import { findNearWords, findParts } from '../../store/search/near-words.js';
import {
  formatTerms,
  makeTerm,
  parseTerms,
  type SearchTerm,
  splitVersions,
} from '../../store/search/query.js';
import {
  countMatches,
  type SearchQuery,
  type SearchResult,
  searchBullets,
} from '../../store/search/search.js';
import { findTag } from '../../store/tags.js';
import type { Site } from '../site/site.js';
import { findDoubted, keepInformative } from './fewer-words.js';
import { filtersOf, type SearchParams, spanOf } from './params.js';

/** What a search needs of the site. */
export type SearchSite = Pick<Site, 'db'> & {
  publication: Pick<Site['publication'], 'timeZone' | 'language'>;
};

/** Results on one page. */
export const RESULTS_PER_PAGE = 20;

/** A reader's search: the form's values, its words as terms, and its tags from the store. */
export interface ParsedSearch {
  asked: SearchParams;
  terms: SearchTerm[];
  /** The tags of `asked` that issues carry. */
  tags: Tag[];
}

export type SearchAnswer = SearchResult & {
  /** The terms that were searched for, to mark them in the hits. */
  terms: SearchTerm[];
  /** Set when nothing contains the typed words: the words that were searched for instead. */
  instead?: string;
  /** The search that has these results: as typed, or with `instead`. */
  asked: SearchParams;
  /** Some words were left out, so that the page suggests other searches, too. */
  fewer?: boolean;
};

export async function parseSearch({ db }: SearchSite, asked: SearchParams): Promise<ParsedSearch> {
  const found = await Promise.all(
    (asked.tags ?? []).map((tag) => {
      const [kind = '', slug = ''] = tag.split('/');
      return findTag(db, kind, slug);
    }),
  );
  return { asked, terms: parseTerms(asked.q), tags: found.filter((tag) => tag !== undefined) };
}

/** Whether there is anything to search for. Dates alone only narrow a search. */
export function hasSearch({ terms, asked }: Pick<ParsedSearch, 'terms' | 'asked'>): boolean {
  return terms.length > 0 || filtersOf(asked).some(({ name }) => name !== 'since' && name !== 'until');
}

export async function search(site: SearchSite, parsed: ParsedSearch, limit: number): Promise<SearchResult> {
  const query = queryOf(site, parsed, limit);
  return query ? searchBullets(site.db, query) : { total: 0, hits: [] };
}

/** Returns the matches. If a name and its version never occur side by side, they may be apart. */
async function searchExactly(site: SearchSite, parsed: ParsedSearch, limit: number) {
  const { terms } = parsed;
  const found = { ...(await search(site, parsed, limit)), terms };
  const apart = found.total === 0 ? splitVersions(terms) : undefined;
  return apart ? { ...(await search(site, { ...parsed, terms: apart }, limit)), terms: apart } : found;
}

/**
 * Returns the matches. If there are none, it tries in turn: the last word as a prefix, similar spellings, the doubts that
 * a question asks for, and fewer words.
 */
export async function answer(
  site: SearchSite,
  parsed: ParsedSearch,
  limit = RESULTS_PER_PAGE,
): Promise<SearchAnswer> {
  const { asked } = parsed;
  const exact = { ...(await searchExactly(site, parsed, limit)), asked };
  if (exact.total > 0 || !hasSearch(parsed) || asked.page > 1) return exact;
  const hasMatch = async (some: SearchTerm[]) =>
    (await search(site, { ...parsed, terms: some }, 1)).total > 0;
  const isEnglish = site.publication.language.startsWith('en');
  const { terms } = exact;
  const widenings: Widening[] = [
    { find: () => completeLast(terms) },
    { find: () => respell(site, terms) },
    ...(isEnglish && !asked.doubts ? [{ find: () => findDoubted(terms), doubts: true }] : []),
    { find: () => keepInformative(site.db, terms, hasMatch), fewer: true },
  ];
  for (const { find, doubts, fewer } of widenings) {
    const wider = await find();
    if (!wider) continue;
    const instead = formatTerms(wider);
    const other = { ...asked, q: instead, ...(doubts && { doubts }) };
    const found = await search(site, { ...parsed, terms: wider, asked: other }, limit);
    if (found.total > 0) return { ...found, terms: wider, instead, asked: other, fewer };
  }
  return exact;
}

/** A way to search for something similar. */
interface Widening {
  find: () => Promise<SearchTerm[] | undefined> | SearchTerm[] | undefined;
  /** Whether to search only statements of doubt or criticism. */
  doubts?: boolean;
  /** Whether it leaves out some of the words. */
  fewer?: boolean;
}

function queryOf({ publication }: SearchSite, parsed: ParsedSearch, limit: number): SearchQuery | undefined {
  const { asked, terms, tags } = parsed;
  const { platform, recap, source, author, doubts, since, until, sort, page } = asked;
  if (tags.length < (asked.tags?.length ?? 0)) return undefined;
  return {
    ...{ terms, tags, platform, recap, source, author, doubts, sort, limit },
    since: since && spanOf(since, publication.timeZone).from,
    until: until && spanOf(until, publication.timeZone).to,
    offset: (page - 1) * limit,
  };
}

/** Turns the last term into a prefix, since the reader may still be typing it. After other terms, one letter is enough. */
export function completeLast(terms: SearchTerm[]): SearchTerm[] | undefined {
  const last = terms.at(-1);
  if (!last || last.excluded || last.phrase || last.prefix) return undefined;
  const completed = makeTerm(`${last.text}*`, { minPrefix: terms.length > 1 ? 1 : 2 });
  return completed?.prefix ? [...terms.slice(0, -1), completed] : undefined;
}

/** Replaces unknown words by the nearest spelling in the archive, or splits them in two. Undefined if it changes none. */
export async function respell({ db }: SearchSite, terms: SearchTerm[]): Promise<SearchTerm[] | undefined> {
  let changed = false;
  const respelled = await Promise.all(
    terms.map(async (term) => {
      const { text, excluded, phrase, prefix } = term;
      if (excluded || phrase || prefix || (await countMatches(db, [term], 1)) > 0) return term;
      const near = (await findParts(db, text)) ?? (await findNearWords(db, text, 1))[0];
      const other = near && makeTerm(near);
      changed ||= Boolean(other);
      return other || term;
    }),
  );
  return changed ? respelled : undefined;
}
