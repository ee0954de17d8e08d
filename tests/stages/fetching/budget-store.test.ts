// One budget for all concurrent readers of X.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SourceRef } from '../../../src/model.js';
import { idAt } from '../../../src/sources/x/cursor.js';
import { createXSources } from '../../../src/sources/x/x.js';
import { createBudgetStore } from '../../../src/stages/fetching/budget-store.js';
import { recordOutcome, recordReads } from '../../../src/stages/fetching/outcomes.js';
import type { Db } from '../../../src/store/database/schema.js';
import { addReads, findReads } from '../../../src/store/sources/reads.js';
import { saveSources } from '../../../src/store/sources/sources.js';
import { type ApiServer, startApiServer } from '../../fixtures/api-server.js';
import { makePost, openTestStore } from '../../fixtures/store.js';
import { list } from '../../fixtures/x.js';

const NOW = '2026-04-07T07:00:00.000Z';
const DAY = '2026-04-07';
const request = {
  period: { from: '2026-04-06T00:00:00.000Z', to: '2026-04-07T00:00:00.000Z' },
  now: NOW,
  cursors: new Map([[list.id, JSON.stringify({ handles: { 101: 'alice' } })]]),
  signal: new AbortController().signal,
};
const today = async () => (await findReads(db, DAY)).today;

let db: Db;
let server: ApiServer;
/** Posts that X returned, and billed. */
let billed: number;
beforeEach(async () => {
  db = await openTestStore();
  await saveSources(db, [list]);
  billed = 0;
  server = await startApiServer(({ path, query }) => {
    const ids = query.ids?.split(',');
    const count = ids?.length ?? Number(query.max_results);
    const first = billed;
    billed += count;
    const data = Array.from({ length: count }, (_, n) => ({
      id: ids?.[n] ?? idAt(Date.parse('2026-04-06T20:00:00Z') - (first + n) * 1000),
      text: 'Words',
      author_id: '101',
      public_metrics: { like_count: 1 },
    }));
    return { body: { data, ...(path !== '/2/tweets' && { meta: { next_token: `after-${billed}` } }) } };
  });
});
afterEach(() => server.close());

/** A process with its own view of X and a daily budget of this many posts. */
function openX(posts: number) {
  const [source] = createXSources([list], {
    bearerToken: 'the-token',
    baseUrl: server.url,
    timeoutMs: 5000,
    budgetStore: createBudgetStore({ dailyUsd: posts * 0.005, monthlyUsd: 100 }, db),
  });
  if (!source?.refresh) throw new Error('no source');
  return { fetch: source.fetch, refresh: source.refresh };
}

test('two fetches and a refresh at once stay within the budget', async () => {
  const [one, other, third] = [openX(230), openX(230), openX(230)];
  const posts = Array.from({ length: 120 }, (_, n) => makePost(`x:${n}`, { sourceId: list.id }));
  const [first, second, refreshed] = await Promise.all([
    one.fetch(request),
    other.fetch(request),
    third.refresh(posts, request),
  ]);
  expect(billed).toBe(230);
  expect(await today()).toEqual({ posts: billed, users: 0 });
  for (const outcome of [...first, ...second])
    await db.transaction().execute((trx) => recordOutcome(trx, outcome, { now: NOW, failures: 0 }));
  await recordReads(db, refreshed, [...refreshed.metrics.keys()], NOW);
  expect(await today()).toEqual({ posts: billed, users: 0 });
});

test('a request reserves its budget until it ends', async () => {
  const silent = await startApiServer(() => 'slow');
  const refs = Array.from({ length: 150 }, (_, n): SourceRef => {
    const target = `user${n}`;
    return { ...list, id: `x:${target}`, kind: 'x-account', name: `@${target}`, target };
  });
  const budgetStore = createBudgetStore({ dailyUsd: 5, monthlyUsd: 100 }, db);
  const [source] = createXSources(refs, {
    bearerToken: 't',
    baseUrl: silent.url,
    timeoutMs: 60_000,
    budgetStore,
  });
  const ending = new AbortController();
  const fetched = source?.fetch({ ...request, cursors: new Map(), signal: ending.signal });
  await vi.waitFor(() => expect(silent.asked).toHaveLength(1));
  expect(await today()).toEqual({ posts: 200, users: 0 });
  ending.abort();
  await fetched;
  expect(await today()).toEqual({ posts: 0, users: 0 });
  await silent.close();
});

test('a reservation before midnight that is recorded after it counts once', async () => {
  const [outcome] = await openX(50).fetch(request);
  if (!outcome) throw new Error('no outcome');
  await recordOutcome(db, outcome, { now: '2026-04-08T00:00:01.000Z', failures: 0 });
  expect(await findReads(db, '2026-04-08')).toEqual({
    today: { posts: 50, users: 0 },
    month: { posts: 50, users: 0 },
  });
});

test('budget spent by other processes is not available; a user lookup costs as much as two posts', async () => {
  await addReads(db, DAY, { posts: 90, users: 2 });
  const budgetStore = createBudgetStore({ dailyUsd: 0.5, monthlyUsd: 100 }, db);
  const all = { share: 1, paid: 0 };
  expect(await budgetStore.take(DAY, 5, { share: 0.5, paid: 0 })).toEqual({
    posts: 3,
    spent: 'the X budget of $0.50 a day is spent',
  });
  expect(await budgetStore.take(DAY, 5, all)).toMatchObject({ posts: 3 });
  expect(await budgetStore.take(DAY, 5, all)).toMatchObject({ posts: 0 });
  await budgetStore.giveBack(DAY, 6);
  // Half of the 10 posts that were left before 4 of them were paid.
  expect(await budgetStore.take(DAY, 5, { share: 0.5, paid: 4 })).toMatchObject({ posts: 1 });
  expect(await budgetStore.take(DAY, 5, { share: 0.5, paid: 7 })).toMatchObject({ posts: 0 });
  await budgetStore.giveBack(DAY, 1);
  expect(await today()).toEqual({ posts: 90, users: 2 });
});
