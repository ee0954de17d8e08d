// The full-text index: FTS5's virtual table with SQLite, a column of word vectors with PostgreSQL.
import { type RawBuilder, sql } from 'kysely';
import { isPostgres } from './dialect.js';
import type { Db } from './schema.js';
import { tsQueryOf, wordsOf } from './word-query.js';

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
    table: sql`bullets`,
    bullets: sql`bullets`,
    id: sql`bullets.id`,
    found: sql`bullets.words @@ ${query}`,
    // Weights of D, C, B and A; 1: divided by the length's logarithm.
    score: sql`- ts_rank_cd('{0, 0, 0.5, 1}', bullets.words, ${query}, 1)`,
  };
}

/** What a row of bullets has beyond its own columns: PostgreSQL's vector, from the words of section and text. */
export function vectorOf(db: Db): { columns: string[]; of(text: string, section: string): string[] } {
  return isPostgres(db)
    ? { columns: ['text_words', 'section_words'], of: (...texts) => texts.map(wordsOf) }
    : { columns: [], of: () => [] };
}

/** The vector itself, as it is inserted. */
export const VECTOR = sql`setweight(to_tsvector('tidings', section_words), 'A')
  || setweight(to_tsvector('tidings', text_words), 'B') || to_tsvector('tidings', facets)`;

/** Puts rows of `bullets` into the index. */
export async function indexRows(db: Db, [first, last]: [number, number]): Promise<void> {
  if (isPostgres(db)) return;
  await sql`insert into bullet_index (rowid, text, section, facets)
    select id, text, section, facets from bullets where id between ${first} and ${last}`.execute(db);
}

/** Takes rows that are still in `bullets` out of the index. */
export async function unindexRows(db: Db, [first, last]: [number, number]): Promise<void> {
  if (isPostgres(db)) return;
  await sql`insert into bullet_index (bullet_index, rowid, text, section, facets)
    select 'delete', id, text, section, facets from bullets where id between ${first} and ${last}`.execute(
    db,
  );
}

/** Empties the index. */
export async function clearIndex(db: Db): Promise<void> {
  if (!isPostgres(db)) await sql`insert into bullet_index (bullet_index) values ('delete-all')`.execute(db);
}
