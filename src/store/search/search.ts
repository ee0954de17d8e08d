// Full-text search over the bullets of published issues.
import { type RawBuilder, sql } from 'kysely';
import { numbersOf, sqlList } from '../database/dialect.js';
import type { Db } from '../database/schema.js';
import { idRange } from './bullet-ids.js';
import { DOUBT_TERMS, isDoubted } from './doubt.js';
import { facetWord } from './facets.js';
import { isAmong, matchIn, matchingIds } from './full-text.js';
import { type Match, matchOf, termOfTag } from './match.js';
import { type Place, type PlaceRow, placeOf } from './passages.js';
import { makeTerm, type SearchFilters, type SearchTerm } from './query.js';
import { rankBullets } from './rank.js';
import { type Snippet, snippetOf } from './snippet.js';

/** `date`: newest first. */
export const SEARCH_SORTS = ['relevance', 'date', 'oldest'] as const;
export type SearchSort = (typeof SEARCH_SORTS)[number];

export interface SearchQuery extends SearchFilters {
  /** All must match, except excluded ones. May be empty if there is a filter. */
  terms: SearchTerm[];
  /** Default: `relevance`, or `date` without terms. */
  sort?: SearchSort;
  limit: number;
  offset?: number;
}

export interface SearchHit extends Place {
  /** The sentence around the hit in parts; those that match the search are marked. */
  snippet: Snippet;
}

export interface SearchResult {
  total: number;
  /** Set if more than `total` match: counting stops there. */
  more?: true;
  hits: SearchHit[];
}

/** Results beyond this number are neither counted nor shown. */
const MAX_RESULTS = 1000;

/**
 * Searches the archive, best match first (rank.ts). If more than 1,000 bullets match, only the newest 1,000 count, or the
 * oldest if they come first: a search takes the same time in an archive of any size. An empty search finds nothing.
 */
export async function searchBullets(db: Db, query: SearchQuery): Promise<SearchResult> {
  const { terms, limit, offset = 0 } = query;
  const match = matchOf(terms, query);
  if (!match) return { total: 0, hits: [] };
  const oldestFirst = query.sort === 'oldest';
  const all = await readIds(db, await matchingIds(db, match, idRange(query), oldestFirst), MAX_RESULTS + 1);
  const matching = all.slice(0, MAX_RESULTS);
  const found = query.doubts ? await keepDoubts(db, query, matching) : matching;
  const byDate = oldestFirst || query.sort === 'date' || terms.length === 0 || found.length < 2;
  const titled = matchOf(terms, query, true) ?? match;
  const ids = byDate ? found : await rankBullets(db, terms, found, matchesAmong(db, titled, found));
  return {
    total: found.length,
    ...(all.length > MAX_RESULTS && { more: true as const }),
    hits: await readHits(db, terms, focusOf(query), ids.slice(offset, offset + limit)),
  };
}

/** Keeps the ids of bullets whose doubt is near what was searched for. */
async function keepDoubts(db: Db, { terms, tags = [] }: SearchQuery, ids: number[]): Promise<number[]> {
  const sought = [...terms.filter(({ excluded }) => !excluded), ...tags.map(termOfTag)];
  if (sought.length === 0) return ids;
  const { rows } = await sql<{ id: number; text: string; section: string }>`
    select id, text, section from bullets where id in ${numbersOf(db, ids)}`.execute(db);
  const kept = new Set(rows.filter((row) => isDoubted(row, sought)).map(({ id }) => Number(id)));
  return ids.filter((id) => kept.has(id));
}

/** Reads the ids as one value: one row for each would cost more than the search itself. */
async function readIds(db: Db, ids: RawBuilder<{ id: number }>, limit: number): Promise<number[]> {
  const { rows } = await sql<{ ids: string | null }>`
    select ${sqlList(db, 'id')} as ids from (${ids} limit ${limit}) as found`.execute(db);
  return JSON.parse(rows[0]?.ids ?? '[]') as number[];
}

function matchesAmong(db: Db, match: Match, ids: number[]): RawBuilder<{ id: number }> {
  const { table, id, found } = matchIn(db, match);
  return sql`select ${id} as id from ${table} where ${found} and ${isAmong(db, ids)} order by ${id} desc`;
}

/** Counts matching bullets, up to `most`. */
export async function countMatches(db: Db, terms: SearchTerm[], most: number): Promise<number> {
  const match = matchOf(terms, {});
  if (!match) return 0;
  const { table, found } = matchIn(db, match);
  const { rows } = await sql<{ count: number }>`select count(*) as count from
    (select 1 from ${table} where ${found} limit ${most}) as counted`.execute(db);
  return Number(rows[0]?.count ?? 0);
}

/** Whether a published issue cites the author, named as `x/karpathy`. */
export async function isCited(db: Db, author: string): Promise<boolean> {
  const { table, found } = matchIn(db, { words: [facetWord('author', author)] });
  const { rows } = await sql`select 1 from ${table} where ${found} limit 1`.execute(db);
  return rows.length > 0;
}

interface HitRow extends PlaceRow {
  id: number;
  text: string;
}

/** The terms that a snippet should show beside those of the search: the doubt, or the author's name. */
function focusOf({ author, doubts }: SearchQuery): SearchTerm[] {
  if (doubts) return DOUBT_TERMS;
  const name = author && makeTerm(author.replace(/^(?:@|\w+\/)/, ''), { phrase: true });
  return name ? [name] : [];
}

async function readHits(
  db: Db,
  terms: SearchTerm[],
  focus: SearchTerm[],
  ids: number[],
): Promise<SearchHit[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<HitRow>`
    select bullets.id, bullets.issue_id, issues.slug, issues.cadence, issues.headline, issues.period_from, issues.period_to,
      bullets.recap, bullets.platform, bullets.section, bullets.anchor, bullets.text
    from bullets join issues on issues.id = bullets.issue_id
    where bullets.id in (${sql.join(ids)})`.execute(db);
  const byId = new Map(rows.map((row) => [Number(row.id), row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [{ ...placeOf(row), snippet: snippetOf(row.text, terms, focus) }] : [];
  });
}
