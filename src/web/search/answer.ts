// A reader's search answered: as it was asked, else as it may have been meant.
import type { Tag } from '../../model.js';
import { parseTerms } from '../../store/search/query.js';
import { type SearchQuery, type SearchResult, searchBullets } from '../../store/search/search.js';
import { countBullets, findNearWords, findParts } from '../../store/search/spelling.js';
import { findTag } from '../../store/tags.js';
import type { Site } from '../ui/site.js';
import { hasSearch, type SearchParams, spanOf } from './params.js';

/** What a search needs of the site. */
export type Searched = Pick<Site, 'db'> & { publication: Pick<Site['publication'], 'timeZone'> };

/** Results on one page. */
export const PAGE = 20;

/** With `instead`, the words that were searched for, since those that were asked for find nothing. */
export type SearchAnswer = SearchResult & { instead?: string };

export async function search(site: Searched, asked: SearchParams, limit = PAGE): Promise<SearchResult> {
  const query = await queryOf(site, asked, limit);
  return query ? searchBullets(site.db, query) : { total: 0, hits: [] };
}

/** What is found; when that is nothing, what begins with the last word, else what has words spelt nearly so. */
export async function answer(site: Searched, asked: SearchParams, limit = PAGE): Promise<SearchAnswer> {
  const exact = await search(site, asked, limit);
  if (exact.total > 0 || !hasSearch(asked) || asked.page > 1) return exact;
  for (const q of [asBeginning(asked.q), await respell(site, asked.q)]) {
    if (!q) continue;
    const wider = await search(site, { ...asked, q }, limit);
    if (wider.total > 0) return { ...wider, instead: q };
  }
  return exact;
}

/** The tags that are asked for, under their names; those that no issue carries are left out. */
export async function findTags({ db }: Pick<Site, 'db'>, { tags = [] }: SearchParams): Promise<Tag[]> {
  const found = await Promise.all(
    tags.map((tag) => {
      const [kind = '', slug = ''] = tag.split('/');
      return findTag(db, kind, slug);
    }),
  );
  return found.filter((tag) => tag !== undefined);
}

async function queryOf(site: Searched, asked: SearchParams, limit: number): Promise<SearchQuery | undefined> {
  const { q, platform, recap, source, author, since, until, sort, page } = asked;
  const { timeZone } = site.publication;
  const tags = await findTags(site, asked);
  if (tags.length < (asked.tags?.length ?? 0)) return undefined;
  return {
    text: q,
    ...(platform && { platform }),
    ...(recap && { recap }),
    ...(source && { source }),
    ...(author && { author }),
    ...(tags.length > 0 && { tags }),
    ...(since && { since: spanOf(since, timeZone).from }),
    ...(until && { until: spanOf(until, timeZone).to }),
    ...(sort && { sort }),
    limit,
    offset: (page - 1) * limit,
  };
}

/** The words with the last one as the beginning of one; undefined when they do not end with a plain word. */
export function asBeginning(q: string): string | undefined {
  return /(?:^|\s)[\p{L}\p{N}][^\s"*]+$/u.test(q) ? `${q}*` : undefined;
}

/** The words with those that the archive does not know in the nearest spelling that it knows, or in their parts. */
export async function respell(site: Searched, q: string): Promise<string | undefined> {
  let respelt = q;
  for (const { text, excluded, phrase, prefix } of parseTerms(q)) {
    if (excluded || phrase || prefix || (await countBullets(site.db, text, false, 1)) > 0) continue;
    const near = (await findParts(site.db, text)) ?? (await findNearWords(site.db, text, 1))[0];
    if (near)
      respelt = respelt.replace(/"[^"]*"?|[^\s"]+/g, (word) =>
        word.toLowerCase() === text.toLowerCase() ? near : word,
      );
  }
  return respelt === q ? undefined : respelt;
}
