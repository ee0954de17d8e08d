// Every earlier schema, with rows in it, is migrated to the current one without losing anything.

import { Kysely, SqliteDialect, sql } from 'kysely';
import { expect, test } from 'vitest';
import { migrate, migrationNames } from '../../../src/store/database/migrations.js';
import type { Tables } from '../../../src/store/database/schema.js';
import { SqliteDatabase } from '../../../src/store/database/sqlite.js';
import { findIssue } from '../../../src/store/issues.js';
import { refreshIndex } from '../../../src/store/search/index-bullets.js';
import { parseTerms } from '../../../src/store/search/query.js';
import { searchBullets } from '../../../src/store/search/search.js';
import { makeIssue } from '../../fixtures/issue.js';

const AT = '2026-03-18T00:00:00.000Z';
const issue = makeIssue();
const [recap] = issue.recaps;
const bullet = recap?.sections[0]?.bullets[0];
const first = Object.keys(issue.posts)[0] ?? '';

/** Rows in the form of each table's first version. A new table needs a row here; a test checks that. */
const ROWS: Record<string, Record<string, string | number>> = {
  sources: { id: 'feed:a', kind: 'feed', platform: 'web', name: 'A', cursor: 'etag', failures: 2 },
  posts: {
    ...{
      id: 'p1',
      source_id: 'feed:a',
      platform: 'web',
      url: 'https://a.example/1',
      author: 'a',
      title: 't',
    },
    ...{ text: 'x', created_at: AT, first_seen_at: AT, seen_at: AT, metrics: '{}', links: '[]', media: '[]' },
  },
  comments: { id: 'c1', post_id: 'p1', url: 'https://a.example/1#c', author: 'b', text: 'y', score: 3 },
  issues: {
    ...{ id: issue.id, slug: issue.slug, cadence: issue.cadence, period_from: issue.period.from },
    ...{
      period_to: issue.period.to,
      headline: issue.headline,
      subtitle: issue.subtitle,
      status: 'published',
    },
    ...{ created_at: issue.createdAt, body: JSON.stringify(issue) },
  },
  citations: { issue_id: issue.id, bullet_anchor: bullet?.id ?? '', post_id: bullet?.citations[0] ?? '' },
  told: { issue_id: issue.id, post_id: first },
  tags: { issue_id: issue.id, kind: 'topic', slug: 'evals', name: 'Evals' },
  answers: { key: 'k', model: 'm', stage: 's', answer: '{}', tokens_in: 1, tokens_out: 1, created_at: AT },
  settings: { name: 'secret', value: 'c2VjcmV0' },
  subscribers: {
    ...{ id: 's1', address: 'a@b.example', key: 'a@b.example', status: 'active', cadence: 'daily' },
    ...{ time_zone: 'UTC', hour: 7, created_at: AT },
  },
  suppressions: { hash: 'h', reason: 'bounced', created_at: AT },
  deliveries: {
    ...{ subscriber_id: 's1', issue_id: issue.id, cadence: 'daily', period: '2026-03-17', state: 'sent' },
    ...{ due_at: AT, batch: 'b', sent_at: AT, provider_id: 'x' },
  },
  confirmation_requests: {
    ...{ id: 'q1', address: 'ann@example.org', key: 'ann@example.org', holder: 'h', preferences: '{}' },
    ...{ by_operator: 0, created_at: AT, due_at: AT, attempts: 1, reason: 'server' },
  },
  confirmation_mails: { id: 'm1', holder: 'h', counts: 1, sent_at: AT },
  channel_deliveries: {
    ...{ issue_id: issue.id, channel: 'slack', state: 'sent', due_at: AT, released_at: AT, attempts: 1 },
  },
  recipient_counts: { issue_id: issue.id, count: 1 },
  mail_events: { id: 'e1', kind: 'bounced', received_at: AT },
  reads: { day: '2026-03-17', kind: 'posts', count: 9 },
  runs: {
    id: 'r1',
    kind: 'fetch',
    subject: 'web',
    owner: 'h/1/u',
    started_at: AT,
    outcome: 'done',
    figures: '{}',
  },
  incidents: { key: 'late:daily', what: 'w', since: AT, told: 1 },
  paces: { name: 'resend', next_at: 1, held_until: 2 },
  sessions: { id: 'h', kind: 'k', client: 'c', created_at: AT, seen_at: AT, expires_at: AT },
  audit: { id: 'a1', at: AT, actor: 'x', action: 'y', subject: 'z', detail: '' },
  corrections: {
    ...{ id: 'c1', issue_id: issue.id, anchor: 'b1', claim: 'c', text: 't', state: 'new', created_at: AT },
  },
  issue_versions: { issue_id: issue.id, number: 1, replaced_at: AT, body: '{}' },
  edit_steps: {
    ...{ issue_id: issue.id, stack: 'undo', number: 1, version: 'v', body: '{}', what: 'Edited', at: AT },
  },
  tag_merges: {
    ...{ kind: 'company', slug: 'open-ai', name: 'Open AI' },
    ...{ into_kind: 'company', into_slug: 'openai', merged_at: AT },
  },
  term_counts: { term: 'w heron', texts: 2, recent: 1.5, upper: 0, counted_on: '2026-03-17' },
};
/** Derived from other tables, and filled again when they change. */
const MADE = ['bullets', 'words', 'migrations'];

