// The full-text index: FTS5's virtual table with SQLite, a table of word vectors with PostgreSQL.
import { type RawBuilder, sql } from 'kysely';
import { isPostgres, numbersOf, rowsOf } from '../database/dialect.js';
import type { Db } from '../database/schema.js';
import { tsQueryOf, wordsOf } from './postgres-query.js';

export interface Match {
  /** For `from`: what is searched. Joined with the rows of `bullets`: `bullets`. */
  table: RawBuilder<unknown>;
  bullets: RawBuilder<unknown>;
  id: RawBuilder<number>;
  /** The condition. */
  found: RawBuilder<boolean>;
  /** To order by, the best first; what stands in a section's title counts double. */
  score: RawBuilder<number>;
}

/** The bullets that an FTS5 query finds, as parts of a statement. */
export function matchIn(db: Db, fts: string): Match {
  if (!isPostgres(db))
    return {
      table: sql`bullet_index`,
      bullets: sql`bullet_index join bullets on bullets.id = bullet_index.rowid`,
      id: sql`bullet_index.rowid`,
      found: sql`bullet_index match ${fts}`,
      score: sql`bm25(bullet_index, 1.0, 2.0, 0.0)`,
    };
  const query = sql`to_tsquery('tidings', ${tsQueryOf(fts)})`;
  return {
    table: sql`bullet_index`,
    bullets: sql`bullet_index join bullets on bullets.id = bullet_index.id`,
    id: sql`bullet_index.id`,
    found: sql`bullet_index.words @@ ${query}`,
    // Weights of D, C, B and A; 1: divided by the length's logarithm.
    score: sql`- ts_rank_cd('{0, 0, 0.5, 1}', bullet_index.words, ${query}, 1)`,
  };
}

/** Newest bullets that are looked at to learn whether what is searched is frequent, and how many then have it. */
const PROBED = 1000;
const FREQUENT = 80;

/** The ids from `first` to `last` that an FTS5 query finds, newest first, as a query to be limited. */
export async function newestIn(
  db: Db,
  fts: string,
  [first, last]: [number, number],
): Promise<RawBuilder<{ id: number }>> {
  const { table, id, found } = matchIn(db, fts);
  const within = sql`${id} between ${first} and ${last}`;
  const newest = sql<{
    id: number;
  }>`select ${id} as id from ${table} where ${found} and ${within} order by ${id} desc`;
  if (!isPostgres(db)) return newest;
  const { rows } = await sql<{ count: number }>`select count(*) as count
    from (select * from ${table} where ${within} order by ${id} desc limit ${PROBED}) as bullet_index
    where ${found}`.execute(db);
  if (Number(rows[0]?.count) >= FREQUENT) return newest;
  // Its planner takes phrases for more frequent than they are, and to find a limit's worth would walk all bullets.
  return sql`with matching as materialized (select ${id} as id from ${table} where ${found} and ${within})
    select id from matching order by id desc`;
}

/**
 * The condition that a match is one of `ids`, which are all matches from the first to the last of them, newest first.
 * FTS5 would find all matches anew for each id of a list.
 */
export function isAmong(db: Db, ids: number[]): RawBuilder<boolean> {
  return isPostgres(db)
    ? sql`bullet_index.id in ${numbersOf(db, ids)}`
    : sql`bullet_index.rowid between ${ids.at(-1)} and ${ids[0]}`;
}

/** What of a row of `bullets` is searched. */
export interface Indexed {
  id: number;
  text: string;
  section: string;
  facets: string;
}

/** Puts rows of `bullets` that have just been made, in the order of their ids, into the index. */
export async function indexRows(db: Db, rows: Indexed[]): Promise<void> {
  const [first, last] = [rows[0]?.id, rows.at(-1)?.id];
  if (!isPostgres(db)) {
    await sql`insert into bullet_index (rowid, text, section, facets)
      select id, text, section, facets from bullets where id between ${first} and ${last}`.execute(db);
    return;
  }
  const words = rows.map(({ id, text, section, facets }) => [
    String(id),
    wordsOf(section),
    facets,
    wordsOf(text),
  ]);
  // The facets between title and text: so no phrase begins in the one and ends in the other.
  await sql`insert into bullet_index (id, words)
    select cast(id as bigint), setweight(to_tsvector('tidings', section), 'A') ||
      setweight(to_tsvector('tidings', facets), 'D') || setweight(to_tsvector('tidings', text), 'B')
    from ${rowsOf(db, ['id', 'section', 'facets', 'text'], words)} as passages`.execute(db);
}

/** Takes rows that are still in `bullets` out of the index. */
export async function unindexRows(db: Db, [first, last]: [number, number]): Promise<void> {
  await (isPostgres(db)
    ? sql`delete from bullet_index where id between ${first} and ${last}`
    : sql`insert into bullet_index (bullet_index, rowid, text, section, facets)
        select 'delete', id, text, section, facets from bullets where id between ${first} and ${last}`
  ).execute(db);
}

/** Empties the index. */
export async function clearIndex(db: Db): Promise<void> {
  await (isPostgres(db)
    ? sql`delete from bullet_index`
    : sql`insert into bullet_index (bullet_index) values ('delete-all')`
  ).execute(db);
}

/** Bytes: while the index is filled, and SQLite's own. */
const GATHERED = 128 * 1024 * 1024;
const GATHERED_BY_DEFAULT = 1024 * 1024;
/** Rows that one statement of SQLite's puts into the index: it ends a segment, and few are soon merged. */
const AT_ONCE = 20_000;

/**
 * Fills the empty index. `addRows` makes all rows of `bullets` in the order of their ids, and hands them over as
 * `indexRows` takes them. FTS5 writes a segment at the end of each statement, or when it has gathered so many bytes.
 */
export async function fillIndex(
  db: Db,
  addRows: (index: (rows: Indexed[]) => Promise<void>) => Promise<void>,
): Promise<void> {
  if (isPostgres(db)) return addRows((rows) => indexRows(db, rows));
  const gatherUpTo = (bytes: number) =>
    sql`insert into bullet_index (bullet_index, rank) values ('hashsize', cast(${bytes} as integer))`.execute(
      db,
    );
  await gatherUpTo(GATHERED);
  let waiting: Indexed[] = [];
  const indexWaiting = async () => {
    if (waiting.length > 0) await indexRows(db, waiting);
    waiting = [];
  };
  let last = 0;
  await addRows(async (rows) => {
    const first = rows[0]?.id ?? last;
    // A statement takes all ids between its first and its last: others would be taken in twice.
    if (first < last) throw new RangeError(`bullet ${first} comes after ${last}`);
    last = rows.at(-1)?.id ?? last;
    waiting.push(...rows);
    if (waiting.length >= AT_ONCE) await indexWaiting();
  });
  await indexWaiting();
  await sql`insert into bullet_index (bullet_index) values ('optimize')`.execute(db);
  await gatherUpTo(GATHERED_BY_DEFAULT);
}
