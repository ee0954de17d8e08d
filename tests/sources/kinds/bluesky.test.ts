// Bluesky, tested with a server that responds like app.bsky.feed.getAuthorFeed.
import { afterEach, expect, test } from 'vitest';
import type { FetchOutcome, SourceRef } from '../../../src/model.js';
import { createBlueskySources } from '../../../src/sources/kinds/bluesky.js';
import { type Answer, type Answering, type ApiServer, startApiServer } from '../../fixtures/api-server.js';

const ref: SourceRef = {
  id: 'bluesky:ada.example',
  kind: 'bluesky',
  platform: 'web',
  name: '@ada.example',
  target: 'ada.example',
  limit: 3,
};
const NOON = '2026-04-06T12:00:00.000Z';
const uri = (key: string, repository = 'did:plc:abc') => `at://${repository}/app.bsky.feed.post/${key}`;
const item = (key: string, record: object = {}, more: object = {}, around: object = {}) => ({
  post: {
    uri: uri(key),
    cid: 'bafy',
    author: { did: 'did:plc:abc', handle: 'ada.example', displayName: 'Ada' },
    record: { $type: 'app.bsky.feed.post', createdAt: NOON, text: `Words ${key}`, langs: ['en'], ...record },
    replyCount: 1,
    repostCount: 2,
    likeCount: 30,
    quoteCount: 0,
    indexedAt: '2026-04-06T12:00:01.000Z',
    labels: [],
    ...more,
  },
  ...around,
});
const page = (items: unknown[], cursor?: string): Answer => ({
  body: { feed: items, ...(cursor && { cursor }) },
});
const link = (byteStart: number, byteEnd: number, address: string) => ({
  index: { byteStart, byteEnd },
  features: [{ $type: 'app.bsky.richtext.facet#link', uri: address }],
});

let server: ApiServer | undefined;
afterEach(() => server?.close());

async function fetchFrom(answering: Answering, timeoutMs = 20_000): Promise<FetchOutcome> {
  server = await startApiServer(answering);
  const options = { baseUrl: server.url, timeoutMs, maxBytes: 100_000, retryDelayMs: 1 };
  const [source] = createBlueskySources([ref], options);
  const outcomes = await source?.fetch({
    period: { from: '2026-04-06T00:00:00.000Z', to: '2026-04-07T00:00:00.000Z' },
    now: '2026-04-07T07:00:00.000Z',
    cursors: new Map(),
    signal: new AbortController().signal,
  });
  return outcomes?.[0] as FetchOutcome;
}

test('a post keeps full addresses, counts, pictures and its thread', async () => {
  const text = 'Zürich: site.example/lon... and the paper';
  const start = Buffer.byteLength('Zürich: ');
  const end = start + Buffer.byteLength('site.example/lon...');
  const { posts } = await fetchFrom(() =>
    page([
      item(
        '3k1',
        {
          text,
          facets: [
            link(start, end, 'https://site.example/long/address'),
            link(end + 5, end + 14, 'https://arxiv.org/pdf/2604.00001'),
          ],
          reply: { root: { uri: uri('3k0'), cid: 'x' }, parent: { uri: uri('3k0'), cid: 'x' } },
        },
        {
          embed: {
            $type: 'app.bsky.embed.images#view',
            images: [{ thumb: 'https://cdn.example/t', fullsize: 'https://cdn.example/f', alt: 'a chart' }],
          },
        },
      ),
    ]),
  );
  expect(server?.asked[0]).toMatchObject({
    path: '/xrpc/app.bsky.feed.getAuthorFeed',
    query: { actor: 'ada.example', filter: 'posts_and_author_threads', limit: '100' },
  });
  expect(posts).toEqual([
    {
      id: 'bluesky:did:plc:abc/3k1',
      sourceId: 'bluesky:ada.example',
      platform: 'web',
      url: 'https://bsky.app/profile/ada.example/post/3k1',
      author: 'ada.example',
      title: '',
      text: 'Zürich: https://site.example/long/address and the paper',
      createdAt: NOON,
      metrics: { likes: 30, reposts: 2, replies: 1, quotes: 0 },
      links: ['https://site.example/long/address', 'https://arxiv.org/abs/2604.00001'],
      media: [{ type: 'image', url: 'https://cdn.example/f', alt: 'a chart' }],
      parentId: 'bluesky:did:plc:abc/3k0',
      threadId: 'bluesky:did:plc:abc/3k0',
      lang: 'en',
      comments: [],
    },
  ]);
});

