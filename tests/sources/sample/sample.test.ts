// The bundled sample day: its content, its special cases and its sources.
import { describe, expect, it } from 'vitest';
import { canonicalUrl, parseHttpUrl } from '../../../src/base/url.js';
import { sourcesFileSchema } from '../../../src/config/sources-file.js';
import type { Post } from '../../../src/model.js';
import { sourceRefs } from '../../../src/sources/index.js';
import {
  createSampleSources,
  sampleConfig,
  sampleDay,
  sampleRefs,
} from '../../../src/sources/sample/sample.js';

const DAY = { from: '2026-03-17T00:00:00.000Z', to: '2026-03-18T00:00:00.000Z' };

async function fetchAll(period = DAY) {
  const request = { period, now: period.to, cursors: new Map(), signal: AbortSignal.timeout(5000) };
  return (await Promise.all(createSampleSources().map((source) => source.fetch(request)))).flat();
}

async function fetchPosts(period = DAY): Promise<Post[]> {
  return (await fetchAll(period)).flatMap((outcome) => outcome.posts);
}

async function fetchComments(posts: Post[]) {
  const reddit = createSampleSources().find((source) => source.fetchComments);
  return (await reddit?.fetchComments?.(posts, AbortSignal.timeout(5000))) ?? new Map();
}

const posts = await fetchPosts({ from: '2026-02-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' });
const byId = new Map(posts.map((post) => [post.id, post]));
const comments = await fetchComments(posts);
const count = (test: (post: Post) => unknown) => posts.filter(test).length;

describe('sources', () => {
  it('match the sample, and sources.yaml accepts them', () => {
    const file = sourcesFileSchema.parse({ publication: { name: 'Sample' }, ...sampleConfig });
    const { subreddits, x, feeds } = sampleConfig.sources;
    const named = [...subreddits, ...x.accounts, ...feeds.map((feed) => feed.name)];
    expect(sampleRefs().map((ref) => ref.name.replace(/^(?:r\/|@)/, ''))).toEqual(named);
    expect(sourceRefs(file.sources)).toHaveLength(named.length);
  });

  it('each have one outcome', async () => {
    const ids = sampleRefs().map((ref) => ref.id);
    expect(createSampleSources().flatMap((source) => source.refs.map((ref) => ref.id))).toHaveLength(
      ids.length,
    );
    expect((await fetchAll()).map((outcome) => outcome.sourceId).sort()).toEqual(ids.sort());
  });

  it('include two failures, as outcomes', async () => {
    const failed = (await fetchAll()).filter((outcome) => outcome.error);
    expect(failed).toEqual([
      { sourceId: 'reddit:promptlab', posts: [], error: 'private or banned (403)' },
      { sourceId: 'feed:https://gradientpress.example/feed.xml', posts: [], error: 'timed out after 20 s' },
    ]);
  });

  it('return the posts of the period and of the week before it', async () => {
    const days = (await fetchPosts()).map((post) => post.createdAt.slice(0, 10));
    expect([...new Set(days)].sort()).toEqual([
      '2026-03-12',
      '2026-03-13',
      '2026-03-14',
      '2026-03-16',
      sampleDay,
    ]);
  });

  it('return comments only on request', async () => {
    expect(posts.every((post) => post.comments.length === 0)).toBe(true);
    const [commented] = comments.keys();
    const one = posts.filter((post) => post.id === commented);
    expect([...(await fetchComments(one)).keys()]).toEqual([commented]);
  });

  it('return copies', async () => {
    const [post] = await fetchPosts();
    post?.links.push('https://changed.example/');
    expect((await fetchPosts())[0]?.links).not.toContain('https://changed.example/');
  });
});

describe('posts', () => {
  it('are as many as on a real day', () => {
    expect(posts.length).toBeGreaterThanOrEqual(150);
    expect(posts.length).toBeLessThanOrEqual(165);
    expect(count((post) => post.platform === 'x')).toBeGreaterThan(80);
    expect(count((post) => post.platform === 'reddit')).toBeGreaterThan(40);
    expect(count((post) => post.platform === 'web')).toBe(25);
    expect(count((post) => post.createdAt.startsWith(sampleDay))).toBeGreaterThan(140);
  });

  it('have unique ids, including comments', () => {
    const ids = [...posts, ...[...comments.values()].flat()].map((item) => item.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^(x:20\d{17}|reddit:[a-z0-9]+|feed:[0-9a-f]{16})$/);
  });

  it('have X ids that contain their time', () => {
    for (const post of posts.filter((post) => post.platform === 'x')) {
      const told = Number((BigInt(post.id.slice(2)) >> 22n) + 1288834974657n);
      expect(Math.abs(told - Date.parse(post.createdAt))).toBeLessThan(1000);
    }
  });

  it('have http(s) addresses and canonical links', () => {
    for (const post of posts) {
      expect(parseHttpUrl(post.url), post.url).toBeDefined();
      for (const link of post.links) expect(link).toBe(canonicalUrl(link));
    }
  });

  it('refer to posts of the sample', () => {
    for (const { parentId, threadId, repostOf } of posts)
      for (const id of [parentId, threadId, repostOf]) if (id) expect(byId.has(id), id).toBe(true);
  });
});

describe('special cases', () => {
  const has = (pattern: RegExp) => count((post) => pattern.test(`${post.title}\n${post.text}`));

  it.each([
    ['retweets', count((post) => post.platform === 'x' && post.repostOf), 4],
    ['a cross-post', count((post) => post.platform === 'reddit' && post.repostOf), 1],
    ['a page under a tracked address', count((post) => /utm_/.test(post.url)), 2],
    ['a tracked address in a text', has(/https:\S+utm_/), 3],
    ['near-duplicate texts', has(/Heron 3 is out today with open weights/), 2],
    ['a thread of three', count((post) => post.threadId), 3],
    ['one voice on one topic', count((post) => post.author === 'milotarrant'), 10],
    ['German', count((post) => post.lang === 'de'), 1],
    ['a long post', count((post) => post.platform === 'x' && post.text.length > 1400), 1],
    ['no metrics', count((post) => post.platform === 'x' && Object.keys(post.metrics).length === 0), 1],
    ['a script', has(/<script>/), 2],
    ['an event handler', has(/<img src=x onerror=/), 2],
    ['a javascript: address', has(/\]\(javascript:/), 2],
    ['an order to the model', has(/ignore all previous instructions/i), 2],
    ['a header break', has(/\r\nBcc:/), 2],
    ['bidirectional and zero-width characters', has(/\u202e/), 1],
    ['an unbroken token', has(/\S{380}/), 1],
    ['discussed submissions', [...comments.values()].filter((list) => list.length >= 3).length, 12],
  ])('%s', (_, found, least) => {
    expect(found).toBeGreaterThanOrEqual(least);
  });

  it('a popular joke without news', () => {
    const likes = posts.map((post) => post.metrics.likes ?? 0);
    expect(posts.find((post) => post.metrics.likes === Math.max(...likes))?.author).toBe('guspemberwick');
  });
});
