import { expect, test } from 'vitest';
import { findPastMetrics, findPosts, saveComments, savePosts } from '../../src/store/posts.js';
import { saveSources } from '../../src/store/sources/sources.js';
import { makePost, makeRef, openTestStore } from '../fixtures/store.js';

const NOW = '2026-03-18T07:00:00.000Z';
const DAY = { from: '2026-03-17T00:00:00.000Z', to: '2026-03-18T00:00:00.000Z' };

async function openWithSource() {
  const db = await openTestStore();
  await saveSources(db, [makeRef('LocalModels')]);
  return db;
}

test('a stored post is found unchanged, with its best comments first', async () => {
  const db = await openWithSource();
  const post = makePost('reddit:a', { links: ['https://a.example/x'], threadId: 'reddit:t', lang: 'en' });
  await savePosts(db, [post], NOW);
  const comment = { url: post.url, author: 'b', text: 'Measured 38 tok/s.', id: 'reddit:c1', score: 3 };
  await saveComments(db, new Map([[post.id, [comment, { ...comment, id: 'reddit:c2', score: 9 }]]]));
  const [found] = await findPosts(db, DAY);
  expect(found).toEqual({ ...post, comments: [{ ...comment, id: 'reddit:c2', score: 9 }, comment] });
});

test('an update replaces text and metrics, keeps the creation time, and is not new', async () => {
  const db = await openWithSource();
  expect(await savePosts(db, [makePost('reddit:a')], NOW)).toEqual(new Set(['reddit:a']));
  const again = makePost('reddit:a', { createdAt: NOW, metrics: { score: 99 }, text: 'Edited.' });
  expect(await savePosts(db, [again, makePost('reddit:b')], NOW)).toEqual(new Set(['reddit:b']));
  const [found] = await findPosts(db, DAY);
  expect(found).toMatchObject({
    createdAt: '2026-03-17T10:00:00.000Z',
    metrics: { score: 99 },
    text: 'Edited.',
  });
});

test('a period is half-open', async () => {
  const db = await openWithSource();
  await savePosts(
    db,
    [makePost('reddit:a', { createdAt: DAY.from }), makePost('reddit:b', { createdAt: DAY.to })],
    NOW,
  );
  expect((await findPosts(db, DAY)).map((post) => post.id)).toEqual(['reddit:a']);
});

test('writes 1,001 posts and a duplicate at once', async () => {
  const db = await openWithSource();
  const posts = Array.from({ length: 1001 }, (_, n) => makePost(`reddit:${n}`));
  expect((await savePosts(db, [...posts, posts[0] ?? makePost('x')], NOW)).size).toBe(1001);
});

test('a post of an unknown source is refused', async () => {
  const db = await openTestStore();
  await expect(savePosts(db, [makePost('reddit:a')], NOW)).rejects.toThrow(/foreign key/i);
});

test('past metrics are the newest of each source', async () => {
  const db = await openWithSource();
  const at = (hour: number) => `2026-03-16T0${hour}:00:00.000Z`;
  await savePosts(
    db,
    [1, 2, 3].map((n) => makePost(`reddit:${n}`, { createdAt: at(n), metrics: { score: n } })),
    NOW,
  );
  const past = await findPastMetrics(db, { since: at(0), before: DAY.from, perSource: 2 });
  expect(past.get('reddit:localmodels')).toEqual([{ score: 3 }, { score: 2 }]);
});
