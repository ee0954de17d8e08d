// The counts of words and names over earlier days. Append only, like migrations.ts.
import type { Kysely } from 'kysely';
import type { Tables } from './schema.js';

export async function createTermCounts(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('term_counts')
    .addColumn('term', 'text', (c) => c.primaryKey())
    .addColumn('texts', 'double precision', (c) => c.notNull())
    .addColumn('recent', 'double precision', (c) => c.notNull())
    .addColumn('upper', 'double precision', (c) => c.notNull())
    .addColumn('counted_on', 'text', (c) => c.notNull())
    .execute();
}
