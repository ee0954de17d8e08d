// Mastodon, tested with a server that responds like its API, version 1.
import { afterEach, expect, test } from 'vitest';
import type { FetchOutcome } from '../../../src/model.js';
import { recognizeSource } from '../../../src/sources/index.js';
import { createMastodonSources } from '../../../src/sources/mastodon/timeline.js';
import { type Answer, type Answering, type ApiServer, startApiServer } from '../../fixtures/api-server.js';
import { fetchOnce, refsOf } from '../../fixtures/fetching.js';

const NOON = '2026-04-06T12:00:00.000Z';
const status = (id: string, more: object = {}) => ({
  id,
  uri: `https://example.social/users/ada/statuses/${id}`,
  url: `https://example.social/@ada/${id}`,
  created_at: NOON,
  content: `<p>Words ${id}</p>`,
  spoiler_text: '',
  sensitive: false,
  visibility: 'public',
  language: 'en',
  account: { id: '7', acct: 'ada', username: 'ada', url: 'https://example.social/@ada' },
  reblog: null,
  in_reply_to_id: null,
  favourites_count: 30,
  reblogs_count: 2,
  replies_count: 1,
  media_attachments: [],
  mentions: [],
  tags: [],
  emojis: [],
  card: null,
  poll: null,
  ...more,
});
const ACCOUNT = '/api/v1/accounts/lookup';
const STATUSES = '/api/v1/accounts/7/statuses';
const TAG = '/api/v1/timelines/tag/rust';

let server: ApiServer | undefined;
afterEach(() => server?.close());

async function fetchFrom(
  answering: Answering,
  settings: object = { accounts: ['@Ada@example.social'] },
  timeoutMs = 20_000,
): Promise<FetchOutcome> {
  server = await startApiServer((asked) =>
    asked.path === ACCOUNT ? { body: { id: '7', acct: 'ada' } } : answering(asked),
  );
  const options = { baseUrl: server.url, timeoutMs, maxBytes: 100_000, retryDelayMs: 1 };
  const [outcome] = await fetchOnce(createMastodonSources(refsOf({ mastodon: settings }), options));
  return outcome as FetchOutcome;
}

test('a status keeps full addresses, counts, pictures and its thread, without linked mentions and custom emoji', async () => {
  const content =
    '<p><span class="h-card"><a href="https://other.social/@bob" class="u-url mention">@<span>bob</span></a></span> measured ' +
    '&lt;1 ms :blobcat: at 12:30:15<br><a href="https://example.org/long/page?utm_source=m"><span class="invisible">https://</span>' +
    '<span class="ellipsis">example.org/long</span><span class="invisible">/page</span></a></p>' +
    '<p><a href="https://example.social/tags/rust" class="mention hashtag">#<span>rust</span></a></p>';
  const { posts } = await fetchFrom(() => ({
    body: [
      status('112', {
        content,
        mentions: [{ id: '8', acct: 'bob@other.social', url: 'https://other.social/@bob' }],
        emojis: [{ shortcode: 'blobcat', url: 'https://example.social/e.png' }],
        card: { url: 'https://example.org/card', title: 'A card' },
        in_reply_to_id: '111',
        media_attachments: [
          { type: 'image', url: 'https://example.social/p.png', description: 'a chart' },
          { type: 'gifv', url: 'https://example.social/p.mp4' },
          7,
        ],
      }),
    ],
  }));
  expect(posts).toEqual([
    {
      id: 'mastodon:example.social/112',
      sourceId: 'mastodon:ada@example.social',
      platform: 'web',
      url: 'https://example.social/@ada/112',
      author: 'ada@example.social',
      title: '',
      text: '@bob measured <1 ms at 12:30:15\nhttps://example.org/long/page\n\n#rust',
      createdAt: NOON,
      metrics: { likes: 30, reposts: 2, replies: 1 },
      links: ['https://example.org/long/page', 'https://example.org/card'],
      media: [{ type: 'image', url: 'https://example.social/p.png', alt: 'a chart' }],
      parentId: 'mastodon:example.social/111',
      lang: 'en',
      comments: [],
    },
  ]);
  const [lookup, timeline] = server?.asked ?? [];
  expect(lookup?.query).toEqual({ acct: 'ada' });
  expect(timeline).toMatchObject({
    path: STATUSES,
    query: { limit: '40', exclude_reblogs: 'true', exclude_replies: 'true' },
  });
});

test('boosts, private statuses and statuses without text are skipped; the text includes warnings and polls', async () => {
  const image = { type: 'image', url: 'https://example.social/p.png', description: null };
  const { posts } = await fetchFrom(() => ({
    body: [
      status('9', { reblog: status('1') }),
      status('8', { visibility: 'private' }),
      status('7', { content: '<p>🎉</p>', media_attachments: [image] }),
      status('6', { created_at: 'yesterday' }),
      status('5', { spoiler_text: 'Spiders', sensitive: true, media_attachments: [image] }),
      status('3', { url: 'javascript:alert(1)', uri: 'tag:example.social,2026:3' }),
      status('2', {
        content: '<p class="quote-inline">RE: <a href="https://b.example/1">b.example/1</a></p><p>Yes</p>',
      }),
      status('4', { content: '<p>Which?</p>', poll: { options: [{ title: 'Tokio' }, { title: 'Smol' }] } }),
    ],
  }));
  expect(posts.map(({ text, media }) => [text, media])).toEqual([
    ['Content warning: Spiders\n\nWords 5', []],
    ['Yes', []],
    ['Which?\n\n- Tokio\n- Smol', []],
  ]);
});

