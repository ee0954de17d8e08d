// Answers a reader's search: as it was typed, else as it may have been meant, else with the words that say most.
import type { Tag } from '../../model.js';
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
import { findNearWords, findParts } from '../../store/search/spelling.js';
import { findTag } from '../../store/tags.js';
import type { Site } from '../ui/site.js';
import { findDoubted, keepTelling } from './fewer-words.js';
import { filtersOf, type SearchParams, spanOf } from './params.js';

/** What a search needs of the site. */
export type SearchSite = Pick<Site, 'db'> & {
  publication: Pick<Site['publication'], 'timeZone' | 'language'>;
};

/** Results on one page. */
export const RESULTS_PER_PAGE = 20;

/** A reader's search, parsed: what the form says, with its words and tags as values. */
export interface ParsedSearch {
  asked: SearchParams;
  terms: SearchTerm[];
  /** The tags of `asked` that issues carry. */
  tags: Tag[];
}

export type SearchAnswer = SearchResult & {
  /** The terms that were searched for, to be marked in the hits. */
  terms: SearchTerm[];
  /** Set when nothing has the typed words: those that were searched for instead. */
  instead?: string;
  /** The search that these are the results of: as it was asked, or with what was searched for instead. */
  asked: SearchParams;
  /** Words were left out: other words may be the better ones. */
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

/** Whether there is anything to search for: days alone only narrow. */
export function hasSearch({ terms, asked }: Pick<ParsedSearch, 'terms' | 'asked'>): boolean {
  return terms.length > 0 || filtersOf(asked).some(({ name }) => name !== 'since' && name !== 'until');
}

export async function search(site: SearchSite, parsed: ParsedSearch, limit: number): Promise<SearchResult> {
  const query = queryOf(site, parsed, limit);
  return query ? searchBullets(site.db, query) : { total: 0, hits: [] };
}

/** The matches; when a name and its version are nowhere side by side, those with both apart. */
async function searchExactly(site: SearchSite, parsed: ParsedSearch, limit: number) {
  const { terms } = parsed;
  const found = { ...(await search(site, parsed, limit)), terms };
  const apart = found.total === 0 ? splitVersions(terms) : undefined;
  return apart ? { ...(await search(site, { ...parsed, terms: apart }, limit)), terms: apart } : found;
}

/**
 * The matches. When there are none: those of the last word as a prefix, of words spelled nearly so, of the doubts that a
 * question asks for, or of most of the words.
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
  const ways: Way[] = [
    { find: () => completeLast(terms) },
    { find: () => respell(site, terms) },
    ...(isEnglish && !asked.doubts ? [{ find: () => findDoubted(terms), doubts: true }] : []),
    { find: () => keepTelling(site.db, terms, hasMatch), fewer: true },
  ];
  for (const { find, doubts, fewer } of ways) {
    const wider = await find();
    if (!wider) continue;
    const instead = formatTerms(wider);
    const other = { ...asked, q: instead, ...(doubts && { doubts }) };
    const found = await search(site, { ...parsed, terms: wider, asked: other }, limit);
    if (found.total > 0) return { ...found, terms: wider, instead, asked: other, fewer };
  }
  return exact;
}

/** A way to search for something else. */
interface Way {
  find: () => Promise<SearchTerm[] | undefined> | SearchTerm[] | undefined;
  /** Among the statements that doubt. */
  doubts?: boolean;
  /** Some of the words are left out. */
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

/** The terms with the last one as a prefix, as it may still be being typed: beside others, one letter is enough. */
export function completeLast(terms: SearchTerm[]): SearchTerm[] | undefined {
  const last = terms.at(-1);
  if (!last || last.excluded || last.phrase || last.prefix) return undefined;
  const completed = makeTerm(`${last.text}*`, { minPrefix: terms.length > 1 ? 1 : 2 });
  return completed?.prefix ? [...terms.slice(0, -1), completed] : undefined;
}

/** The terms with unknown words in the nearest spelling that the archive knows, or split into two; undefined: no other. */
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
