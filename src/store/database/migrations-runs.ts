// The tables of runs and incidents. Append only, like migrations.ts.
import { type Kysely, sql } from 'kysely';
import type { Tables } from './schema.js';

export async function createRuns(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('runs')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('owner', 'text', (c) => c.notNull())
    .addColumn('started_at', 'text', (c) => c.notNull())
    .addColumn('ended_at', 'text')
    .addColumn('outcome', 'text', (c) => c.notNull())
    .addColumn('error', 'text')
    .addColumn('figures', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('runs_by_start').on('runs').columns(['started_at', 'id']).execute();
  await db.schema.createIndex('runs_by_end').on('runs').columns(['ended_at']).execute();
  await sql`create index runs_running on runs (owner) where outcome = 'running'`.execute(db);
  await db.schema
    .createTable('incidents')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('what', 'text', (c) => c.notNull())
    .addColumn('since', 'text', (c) => c.notNull())
    .addColumn('ended_at', 'text')
    .addColumn('mailed_at', 'text')
    .addColumn('told', 'integer', (c) => c.notNull())
    .execute();
}

/** Milliseconds since 1970 by the server's clock. Used with PostgreSQL. */
export async function createPaces(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('paces')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('next_at', 'integer', (c) => c.notNull())
    .addColumn('held_until', 'integer', (c) => c.notNull())
    .execute();
}

/**
 * For stores with a million posts and as many runs: finds the latest runs of a kind, and what was fetched since an
 * instant.
 */
export async function indexLargeStores(db: Kysely<Tables>): Promise<void> {
  await db.schema.createIndex('runs_by_kind').on('runs').columns(['kind', 'started_at', 'id']).execute();
  await db.schema.createIndex('posts_by_seen').on('posts').columns(['seen_at', 'first_seen_at']).execute();
}
