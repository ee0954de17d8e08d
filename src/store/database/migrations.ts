// Every change of the schema, oldest first. Append only: released migrations are never edited.
import { type Kysely, sql } from 'kysely';
import { UserError } from '../../base/errors.js';
import { completeCitations } from './citations.js';
import { isPostgres, lockName } from './dialect.js';
import { createTermCounts } from './migrations-archive.js';
import {
  addPublishTime,
  createEditSteps,
  createIssueVersions,
  createOperatorTables,
  createTagMerges,
} from './migrations-operator.js';
import {
  addInterests,
  createChannelDeliveryTable,
  createConfirmations,
  createReaderTables,
  distinguishSuppressions,
  indexLargeLists,
  rememberFirstDueTime,
} from './migrations-readers.js';
import { createPaces, createRuns, indexLargeStores } from './migrations-runs.js';
import { addTokens, indexOwnTokens, lightenIndex, orderBullets } from './migrations-search.js';
import { sameColumns } from './postgres.js';
import type { Db, Tables } from './schema.js';

interface Migration {
  name: string;
  up(db: Kysely<Tables>): Promise<void>;
}

const migrations: Migration[] = [
  {
    name: '001-posts-sources-issues',
    async up(db) {
      await db.schema
        .createTable('sources')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('platform', 'text', (c) => c.notNull())
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('cursor', 'text')
        .addColumn('checked_at', 'text')
        .addColumn('succeeded_at', 'text')
        .addColumn('error', 'text')
        .addColumn('failures', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('note', 'text')
        .execute();
      await db.schema
        .createTable('posts')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('source_id', 'text', (c) => c.notNull().references('sources.id'))
        .addColumn('platform', 'text', (c) => c.notNull())
        .addColumn('url', 'text', (c) => c.notNull())
        .addColumn('author', 'text', (c) => c.notNull())
        .addColumn('title', 'text', (c) => c.notNull())
        .addColumn('text', 'text', (c) => c.notNull())
        .addColumn('created_at', 'text', (c) => c.notNull())
        .addColumn('first_seen_at', 'text', (c) => c.notNull())
        .addColumn('seen_at', 'text', (c) => c.notNull())
        .addColumn('metrics', 'text', (c) => c.notNull())
        .addColumn('links', 'text', (c) => c.notNull())
        .addColumn('media', 'text', (c) => c.notNull())
        .addColumn('parent_id', 'text')
        .addColumn('thread_id', 'text')
        .addColumn('repost_of', 'text')
        .addColumn('lang', 'text')
        .execute();
      await db.schema.createIndex('posts_by_time').on('posts').columns(['created_at', 'source_id']).execute();
      await db.schema
        .createTable('comments')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('post_id', 'text', (c) => c.notNull().references('posts.id').onDelete('cascade'))
        .addColumn('url', 'text', (c) => c.notNull())
        .addColumn('author', 'text', (c) => c.notNull())
        .addColumn('text', 'text', (c) => c.notNull())
        .addColumn('score', 'integer', (c) => c.notNull())
        .execute();
      await db.schema.createIndex('comments_by_post').on('comments').column('post_id').execute();
      await db.schema
        .createTable('issues')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('slug', 'text', (c) => c.notNull().unique())
        .addColumn('cadence', 'text', (c) => c.notNull())
        .addColumn('period_from', 'text', (c) => c.notNull())
        .addColumn('period_to', 'text', (c) => c.notNull())
        .addColumn('headline', 'text', (c) => c.notNull())
        .addColumn('subtitle', 'text', (c) => c.notNull())
        .addColumn('status', 'text', (c) => c.notNull())
        .addColumn('created_at', 'text', (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull())
        .execute();
      await db.schema
        .createIndex('issues_by_period')
        .on('issues')
        .columns(['period_to', 'cadence'])
        .execute();
      await db.schema
        .createTable('bullets')
        .addColumn('issue_id', 'text', (c) => c.notNull().references('issues.id').onDelete('cascade'))
        .addColumn('anchor', 'text', (c) => c.notNull())
        .addColumn('recap', 'text', (c) => c.notNull())
        .addColumn('platform', 'text', (c) => c.notNull())
        .addColumn('section', 'text', (c) => c.notNull())
        .addColumn('section_anchor', 'text', (c) => c.notNull())
        .addColumn('text', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('bullets_key', ['issue_id', 'anchor'])
        .execute();
      await db.schema
        .createTable('citations')
        .addColumn('issue_id', 'text', (c) => c.notNull().references('issues.id').onDelete('cascade'))
        .addColumn('bullet_anchor', 'text', (c) => c.notNull())
        .addColumn('post_id', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('citations_key', ['issue_id', 'bullet_anchor', 'post_id'])
        .execute();
      await db.schema.createIndex('citations_by_post').on('citations').column('post_id').execute();
      await db.schema
        .createTable('told')
        .addColumn('issue_id', 'text', (c) => c.notNull().references('issues.id').onDelete('cascade'))
        .addColumn('post_id', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('told_key', ['issue_id', 'post_id'])
        .execute();
      await db.schema
        .createTable('tags')
        .addColumn('issue_id', 'text', (c) => c.notNull().references('issues.id').onDelete('cascade'))
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('slug', 'text', (c) => c.notNull())
        .addColumn('name', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('tags_key', ['issue_id', 'kind', 'slug'])
        .execute();
      await db.schema.createIndex('tags_by_slug').on('tags').columns(['kind', 'slug']).execute();
      await db.schema
        .createTable('answers')
        .addColumn('key', 'text', (c) => c.primaryKey())
        .addColumn('model', 'text', (c) => c.notNull())
        .addColumn('stage', 'text', (c) => c.notNull())
        .addColumn('answer', 'text', (c) => c.notNull())
        .addColumn('tokens_in', 'integer', (c) => c.notNull())
        .addColumn('tokens_out', 'integer', (c) => c.notNull())
        .addColumn('created_at', 'text', (c) => c.notNull())
        .execute();
      if (isPostgres(db)) return;
      await sql`create virtual table bullet_index using fts5(
        text, section, headline, issue_id unindexed, anchor unindexed,
        tokenize = 'porter unicode61 remove_diacritics 2', prefix = '2 3')`.execute(db);
    },
  },
  { name: '002-subscribers-deliveries', up: createReaderTables },
  { name: '003-bullets-in-time-order', up: orderBullets },
  {
    name: '004-reads-and-rests',
    async up(db) {
      await db.schema
        .createTable('reads')
        .addColumn('day', 'text', (c) => c.notNull())
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('count', 'integer', (c) => c.notNull())
        .addPrimaryKeyConstraint('reads_key', ['day', 'kind'])
        .execute();
      await db.schema.alterTable('sources').addColumn('next_at', 'text').execute();
      await db.schema.alterTable('sources').addColumn('retired_at', 'text').execute();
    },
  },
  { name: '005-lighter-index', up: lightenIndex },
  { name: '006-all-citations', up: completeCitations },
  { name: '007-runs-incidents', up: createRuns },
  { name: '008-paces', up: createPaces },
  { name: '009-own-tokens', up: indexOwnTokens },
  { name: '010-operator', up: createOperatorTables },
  { name: '011-term-counts', up: createTermCounts },
  {
    name: '012-posts-by-source',
    async up(db) {
      await db.schema
        .createIndex('posts_by_source')
        .on('posts')
        .columns(['source_id', 'created_at'])
        .execute();
    },
  },
  { name: '013-indexes-of-large-stores', up: indexLargeStores },
  {
    name: '014-late-posts',
    async up(db) {
      await db.schema.alterTable('posts').addColumn('appeared_at', 'text').execute();
    },
  },
  { name: '015-suppression-kinds', up: distinguishSuppressions },
  { name: '016-first-due-time', up: rememberFirstDueTime },
  { name: '017-issue-versions', up: createIssueVersions },
  { name: '018-confirmation-requests', up: createConfirmations },
  { name: '019-channel-deliveries', up: createChannelDeliveryTable },
  { name: '020-large-lists', up: indexLargeLists },
  { name: '021-interests-of-readers', up: addInterests },
  { name: '022-tag-merges', up: createTagMerges },
  { name: '023-edit-steps', up: createEditSteps },
  { name: '024-publish-times', up: addPublishTime },
  { name: '025-tokens-of-bullets', up: addTokens },
];

/** In the order in which they run. */
export const migrationNames: readonly string[] = migrations.map(({ name }) => name);

/**
 * Migrates the schema to the newest or the named migration, in one transaction; if two processes start at once, it runs
 * once. Throws a UserError if a newer version of Tidings has migrated it, because this version could damage its data
 * unnoticed.
 */
export async function migrate(db: Kysely<Tables>, last?: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lockName(trx, 'migrations');
    const done = await findDone(trx);
    const newer = [...done].find((name) => !migrationNames.includes(name));
    if (newer)
      throw new UserError(
        `The database was written by a newer Tidings (${newer})`,
        'Use that version or a later one, or restore an earlier backup.',
      );
    const schema = isPostgres(trx) ? trx.withPlugin(sameColumns) : trx;
    for (const migration of migrations) {
      if (!done.has(migration.name)) {
        await migration.up(schema);
        await sql`insert into migrations (name) values (${migration.name})`.execute(trx);
      }
      if (migration.name === last) return;
    }
  });
}

/** Migrations that have not run on the database. */
export async function findMissingMigrations(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from migrations`.execute(db);
  const done = new Set(rows.map(({ name }) => name));
  return migrationNames.filter((name) => !done.has(name));
}

async function findDone(db: Kysely<Tables>): Promise<Set<string>> {
  // `create table if not exists` requires the right to create tables even if the table exists.
  const found = isPostgres(db)
    ? await sql`select 1 where to_regclass('migrations') is not null`.execute(db)
    : undefined;
  if (found?.rows.length !== 1)
    await sql`create table if not exists migrations (name text primary key)`.execute(db);
  const { rows } = await sql<{ name: string }>`select name from migrations`.execute(db);
  return new Set(rows.map((row) => row.name));
}