test('pages are read down to the period, up to the limit', async () => {
  const answering: Answering = ({ query }) => {
    if (!query.max_id) return { body: [status('9', { created_at: '2026-04-07T01:00:00Z' }), status('8')] };
    if (query.max_id === '8')
      return { body: [status('7'), status('6', { created_at: '2026-04-05T23:59:59Z' })] };
    return { body: [status('5', { created_at: '2026-04-05T01:00:00Z' })] };
  };
  const ids = async (settings: object) =>
    (await fetchFrom(answering, settings)).posts.map(({ id }) => id.split('/')[1]);
  expect(await ids({ accounts: ['ada@example.social'] })).toEqual(['8', '7']);
  expect(server?.asked).toHaveLength(4);
  await server?.close();
  expect(await ids({ accounts: [{ handle: '@ada@example.social', limit: 1 }] })).toEqual(['8']);
});

test('hashtags skip people who do not want to be indexed', async () => {
  const remote = { id: '8', acct: 'bob@other.social', noindex: false };
  const outcome = await fetchFrom(
    () => ({
      body: [status('9', { account: { ...remote, noindex: true } }), status('8', { account: remote })],
    }),
    { tags: ['#Rust@example.social'] },
  );
  expect(server?.asked[0]).toMatchObject({ path: TAG, query: { limit: '40' } });
  expect(outcome.sourceId).toBe('mastodon-tag:rust@example.social');
  expect(outcome.posts.map(({ author }) => author)).toEqual(['bob@other.social']);
});

test.each<[string, Answer | 'slow', object?]>([
  ['example.social has no account @ada@example.social', { status: 404, body: { error: 'Record not found' } }],
  ['@ada@example.social was closed', { status: 410, body: { error: 'Gone' } }],
  [
    'example.social shows its accounts only to its members',
    { status: 401, body: { error: 'The access token is invalid' } },
  ],
  [
    'example.social shows hashtags only to its members: use another instance for the tag',
    { status: 422, body: { error: 'This method requires an authenticated user' } },
    { tags: ['rust@example.social'] },
  ],
  ['example.social responded with status 503', { status: 503, body: '<html>' }],
  ['example.social sent an unexpected response', { body: { error: 'x' } }],
  ['timed out after 0.3 s', 'slow'],
  ['the connection was lost', { body: [status('1')], cut: true }],
])('reports “%s”', async (error, answer, settings) => {
  const outcome = await fetchFrom(() => answer, settings, answer === 'slow' ? 300 : undefined);
  expect(outcome).toMatchObject({ posts: [], error });
});

test('a rate limit sets the time of the next fetch, and posts read before it are kept', async () => {
  const headers = { 'x-ratelimit-reset': '2026-04-07T08:00:00.019Z', date: 'Tue, 07 Apr 2026 07:00:00 GMT' };
  const outcome = await fetchFrom(({ query }) =>
    query.max_id ? { status: 429, headers, body: { error: 'Too many requests' } } : { body: [status('8')] },
  );
  expect(outcome).toMatchObject({ refused: true, notBefore: '2026-04-07T08:00:00.019Z' });
  expect(outcome.posts).toHaveLength(1);
});

test.each([
  ['https://example.social/@Ada', ['mastodon', 'accounts'], 'mastodon:ada@example.social'],
  ['https://example.social/@ada.rss', ['mastodon', 'accounts'], 'mastodon:ada@example.social'],
  ['https://example.social/@bob@other.social', ['mastodon', 'accounts'], 'mastodon:bob@other.social'],
  ['https://example.social/tags/Rust', ['mastodon', 'tags'], 'mastodon-tag:rust@example.social'],
  ['https://medium.com/@ada', ['feeds'], undefined],
  ['https://www.youtube.com/@ada', ['feeds'], undefined],
])('recognizes %s', (address, path, id) => {
  const addition = recognizeSource(new URL(address), 'A name');
  expect(addition.path).toEqual(path);
  if (id)
    expect(refsOf({ mastodon: { [path[1] ?? '']: [addition.entry] } })[0]).toMatchObject({
      id,
      name: 'A name',
    });
});

test('numbers as ids and times without a zone, as other servers of the API write them, are read', async () => {
  const odd = status('9', { id: 9, created_at: '2026-04-06T12:00:00.000', account: { id: 7, acct: 'ada' } });
  const { posts } = await fetchFrom(() => ({ body: [odd] }));
  expect(posts).toMatchObject([{ id: 'mastodon:example.social/9', createdAt: NOON }]);
});

test('an answer without one readable status is an error, not a quiet account', async () =>
  expect(await fetchFrom(() => ({ body: [{ id: '1', text: 'new form' }] }))).toMatchObject({
    posts: [],
    error: 'example.social sent an unexpected response',
  }));
