// The tables of the operator's site: sessions, the audit log, readers' reports, earlier versions of issues, edits to
// undo. Append only, like migrations.ts.
import type { Kysely } from 'kysely';
import type { Issue } from '../../model.js';
import type { Tables } from './schema.js';

export async function createOperatorTables(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('sessions')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('client', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('seen_at', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('audit')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('actor', 'text', (c) => c.notNull())
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('detail', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('audit_by_time').on('audit').columns(['at', 'id']).execute();
  await db.schema
    .createTable('corrections')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('issue_id', 'text', (c) => c.notNull())
    .addColumn('anchor', 'text', (c) => c.notNull())
    .addColumn('claim', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('link', 'text')
    .addColumn('address', 'text')
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('decided_at', 'text')
    .addColumn('answer', 'text')
    .execute();
  await db.schema
    .createIndex('corrections_by_state')
    .on('corrections')
    .columns(['state', 'created_at'])
    .execute();
}

export async function createIssueVersions(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('issue_versions')
    .addColumn('issue_id', 'text', (c) => c.notNull())
    .addColumn('number', 'integer', (c) => c.notNull())
    .addColumn('replaced_at', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('issue_versions_key', ['issue_id', 'number'])
    .execute();
  await db.schema
    .createIndex('issue_versions_by_time')
    .on('issue_versions')
    .columns(['replaced_at'])
    .execute();
}

export async function createTagMerges(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('tag_merges')
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('slug', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('into_kind', 'text', (c) => c.notNull())
    .addColumn('into_slug', 'text', (c) => c.notNull())
    .addColumn('merged_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('tag_merges_key', ['kind', 'slug'])
    .execute();
}

export async function createEditSteps(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('edit_steps')
    .addColumn('issue_id', 'text', (c) => c.notNull().references('issues.id').onDelete('cascade'))
    .addColumn('stack', 'text', (c) => c.notNull())
    .addColumn('number', 'integer', (c) => c.notNull())
    .addColumn('version', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('what', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('edit_steps_key', ['issue_id', 'stack', 'number'])
    .execute();
}

/** The schedule looks every minute for drafts whose time has come; with a column, it need not read whole drafts. */
export async function addPublishTime(db: Kysely<Tables>): Promise<void> {
  await db.schema.alterTable('issues').addColumn('publish_at', 'text').execute();
  const drafts = await db.selectFrom('issues').select(['id', 'body']).where('status', '=', 'draft').execute();
  for (const { id, body } of drafts) {
    const { publishAt } = JSON.parse(body) as Issue;
    if (publishAt)
      await db.updateTable('issues').set({ publish_at: publishAt }).where('id', '=', id).execute();
  }
}