test('pages are read down to the period, without reposts, pinned and broken posts', async () => {
  const repost = { reason: { $type: 'app.bsky.feed.defs#reasonRepost', indexedAt: NOON } };
  const pin = { reason: { $type: 'app.bsky.feed.defs#reasonPin' } };
  const { posts } = await fetchFrom(({ query }) => {
    if (!query.cursor)
      return page([item('1', { createdAt: '2025-01-01T00:00:00Z' }, {}, pin), item('2')], 'next');
    return page(
      [
        item('3', { createdAt: '2020-01-01T00:00:00Z' }, {}, repost),
        { post: { uri: 7 } },
        item('4', { text: '' }),
        item('5'),
        item('6', { createdAt: '2026-04-05T00:00:00Z' }),
        item('7'),
      ],
      'never',
    );
  });
  expect(posts.map((post) => post.id.split('/')[1])).toEqual(['2', '5']);
  expect(server?.asked).toHaveLength(2);
});

test('a date after the network saw the post is not believed', async () => {
  const { posts } = await fetchFrom(() => page([item('1', { createdAt: '2036-01-01T00:00:00Z' })]));
  expect(posts[0]?.createdAt).toBe('2026-04-06T12:00:01.000Z');
});

test.each<[string, Answer | 'slow']>([
  [
    'Bluesky: Profile not found',
    { status: 400, body: { error: 'InvalidRequest', message: 'Profile not found' } },
  ],
  [
    'Bluesky: Account has been suspended',
    { status: 400, body: { error: 'AccountTakedown', message: 'Account has been suspended' } },
  ],
  ['Bluesky responded with status 502: UpstreamFailure', { status: 502, body: { error: 'UpstreamFailure' } }],
  ['Bluesky sent an unexpected response', { body: {} }],
  ['timed out after 0.3 s', 'slow'],
])('reports “%s”', async (error, answer) =>
  expect(await fetchFrom(() => answer, answer === 'slow' ? 300 : undefined)).toEqual({
    sourceId: 'bluesky:ada.example',
    posts: [],
    error,
  }),
);

test('a refusal sets the time of the next fetch, and posts read before it are kept', async () => {
  const headers = { 'ratelimit-reset': '1775548800', date: 'Tue, 07 Apr 2026 07:00:00 GMT' };
  const outcome = await fetchFrom(({ query }) =>
    query.cursor ? { status: 429, headers, body: {} } : page([item('1')], 'next'),
  );
  expect(outcome).toMatchObject({ posts: [{ author: 'ada.example' }], refused: true });
  expect(outcome.notBefore).toBe('2026-04-07T08:00:00.000Z');
});

test('a link without text gets the text of its card', async () => {
  const card = { uri: 'https://www.acme.com/a', title: 'A new model', description: 'It runs on one card.' };
  const external = { $type: 'app.bsky.embed.external#view', external: card };
  const { posts } = await fetchFrom(() =>
    page([
      item('1', { text: '' }, { embed: external }),
      item('2', { text: 'Read this' }, { embed: external }),
      item('3', { text: ' ' }, { embed: { images: [{ fullsize: 'https://a.example/1', alt: '' }] } }),
    ]),
  );
  expect(posts).toMatchObject([
    { title: 'A new model', text: 'It runs on one card.', links: ['https://acme.com/a'] },
    { title: '', text: 'Read this', links: ['https://acme.com/a'] },
  ]);
});

test('a post whose date is no date counts from when the network saw it', async () => {
  const { posts } = await fetchFrom(() => page([item('a', { createdAt: 'Mon Apr 06 noon' })]));
  expect(posts).toMatchObject([{ text: 'Words a', createdAt: '2026-04-06T12:00:01.000Z' }]);
});
