import { expect, test } from 'vitest';
import { savePosts } from '../../../src/store/posts.js';
import { countPostsBySource, listHealth } from '../../../src/store/sources/source-health.js';
import { saveOutcome, saveSources } from '../../../src/store/sources/sources.js';
import { makePost, makeRef, openTestStore } from '../../fixtures/store.js';

const id = 'reddit:localmodels';
const day = (n: number) => new Date(Date.UTC(2026, 2, n)).toISOString();

/** A source with posts on these days of March that last answered on that day. */
async function healthOf(days: number[], answered: number) {
  const db = await openTestStore();
  await saveSources(db, [makeRef('LocalModels')]);
  await savePosts(
    db,
    days.map((n) => makePost(`reddit:${n}`, { createdAt: day(n) })),
    day(answered),
  );
  await saveOutcome(db, { sourceId: id, posts: [] }, day(answered));
  return (await listHealth(db))[0];
}

test('listHealth computes posts per day', async () =>
  expect(await healthOf([1, 3, 5, 7, 9], 10)).toMatchObject({ newest: day(9), postsADay: 0.5 }));

test('countPostsBySource counts stored posts', async () => {
  const db = await openTestStore();
  await saveSources(db, [makeRef('LocalModels')]);
  await savePosts(db, [makePost('reddit:1'), makePost('reddit:2')], day(1));
  expect([...(await countPostsBySource(db))]).toEqual([[id, 2]]);
});

test('silent: nothing new for five times the usual gap, as of its last answer', async () => {
  expect((await healthOf([1, 2, 3, 4, 5], 10))?.silentSince).toBeUndefined();
  expect((await healthOf([1, 2, 3, 4, 5], 11))?.silentSince).toBe(day(5));
});

test('with too few posts there is no usual gap', async () => {
  const health = await healthOf([1, 2, 3], 30);
  expect(health).toMatchObject({ newest: day(3) });
  expect(health).not.toHaveProperty('postsADay');
  expect(health).not.toHaveProperty('silentSince');
});

test('a source without posts is listed', async () =>
  expect(await healthOf([], 30)).toMatchObject({ id, newest: null }));