async function openAt(last: string) {
  const sqlite = new SqliteDatabase(':memory:');
  sqlite.pragma('foreign_keys = ON');
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqlite }) });
  await migrate(db, last);
  const tables = sqlite
    .prepare("select name from sqlite_master where type = 'table' and name not like 'bullet_index%'")
    .pluck()
    .all() as string[];
  for (const [table, row] of Object.entries(ROWS))
    if (tables.includes(table))
      await sql`insert into ${sql.table(table)} (${sql.join(Object.keys(row).map((name) => sql.ref(name)))})
        values (${sql.join(Object.values(row))})`.execute(db);
  return { sqlite, db, tables };
}

test.each(migrationNames)('from %s on, nothing is lost', async (last) => {
  const { sqlite, db, tables } = await openAt(last);
  await migrate(db);
  await db.transaction().execute(refreshIndex);
  for (const [table, row] of Object.entries(ROWS)) {
    if (!tables.includes(table)) continue;
    const found = sqlite.prepare(`select * from ${table}`).all();
    expect(found, table).toContainEqual(expect.objectContaining(row));
  }
  const counted = sqlite.prepare('select * from recipient_counts').all();
  if (tables.includes('deliveries')) expect(counted).toEqual([ROWS.recipient_counts]);
  expect(sqlite.pragma('foreign_key_check')).toEqual([]);
  expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  sqlite.exec("insert into bullet_index (bullet_index) values ('integrity-check')");
  expect(await findIssue(db, issue.slug)).toEqual(issue);
  const word = bullet?.claim[0]?.text.match(/\p{L}{5,}/u)?.[0] ?? '';
  const { hits } = await searchBullets(db, { terms: parseTerms(word), limit: 50 });
  expect(hits.map(({ anchor }) => anchor)).toContain(bullet?.id);
  await db.destroy();
});

test('citations of top posts and leads are added for issues from before they had rows', async () => {
  const { sqlite, db } = await openAt('005-lighter-index');
  await migrate(db);
  const cited = sqlite.prepare('select post_id from citations').pluck().all();
  expect(new Set(cited)).toEqual(new Set(Object.keys(issue.posts)));
  await db.destroy();
});

test('every table has a row in this test', async () => {
  const { tables, db } = await openAt(migrationNames.at(-1) ?? '');
  expect(tables.filter((table) => !MADE.includes(table)).sort()).toEqual(Object.keys(ROWS).sort());
  await db.destroy();
});
