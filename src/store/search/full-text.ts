// The full-text index over our own tokens: FTS5's virtual table on SQLite, a table of tsvectors on PostgreSQL.
import { type RawBuilder, sql } from 'kysely';
import { isPostgres, numbersOf, rowsOf } from '../database/dialect.js';
import type { Db } from '../database/schema.js';
import { type Match, toCandidates, toFts5, toTsQuery } from './match.js';

/** SQL fragments that select the matches. */
export interface MatchSql {
  /** The index, for `from`. `bullets` is the index joined with the table `bullets`. */
  table: RawBuilder<unknown>;
  bullets: RawBuilder<unknown>;
  id: RawBuilder<number>;
  /** The condition, for `where`. */
  found: RawBuilder<boolean>;
}

export function matchIn(db: Db, match: Match): MatchSql {
  if (!isPostgres(db))
    return {
      table: sql`bullet_index`,
      bullets: sql`bullet_index join bullets on bullets.id = bullet_index.rowid`,
      id: sql`bullet_index.rowid`,
      found: sql`bullet_index match ${toFts5(match)}`,
    };
  return {
    table: sql`bullet_index`,
    bullets: sql`bullet_index join bullets on bullets.id = bullet_index.id`,
    id: sql`bullet_index.id`,
    found: sql`bullet_index.words @@ cast(${toTsQuery(match)} as tsquery)`,
  };
}

/** How many of the newest bullets are read to estimate how many match. */
const PROBED_BULLETS = 1000;
/** How many matches a search reads. */
const WANTED_MATCHES = 1000;
/** Reading a row that the index found, and sorting, takes as long as reading this many rows in their order. */
const CANDIDATE_COST = 2.5;
/** PostgreSQL does not know a new table's size. In smaller archives, both ways are quick. */
const MIN_ESTIMATED_BULLETS = 100_000;

/** A query for the matching ids from `first` to `last`, newest first unless `oldestFirst`. The caller adds the limit. */
export async function matchingIds(
  db: Db,
  match: Match,
  [first, last]: [number, number],
  oldestFirst = false,
): Promise<RawBuilder<{ id: number }>> {
  const { table, id, found } = matchIn(db, match);
  const within = sql`${id} between ${first} and ${last}`;
  const order = sql.raw(oldestFirst ? 'asc' : 'desc');
  const ids = sql<{
    id: number;
  }>`select ${id} as id from ${table} where ${found} and ${within} order by ${id} ${order}`;
  if (!isPostgres(db)) return ids;
  if (await isFrequent(db, match, [first, last])) return ids;
  // PostgreSQL's planner overestimates how often phrases match, and would scan all bullets to reach the limit.
  return sql`with matching as materialized (select ${id} as id from ${table} where ${found} and ${within})
    select id from matching order by id ${order}`;
}

/**
 * Whether PostgreSQL finds enough matches sooner by reading rows in their order than by reading all rows that its index
 * finds. For the phrase "with the", the index finds all rows with both words.
 */
async function isFrequent(db: Db, match: Match, [first, last]: [number, number]): Promise<boolean> {
  const { table, id, found } = matchIn(db, match);
  const { rows } = await sql<{ found: string; candidates: string; bullets: number }>`
    select count(*) filter (where ${found}) as found,
      count(*) filter (where words @@ cast(${toCandidates(match)} as tsquery)) as candidates,
      (select reltuples from pg_class where oid = cast('bullet_index' as regclass)) as bullets
    from (select * from ${table} where ${id} between ${first} and ${last} order by ${id} desc limit ${PROBED_BULLETS})
      as bullet_index`.execute(db);
  const { found: matches, candidates, bullets } = rows[0] ?? { found: 0, candidates: 0, bullets: 0 };
  const readInOrder = (WANTED_MATCHES * PROBED_BULLETS) / Number(matches);
  const estimated = Math.max(MIN_ESTIMATED_BULLETS, Number(bullets));
  const readByIndex = (Number(candidates) / PROBED_BULLETS) * estimated;
  return readInOrder < CANDIDATE_COST * readByIndex;
}

