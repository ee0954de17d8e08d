// What to try when a search finds nothing: fewer filters, fewer words, beginnings of words.
import { type SearchResult, searchBullets } from '../store/search.js';
import { type Asked, type Filter, startOf, withoutFilter } from './search-query.js';
import type { Site } from './site.js';

/** Results on one page. */
export const PAGE = 20;
const MOST = 4;

export interface Suggestion {
  label: string;
  asked: Asked;
  total: number;
}

export async function search(site: Site, asked: Asked, limit = PAGE): Promise<SearchResult> {
  const { q, platform, source, since, page } = asked;
  return searchBullets(site.db, {
    text: q,
    ...(platform && { platform }),
    ...(source && { source }),
    ...(since && { since: startOf(since, site.publication.timeZone) }),
    limit,
    offset: (page - 1) * limit,
  });
}

/** The same search with its last word as the beginning of one; undefined when it does not end with a plain word. */
export function asBeginning(asked: Asked): Asked | undefined {
  const plain = /(?:^|\s)[\p{L}\p{N}][^\s"*]+$/u.test(asked.q);
  return plain ? { ...asked, q: `${asked.q}*` } : undefined;
}

/** Searches near the given one that do find something, the nearest first. */
export async function findSuggestions(site: Site, asked: Asked): Promise<Suggestion[]> {
  const first = { ...asked, page: 1 };
  const tries: { label: string; asked: Asked }[] = [];
  const filters = (['platform', 'source', 'since'] as Filter[]).filter((name) => first[name]);
  for (const filter of filters) {
    tries.push({ label: `without ${filter} ${first[filter]}`, asked: withoutFilter(first, filter) });
  }
  if (filters.length > 1) tries.push({ label: 'without any filter', asked: { q: first.q, page: 1 } });
  const terms = first.q.match(/-?"[^"]*"?|\S+/g) ?? [];
  const fewer = terms.length > 1 ? terms.map((_, index) => terms.filter((_, other) => other !== index)) : [];
  // Beginnings of four letters forgive most endings and misspelt tails.
  const beginnings = terms
    .filter((term) => /^[\p{L}\p{N}]{5,}$/u.test(term))
    .map((term) => [`${term.slice(0, 4)}*`]);
  for (const words of [...fewer, ...beginnings].slice(0, 12)) {
    tries.push({ label: words.join(' '), asked: { ...first, q: words.join(' ') } });
  }
  const found: Suggestion[] = [];
  for (const candidate of tries) {
    if (found.length === MOST) break;
    const { total } = await search(site, candidate.asked, 1);
    if (total > 0) found.push({ ...candidate, total });
  }
  return found;
}
