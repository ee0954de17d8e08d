// Full-text search over the bullets of published issues.
import { type RawBuilder, sql } from 'kysely';
import { sqlList } from '../database/dialect.js';
import type { Db } from '../database/schema.js';
import { isAmong, matchIn, newestIn } from './full-text.js';
import { type Place, type PlaceRow, placeOf } from './passages.js';
import { idRange, matchOf, parseTerms, type SearchFilters, type SearchTerm } from './query.js';
import { WEIGHED_HERE, weighBullets } from './rerank.js';
import { type Snippet, snippetOf } from './snippet.js';
import { countBullets } from './spelling.js';

export interface SearchQuery extends SearchFilters {
  /** Words, `"phrases"`, `prefix*`, `-excluded`; all must be there. May be empty when there is a filter. */
  text: string;
  /** Default: relevance, and without words date. */
  sort?: 'relevance' | 'date';
  limit: number;
  offset?: number;
}

export interface SearchHit extends Place {
  /** The sentence around the hit, in order; marked parts are the words that were found. */
  snippet: Snippet;
}

export interface SearchResult {
  total: number;
  /** There are more than `total`, which are as many as are counted. */
  more?: true;
  hits: SearchHit[];
}

/** The most results that are counted, weighed and can be leafed through. */
const MOST = 1000;
/** Occurrences that may be read to learn how rare a question's words are. */
const READ = 2000;

/**
 * Best match first: BM25 over the bullet's text and its section's title, and among the best of them how they read
 * (weigh.ts). Where more than 1,000 bullets match, the newest 1,000 are counted and weighed: a word that all hold tells
 * none apart, and the answer takes the same time in an archive of any size. Nothing to search for finds nothing.
 */
export async function searchBullets(db: Db, query: SearchQuery): Promise<SearchResult> {
  const match = matchOf(query.text, query);
  if (!match) return { total: 0, hits: [] };
  const newest = await readIds(db, await newestIn(db, match, idRange(query)), MOST + 1);
  const found = newest.slice(0, MOST);
  const { limit, offset = 0 } = query;
  const byDate = query.sort === 'date' || !query.text.trim();
  let ids = found;
  if (!byDate && found.length > 1) {
    // Few are all weighed here; of words that more than so many bullets have, each has as many occurrences.
    const costly = found.length <= WEIGHED_HERE || newest.length > MOST || (await isCostly(db, query.text));
    const titled = matchOf(query.text, query, 'section') ?? match;
    ids = costly
      ? await weighBullets(db, query.text, found, matchesAmong(db, titled, found))
      : await weighBullets(db, query.text, await rankBullets(db, match, found));
  }
  return {
    total: found.length,
    ...(newest.length > MOST && { more: true as const }),
    hits: await readHits(db, query.text, ids.slice(offset, offset + limit)),
  };
}

/** As one value: a row each would cost more than the search itself. */
async function readIds(db: Db, ids: RawBuilder<{ id: number }>, limit: number): Promise<number[]> {
  const { rows } = await sql<{ ids: string | null }>`
    select ${sqlList(db, 'id')} as ids from (${ids} limit ${limit}) as found`.execute(db);
  return JSON.parse(rows[0]?.ids ?? '[]') as number[];
}

function matchesAmong(db: Db, match: string, ids: number[]): RawBuilder<{ id: number }> {
  const { table, id, found } = matchIn(db, match);
  return sql`select ${id} as id from ${table} where ${found} and ${isAmong(db, ids)} order by ${id} desc`;
}

async function rankBullets(db: Db, match: string, ids: number[]): Promise<number[]> {
  const { table, id, found, score } = matchIn(db, match);
  const scored = sql<{ id: number }>`select ${id} as id from ${table}
    where ${found} and ${isAmong(db, ids)} order by ${score}, ${id} desc`;
  return readIds(db, scored, MOST);
}

async function isCostly(db: Db, text: string): Promise<boolean> {
  let sum = 0;
  for (const term of parseTerms(text)) {
    for (const word of term.text.match(/[\p{L}\p{N}]+/gu) ?? []) {
      sum += await countBullets(db, word, term.prefix, READ);
      if (sum >= READ) return true;
    }
  }
  return false;
}

async function readHits(db: Db, text: string, ids: number[]): Promise<SearchHit[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<HitRow>`
    select bullets.id, issues.slug, issues.cadence, issues.headline, issues.period_from, issues.period_to,
      bullets.recap, bullets.platform, bullets.section, bullets.anchor, bullets.text
    from bullets join issues on issues.id = bullets.issue_id
    where bullets.id in (${sql.join(ids)})`.execute(db);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const terms = parseTerms(text);
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [hitOf(row, terms)] : [];
  });
}

interface HitRow extends PlaceRow {
  id: number;
  text: string;
}

function hitOf(row: HitRow, terms: SearchTerm[]): SearchHit {
  return {
    ...placeOf(row),
    snippet: snippetOf(row.text, terms),
  };
}
