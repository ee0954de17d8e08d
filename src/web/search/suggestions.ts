// What to try when a search finds nothing: fewer filters, fewer words, beginnings of words.
import { findTags, type Searched, search } from './answer.js';
import { describeRemoval } from './filters.js';
import { filtersOf, hasSearch, type SearchParams, withoutFilter } from './params.js';

const MOST = 4;

export interface Suggestion {
  label: string;
  asked: SearchParams;
  total: number;
}

/** Searches near the given one that do find something, the nearest first. */
export async function findSuggestions(site: Searched, asked: SearchParams): Promise<Suggestion[]> {
  const first = { ...asked, page: 1 };
  const tries: { label: string; asked: SearchParams }[] = [];
  const filters = filtersOf(first);
  const tags = await findTags(site, first);
  for (const filter of filters) {
    tries.push({ label: describeRemoval(filter, tags), asked: withoutFilter(first, filter) });
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
  for (const candidate of tries.filter((one) => hasSearch(one.asked))) {
    if (found.length === MOST) break;
    const { total } = await search(site, candidate.asked, 1);
    if (total > 0) found.push({ ...candidate, total });
  }
  return found;
}
