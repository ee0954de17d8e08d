// What is done again and again on the way of a mail must look its rows up: the ledger keeps every delivery there was.
import { CompiledQuery, type KyselyPlugin, sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Db } from '../../../src/store/database/schema.js';
import { claimBatch, markHandedOver, recordResults } from '../../../src/store/deliveries/claims.js';
import { countDeliveriesOf, countRecent, findWaiting } from '../../../src/store/deliveries/counts.js';
import {
  bringForwardDeliveries,
  countDue,
  createDeliveries,
  expireDeliveries,
  findDueIssues,
  listDeliveries,
} from '../../../src/store/deliveries/deliveries.js';
import { saveIssue } from '../../../src/store/issues.js';
import { openDatabase } from '../../../src/store/open.js';
import { makeIssue } from '../../fixtures/issue.js';
import { addReader } from '../../fixtures/readers.js';
import { onPostgres, openTestStore } from '../../fixtures/store.js';

const issue = makeIssue();
const FROM = '2026-03-18T06:00:00.000Z';
const NOW = '2026-03-19T06:00:00.000Z';
/** Ways to deliveries that lead past all others. */
const NARROW =
  /deliveries_(due|again|claimed|uncertain|ended|by_provider)\b|rowid=\?|issue_id=\? AND subscriber_id=\?/;

/** How SQLite goes to `deliveries` in each statement of the work. */
async function waysTaken(db: Db, work: (db: Db) => Promise<unknown>): Promise<string[]> {
  const seen: CompiledQuery[] = [];
  const watch: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      seen.push(db.getExecutor().compileQuery(node, queryId));
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  await work(db.withPlugin(watch));
  const ways: string[] = [];
  for (const query of seen) {
    const explain = CompiledQuery.raw(`explain query plan ${query.sql}`, [...query.parameters]);
    const { rows } = await db.executeQuery<{ detail: string }>(explain);
    ways.push(
      ...rows.map(({ detail }) => detail).filter((detail) => /^(SCAN|SEARCH) (deliveries|d)\b/.test(detail)),
    );
  }
  return ways;
}

test('sending and looking for what to send never goes through all deliveries', async () => {
  const db = await openDatabase(':memory:');
  await saveIssue(db, issue);
  for (let n = 0; n < 5; n++) await addReader(db, `reader${n}@example.org`);
  await createDeliveries(db, issue, { from: FROM, now: FROM });
  const ways = await waysTaken(db, async (watched) => {
    await findDueIssues(watched, NOW);
    await countDue(watched, NOW, 10);
    await findWaiting(watched, NOW);
    const [first, second, third] = await claimBatch(watched, issue.id, {
      owner: 'one',
      via: 'smtp',
      now: NOW,
      limit: 3,
    });
    if (!first || !second || !third) throw new Error('nothing to claim');
    await markHandedOver(watched, { owner: 'one', batch: first.batch, at: NOW });
    const retry = { at: NOW, batch: first.batch };
    await recordResults(
      watched,
      [
        { delivery: first, outcome: 'sent' },
        { delivery: second, outcome: 'failed', retry },
        { delivery: third, outcome: 'uncertain' },
      ],
      NOW,
    );
    await claimBatch(watched, issue.id, { owner: 'one', via: 'smtp', now: NOW, limit: 3 });
    await listDeliveries(watched, { state: 'uncertain', limit: 10 });
    await listDeliveries(watched, { state: 'failed', issueId: issue.id, limit: 10 });
    await countDeliveriesOf(watched, [issue.id, 'daily-2026-03-16']);
    await countRecent(watched, FROM);
    await expireDeliveries(watched, { cadence: 'daily', dueBefore: NOW });
  });
  expect(ways.length).toBeGreaterThan(10);
  expect(ways.filter((way) => !NARROW.test(way))).toEqual([]);
  await db.destroy();
});

async function addManyReaders(db: Db, count: number): Promise<void> {
  const numbers = onPostgres
    ? sql`generate_series(1, ${count}::int) as i`
    : sql`(with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count}) select i from n) as n`;
  await sql`insert into subscribers (id, address, key, status, cadence, time_zone, hour, created_at, confirmed_at)
    select 'r' || i, 'r' || i || '@example.org', 'r' || i || '@example.org', 'active', 'daily', 'UTC', i % 24, ${FROM}, ${FROM}
    from ${numbers}`.execute(db);
}

test.runIf(onPostgres)(
  'after the release to a large list the server knows how many deliveries there are',
  async () => {
    const db = await openTestStore();
    await saveIssue(db, issue);
    await addManyReaders(db, 10_100);
    await db.transaction().execute((trx) => createDeliveries(trx, issue, { from: FROM, now: FROM }));
    const { rows } = await sql<{ reltuples: number }>`
    select reltuples from pg_class where oid = 'deliveries'::regclass`.execute(db);
    expect(rows[0]?.reltuples).toBe(10_100);
  },
);

test('a list longer than one statement is released whole, brought forward whole, and claimed without reading it all', async () => {
  const db = await openTestStore();
  await saveIssue(db, issue);
  const READERS = 4100;
  await addManyReaders(db, READERS);
  await db.transaction().execute(async (trx) => {
    expect(await createDeliveries(trx, issue, { from: FROM, now: FROM })).toBe(READERS);
    expect(await bringForwardDeliveries(trx, issue, NOW)).toBe(READERS);
  });
  expect(await countDue(db, NOW, READERS + 1)).toBe(READERS);
  if (!onPostgres) return;
  // The server's statistics are those of an empty table.
  const seen: CompiledQuery[] = [];
  await db.transaction().execute((trx) =>
    claimBatch(
      trx.withPlugin({
        transformQuery: ({ node, queryId }) => {
          seen.push(trx.getExecutor().compileQuery(node, queryId));
          return node;
        },
        transformResult: async ({ result }) => result,
      }),
      issue.id,
      { owner: 'one', via: 'smtp', now: NOW, limit: 100 },
    ),
  );
  const claim = seen.find((query) => /^\s*update deliveries/.test(query.sql));
  expect(claim).toBeDefined();
  if (!claim) return;
  const explain = CompiledQuery.raw(`explain (analyze, timing off) ${claim.sql}`, [...claim.parameters]);
  const { rows } = await db.executeQuery<{ 'QUERY PLAN': string }>(explain);
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toContain('Tid Scan on deliveries');
  const read = [...plan.matchAll(/actual rows=(\d+)/g)].map(([, count]) => Number(count));
  expect(Math.max(...read)).toBeLessThanOrEqual(100);
});
