// Suggests similar searches when one finds nothing: fewer filters, fewer words, beginnings of words.
import type { Phrases } from '../../base/language/phrases/type.js';
import { formatTerms, makeTerm, type SearchTerm } from '../../store/search/query.js';
import { hasSearch, type ParsedSearch, type SearchSite, search } from './answer.js';
import { describeRemoval } from './filters.js';
import { filtersOf, type SearchParams, withoutFilter } from './params.js';

const MAX_SUGGESTIONS = 4;
const MAX_TRIES = 12;
/** A prefix of four letters tolerates most endings and typos. */
const BEGINNING_LETTERS = 4;

export interface Suggestion {
  label: string;
  asked: SearchParams;
  total: number;
}

/** Finds similar searches that have results, the most similar first, without the one whose results are `shown`. */
export async function findSuggestions(
  site: SearchSite,
  parsed: ParsedSearch,
  phrases: Phrases,
  shown?: string,
): Promise<Suggestion[]> {
  const found: Suggestion[] = [];
  for (const { label, ...candidate } of variationsOf(parsed, phrases)) {
    if (found.length === MAX_SUGGESTIONS) break;
    if (!hasSearch(candidate)) continue;
    const { total } = await search(site, candidate, 1);
    if (total > 0 && candidate.asked.q !== shown) found.push({ label, asked: candidate.asked, total });
  }
  return found;
}

function variationsOf(parsed: ParsedSearch, phrases: Phrases): (ParsedSearch & { label: string })[] {
  const asked = { ...parsed.asked, page: 1 };
  const { terms, tags } = parsed;
  const filters = filtersOf(asked);
  const fewerFilters = filters.map((filter) => {
    const left = withoutFilter(asked, filter);
    const named = tags.filter(({ kind, slug }) => left.tags?.includes(`${kind}/${slug}`));
    return { label: describeRemoval(filter, tags, phrases), asked: left, terms, tags: named };
  });
  const noFilter = { label: phrases.search.withoutFilters, asked: { q: asked.q, page: 1 }, terms, tags: [] };
  const fewerTerms = terms.length > 1 ? terms.map((_, at) => terms.filter((_, other) => other !== at)) : [];
  const otherTerms = [...fewerTerms, ...beginningsOf(terms)].slice(0, MAX_TRIES).map((some) => {
    const q = formatTerms(some);
    return { label: q, asked: { ...asked, q }, terms: some, tags };
  });
  return [...fewerFilters, ...(filters.length > 1 ? [noFilter] : []), ...otherTerms];
}

/** Only for a single word: among others, a shortened word would search for something else. */
function beginningsOf(terms: SearchTerm[]): SearchTerm[][] {
  const [{ text } = { text: '' }, ...others] = terms;
  const begins = others.length === 0 && text.length > BEGINNING_LETTERS && /^[\p{L}\p{N}]+$/u.test(text);
  const term = begins && makeTerm(`${text.slice(0, BEGINNING_LETTERS)}*`);
  return term ? [[term]] : [];
}
