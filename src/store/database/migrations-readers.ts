// The tables of subscribers and of the mails sent to them. Append only, like migrations.ts.
import { type Kysely, sql } from 'kysely';
import type { Tables } from './schema.js';

export async function createReaderTables(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('settings')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('value', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('subscribers')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull().unique())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('cadence', 'text', (c) => c.notNull())
    .addColumn('time_zone', 'text', (c) => c.notNull())
    .addColumn('hour', 'integer', (c) => c.notNull())
    .addColumn('omitted', 'text', (c) => c.notNull().defaultTo('[]'))
    .addColumn('paused_until', 'text')
    .addColumn('generation', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('consents', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('soft_bounces', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('confirmed_at', 'text')
    .addColumn('left_at', 'text')
    .addColumn('reason', 'text')
    .execute();
  await db.schema
    .createIndex('subscribers_by_hour')
    .on('subscribers')
    .columns(['cadence', 'status', 'time_zone', 'hour'])
    .execute();
  await db.schema
    .createTable('suppressions')
    .addColumn('hash', 'text', (c) => c.primaryKey())
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('deliveries')
    .addColumn('subscriber_id', 'text', (c) => c.notNull().references('subscribers.id').onDelete('cascade'))
    .addColumn('issue_id', 'text', (c) => c.notNull().references('issues.id').onDelete('cascade'))
    .addColumn('cadence', 'text', (c) => c.notNull())
    .addColumn('period', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull().defaultTo('queued'))
    .addColumn('due_at', 'text', (c) => c.notNull())
    .addColumn('batch', 'text')
    .addColumn('batched_at', 'text')
    .addColumn('claimed_at', 'text')
    .addColumn('claimed_by', 'text')
    .addColumn('via', 'text')
    .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('sent_at', 'text')
    .addColumn('provider_id', 'text')
    .addColumn('error', 'text')
    .addPrimaryKeyConstraint('deliveries_key', ['issue_id', 'subscriber_id'])
    .addUniqueConstraint('deliveries_once', ['subscriber_id', 'cadence', 'period'])
    .execute();
  // Partial indexes: finished rows, nearly all, are not indexed.
  for (const index of [
    "deliveries_due on deliveries (issue_id, due_at) where state = 'queued'",
    "deliveries_again on deliveries (issue_id, batch) where state = 'queued' and batch is not null",
    "deliveries_claimed on deliveries (claimed_by) where state = 'claimed'",
    "deliveries_uncertain on deliveries (issue_id) where state = 'uncertain'",
    'deliveries_by_provider on deliveries (provider_id) where provider_id is not null',
  ])
    await sql`create index ${sql.raw(index)}`.execute(db);
  await db.schema
    .createTable('mail_events')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('received_at', 'text', (c) => c.notNull())
    .execute();
}

/**
 * The reason for a suppression decides whether the operator can lift it, and the earlier status which status to
 * restore.
 */
export async function distinguishSuppressions(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .alterTable('suppressions')
    .addColumn('kind', 'text', (c) => c.notNull().defaultTo('bounce'))
    .execute();
  await db.schema.alterTable('suppressions').addColumn('former_status', 'text').execute();
  await sql`update suppressions set kind = 'complaint' where reason = 'reported as unwanted'`.execute(db);
  await sql`update suppressions set kind = 'provider' where reason like 'refused by Resend%'`.execute(db);
}

/** A retry changes the due time; the maximum wait counts from the first one. */
export async function rememberFirstDueTime(db: Kysely<Tables>): Promise<void> {
  await db.schema.alterTable('deliveries').addColumn('waits_since', 'text').execute();
}

/** Subscription requests are stored, so that limits and retries survive the end of the process. */
export async function createConfirmations(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('confirmation_requests')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('holder', 'text', (c) => c.notNull())
    .addColumn('preferences', 'text', (c) => c.notNull())
    .addColumn('by_operator', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('due_at', 'text', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('reason', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('confirmation_mails')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('holder', 'text', (c) => c.notNull())
    .addColumn('counts', 'integer', (c) => c.notNull())
    .addColumn('sent_at', 'text', (c) => c.notNull())
    .execute();
  for (const [table, columns] of [
    ['confirmation_requests', ['due_at']],
    ['confirmation_requests', ['holder']],
    ['confirmation_mails', ['holder', 'sent_at']],
    ['confirmation_mails', ['sent_at']],
  ] as const)
    await db.schema
      .createIndex(`${table}_by_${columns[0]}`)
      .on(table)
      .columns([...columns])
      .execute();
}

/**
 * For lists of hundreds of thousands: an issue's deliveries are counted once, at its release, so that a page counts
 * only those that are not sent. Failures, the operator's list of readers and its counts have indexes.
 */
export async function indexLargeLists(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('recipient_counts')
    .addColumn('issue_id', 'text', (c) => c.primaryKey().references('issues.id').onDelete('cascade'))
    .addColumn('count', 'integer', (c) => c.notNull())
    .execute();
  await sql`insert into recipient_counts (issue_id, count)
    select issue_id, count(*) from deliveries group by issue_id`.execute(db);
  for (const index of [
    "deliveries_ended on deliveries (state, issue_id, subscriber_id) where state in ('failed', 'rejected', 'skipped', 'uncertain')",
    'subscribers_by_creation on subscribers (created_at, id)',
    'subscribers_by_status on subscribers (status, created_at, id)',
    'subscribers_joined on subscribers (confirmed_at) where confirmed_at is not null',
    'subscribers_left on subscribers (left_at, confirmed_at) where left_at is not null',
    "runs_by_subject on runs (subject, started_at, id) where kind <> 'fetch'",
  ])
    await sql`create index ${sql.raw(index)}`.execute(db);
}

/** The topics that readers follow and mute. `subscribers.cadence` can be `both` from here on. */
export async function addInterests(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .alterTable('subscribers')
    .addColumn('interests', 'text', (c) => c.notNull().defaultTo('{}'))
    .execute();
}

/** The ledger of channels, with a row for each issue and channel. */
export async function createChannelDeliveryTable(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('channel_deliveries')
    .addColumn('issue_id', 'text', (c) => c.notNull())
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('due_at', 'text', (c) => c.notNull())
    .addColumn('released_at', 'text', (c) => c.notNull())
    .addColumn('claimed_by', 'text')
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('sent_at', 'text')
    .addColumn('error', 'text')
    .addPrimaryKeyConstraint('channel_deliveries_key', ['issue_id', 'channel'])
    .execute();
  await db.schema
    .createIndex('channel_deliveries_by_state')
    .on('channel_deliveries')
    .columns(['state', 'due_at'])
    .execute();
}