/** The condition that a match is one of `ids`: consecutive matches, newest first. */
export function isAmong(db: Db, ids: number[]): RawBuilder<boolean> {
  // For a list of ids, FTS5 would run the whole match again for each.
  return isPostgres(db)
    ? sql`bullet_index.id in ${numbersOf(db, ids)}`
    : sql`bullet_index.rowid between ${ids.at(-1)} and ${ids[0]}`;
}

/** The searchable columns of a row of `bullets`: tokens separated by spaces. */
export interface Tokenized {
  id: number;
  tokens: string;
  section_tokens: string;
  facets: string;
}

/** Indexes rows of `bullets` that were just inserted. */
export async function indexRows(db: Db, rows: Tokenized[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = ['id', 'text', 'section', 'facets'];
  if (isPostgres(db)) {
    const vectors = rows.map((row) => [String(row.id), tsVectorOf(row)]);
    await sql`insert into bullet_index (id, words) select cast(id as bigint), cast(words as tsvector)
      from ${rowsOf(db, ['id', 'words'], vectors)} as passages`.execute(db);
    return;
  }
  const values = rows.map((row) => [String(row.id), row.tokens, row.section_tokens, row.facets]);
  await sql`insert into bullet_index (rowid, text, section, facets)
    select cast(id as integer), text, section, facets from ${rowsOf(db, columns, values)} as passages`.execute(
    db,
  );
}

/** PostgreSQL drops positions above this one. */
const MAX_POSITION = 16_383;
/** A tsvector holds at most 1 MB. */
const MAX_VECTOR_TOKENS = 30_000;

/** The title's tokens have the weight A. A gap keeps phrases from spanning title and text. Facets have no position. */
function tsVectorOf({ tokens, section_tokens, facets }: Tokenized): string {
  let at = 0;
  const place = (text: string, weight: string) =>
    text
      .split(' ', MAX_VECTOR_TOKENS)
      .map((token) => token && `'${token}':${Math.min(++at, MAX_POSITION)}${weight}`)
      .join(' ');
  const title = place(section_tokens, 'A');
  at++;
  return `${title} ${place(tokens, '')} ${facets}`;
}

/** Removes the rows from the first id to the last from the index. */
export async function unindexRows(db: Db, [first, last]: [number, number]): Promise<void> {
  await (isPostgres(db)
    ? sql`delete from bullet_index where id between ${first} and ${last}`
    : // FTS5 finds a range of rowids only by scanning all rows.
      sql`delete from bullet_index where rowid in (select id from bullets where id between ${first} and ${last})`
  ).execute(db);
}

/** Empties the index. */
export async function clearIndex(db: Db): Promise<void> {
  await (isPostgres(db)
    ? sql`delete from bullet_index`
    : sql`insert into bullet_index (bullet_index) values ('delete-all')`
  ).execute(db);
}

/** Bytes of the index that SQLite keeps in memory before it writes them: while filling the index, and by default. */
const INDEX_MEMORY_BYTES = 128 * 1024 * 1024;
const HELD_BYTES_BY_DEFAULT = 1024 * 1024;
/** Rows per statement on SQLite. Each statement ends a segment of the index, and merging few segments is quick. */
const ROWS_PER_STATEMENT = 20_000;

/** Fills the empty index. `addRows` inserts all rows of `bullets` and passes them on in the order of their ids. */
export async function fillIndex(
  db: Db,
  addRows: (index: (rows: Tokenized[]) => Promise<void>) => Promise<void>,
): Promise<void> {
  if (isPostgres(db)) return addRows((rows) => indexRows(db, rows));
  const holdUpTo = (bytes: number) =>
    sql`insert into bullet_index (bullet_index, rank) values ('hashsize', cast(${bytes} as integer))`.execute(
      db,
    );
  await holdUpTo(INDEX_MEMORY_BYTES);
  let waiting: Tokenized[] = [];
  await addRows(async (rows) => {
    waiting.push(...rows);
    if (waiting.length < ROWS_PER_STATEMENT) return;
    await indexRows(db, waiting);
    waiting = [];
  });
  await indexRows(db, waiting);
  await sql`insert into bullet_index (bullet_index) values ('optimize')`.execute(db);
  await holdUpTo(HELD_BYTES_BY_DEFAULT);
}
