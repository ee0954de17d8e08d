// The tables of the search. Append only, like migrations.ts.
import { type Kysely, sql } from 'kysely';
import { isPostgres } from './dialect.js';
import type { Tables } from './schema.js';

/** Bullets with ids in order of time, their facets, and an index over them. */
export async function orderBullets(db: Kysely<Tables>): Promise<void> {
  // Refilled by index-bullets.ts, from the issues' bodies.
  if (!isPostgres(db)) await sql`drop table bullet_index`.execute(db);
  await db.schema.dropTable('bullets').execute();
  await db.schema
    .createTable('bullets')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('issue_id', 'text', (c) => c.notNull().references('issues.id').onDelete('cascade'))
    .addColumn('anchor', 'text', (c) => c.notNull())
    .addColumn('recap', 'text', (c) => c.notNull())
    .addColumn('platform', 'text', (c) => c.notNull())
    .addColumn('section', 'text', (c) => c.notNull())
    .addColumn('section_anchor', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('facets', 'text', (c) => c.notNull())
    .addColumn('updates', 'text')
    .addUniqueConstraint('bullets_by_anchor', ['issue_id', 'anchor'])
    .execute();
  await sql`create index bullets_by_updates on bullets (updates) where updates is not null`.execute(db);
  if (isPostgres(db)) return addWordVectors(db);
  await sql`create virtual table bullet_index using fts5(
    text, section, facets, content = 'bullets', content_rowid = 'id',
    tokenize = 'porter unicode61 remove_diacritics 2', prefix = '2 3')`.execute(db);
  await sql`create table words (word text primary key, bullets integer not null) without rowid`.execute(db);
}

/** Shrinks the index: prefixes of three letters only, and words without counts. */
export async function lightenIndex(db: Kysely<Tables>): Promise<void> {
  if (isPostgres(db)) return;
  // Refilled by index-bullets.ts.
  await sql`drop table bullet_index`.execute(db);
  await sql`create virtual table bullet_index using fts5(
    text, section, facets, content = 'bullets', content_rowid = 'id',
    tokenize = 'porter unicode61 remove_diacritics 2', prefix = '3')`.execute(db);
  await sql`insert into bullet_index (bullet_index, rank) values ('automerge', 8)`.execute(db);
  await sql`drop table words`.execute(db);
  await sql`create table words (word text primary key) without rowid`.execute(db);
}

/** PostgreSQL's index has stemmed words and includes stop words, like SQLite's. */
async function addWordVectors(db: Kysely<Tables>): Promise<void> {
  await sql`create text search dictionary tidings_stem (template = snowball, language = english)`.execute(db);
  await sql`create text search configuration tidings (copy = simple)`.execute(db);
  await sql`alter text search configuration tidings
    alter mapping for asciiword, word with tidings_stem`.execute(db);
  // A separate table: the texts are as long as the vectors, and without them it is read in half the time.
  await sql`create table bullet_index (id bigint primary key, words tsvector not null)`.execute(db);
  await sql`create index bullets_by_words on bullet_index using gin (words)`.execute(db);
  await db.schema
    .createTable('words')
    .addColumn('word', 'text', (c) => c.primaryKey())
    .execute();
}

/** A contentless index over our own tokens. Refilled by refreshIndex. */
export async function indexOwnTokens(db: Kysely<Tables>): Promise<void> {
  if (isPostgres(db)) {
    await sql`delete from bullet_index`.execute(db);
    await sql`drop text search configuration if exists tidings`.execute(db);
    await sql`drop text search dictionary if exists tidings_stem`.execute(db);
    return;
  }
  await sql`drop table bullet_index`.execute(db);
  await sql`create virtual table bullet_index using fts5(text, section, facets, content = '', contentless_delete = 1,
    tokenize = 'ascii', prefix = '2')`.execute(db);
  await sql`insert into bullet_index (bullet_index, rank) values ('automerge', 8)`.execute(db);
}

/** The tokens of each bullet, for ranking. Filled by refreshIndex. */
export async function addTokens(db: Kysely<Tables>): Promise<void> {
  for (const column of ['tokens', 'section_tokens'])
    await db.schema
      .alterTable('bullets')
      .addColumn(column, 'text', (c) => c.notNull().defaultTo(''))
      .execute();
}
