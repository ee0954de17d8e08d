// Refreshes posts: which are requested, kept and dropped.
import { expect, test } from 'vitest';
import { periodOf } from '../../../src/base/time.js';
import type { Post, Refreshed, Source, SourceRef } from '../../../src/model.js';
import { refreshPosts } from '../../../src/stages/fetching/refresh-posts.js';
import { findPosts, savePosts } from '../../../src/store/posts.js';
import { findReads } from '../../../src/store/sources/reads.js';
import { saveSources } from '../../../src/store/sources/sources.js';
import { makePipeline } from '../../fixtures/pipeline.js';
import { makePost } from '../../fixtures/store.js';

const period = periodOf('2026-03-17', 'daily', 'UTC');
const NOW = '2026-03-18T07:00:00.000Z';
const BEFORE = '2026-03-17T20:00:00.000Z';
const ref = (id: string, platform: SourceRef['platform']): SourceRef => ({
  id,
  kind: platform === 'x' ? 'x-account' : 'subreddit',
  platform,
  name: id,
  target: id,
  limit: 10,
});

/** Three posts of each source, seen the evening before; returns the result of a refresh. */
async function refresh(answers: Record<string, (posts: Post[]) => Refreshed>, refreshPostsOfX = 0) {
  const asked: string[] = [];
  const sources = Object.entries(answers).map(
    ([id, answer]): Source => ({
      refs: [ref(id, id.startsWith('x') ? 'x' : 'reddit')],
      lane: id,
      fetch: async () => [],
      refresh: async (posts) => {
        asked.push(...posts.map((post) => post.id));
        return answer(posts);
      },
    }),
  );
  const refs = sources.flatMap((source) => source.refs);
  const follow = { accounts: ['a'], refreshPosts: refreshPostsOfX };
  const { context } = await makePipeline({ sources, settings: { sources: { x: follow } } });
  const { db } = context;
  await saveSources(db, refs);
  const posts = refs.flatMap(({ id, platform }) =>
    [1, 2, 3].map((n) =>
      makePost(`${id}:${n}`, {
        sourceId: id,
        platform,
        createdAt: '2026-03-17T10:00:00.000Z',
        metrics: platform === 'x' ? { likes: n } : { score: n },
      }),
    ),
  );
  await savePosts(db, posts, BEFORE);
  const first = posts[0] as Post;
  const id = `${first.sourceId}:seen just now`;
  await savePosts(db, [{ ...first, id }], NOW);
  await refreshPosts({ ...context, clock: () => new Date(NOW) }, period);
  const stored = new Map((await findPosts(db, period)).map((post) => [post.id, post.metrics]));
  return { asked, stored, db };
}

const all = (value: object) => (posts: Post[]) => ({
  metrics: new Map(posts.map(({ id }) => [id, value])),
  withdrawn: [],
});

test('old counts are refreshed, and withdrawn posts are dropped', async () => {
  const { asked, stored } = await refresh({
    r: (posts) => ({ ...all({ score: 50 })(posts), withdrawn: ['r:1'] }),
  });
  expect(asked).toEqual(['r:3', 'r:2', 'r:1']);
  expect(stored).toEqual(
    new Map([
      ['r:2', { score: 50 }],
      ['r:3', { score: 50 }],
      ['r:seen just now', { score: 1 }],
    ]),
  );
});

test('of X, the configured number of top posts is refreshed and paid for', async () => {
  const paying = (posts: Post[]) => ({
    ...all({ likes: 90 })(posts),
    reads: { posts: posts.length, users: 0 },
  });
  expect((await refresh({ x: paying })).asked).toEqual([]);
  const { asked, stored, db } = await refresh({ x: paying, 'x-other': paying }, 4);
  expect(asked).toEqual(['x:3', 'x:2', 'x:1', 'x-other:3']);
  expect(stored.get('x-other:2')).toEqual({ likes: 2 });
  expect((await findReads(db, NOW.slice(0, 10))).today).toEqual({ posts: 4, users: 0 });
});

test('a source that fails does not affect others', async () => {
  const { stored } = await refresh({
    bad: () => {
      throw new Error('no');
    },
    r: all({ score: 7 }),
  });
  expect([stored.get('bad:3'), stored.get('r:3')]).toEqual([{ score: 3 }, { score: 7 }]);
});
