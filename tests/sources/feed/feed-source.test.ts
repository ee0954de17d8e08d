// One feed over real HTTP: requests, responses and the cursor.
import { afterEach, describe, expect, test } from 'vitest';
import type { FetchOutcome, SourceRef } from '../../../src/model.js';
import { createFeedSource, type FeedSourceOptions } from '../../../src/sources/feed/feed-source.js';
import { type Answer, type Answering, type ApiServer, startApiServer } from '../../fixtures/api-server.js';

const FEED = `<rss version="2.0"><channel><title>Site</title><link>https://site.test/</link>
  <item><title>One</title><link>/1</link><pubDate>Mon, 06 Apr 2026 12:00:00 GMT</pubDate></item></channel></rss>`;
/** The fields of a cursor after a complete response. */
const COVERED = { from: '2026-04-03T00:00:00.000Z', limit: 10 };
const xml = (body = FEED, headers: Record<string, string> = {}): Answer => ({
  body,
  headers: { 'content-type': 'application/rss+xml', ...headers },
});

let server: ApiServer | undefined;
afterEach(() => server?.close());

/** Serves the response and fetches `/feed` from it. */
async function fetchFrom(
  answering: Answering,
  cursor?: string,
  {
    limit = 10,
    lateFrom,
    isUnnamed,
    ...options
  }: Partial<FeedSourceOptions> & { limit?: number; lateFrom?: string; isUnnamed?: boolean } = {},
) {
  server = await startApiServer(answering);
  const ref: SourceRef = {
    id: 'feed:x',
    kind: 'feed',
    platform: 'web',
    name: 'X',
    target: `${server.url}/feed`,
    limit,
    isUnnamed,
  };
  const source = createFeedSource(ref, {
    allowPrivateNetwork: true,
    timeoutMs: 5_000,
    maxBytes: 100_000,
    ...options,
  });
  const [outcome] = await source.fetch({
    period: { from: '2026-04-06T00:00:00.000Z', to: '2026-04-07T00:00:00.000Z' },
    lateFrom,
    now: '2026-04-07T07:00:00.000Z',
    cursors: new Map(cursor === undefined ? [] : [['feed:x', cursor]]),
    signal: new AbortController().signal,
  });
  return outcome as FetchOutcome;
}

describe('a good answer', () => {
  test('returns posts', async () => {
    const { posts, error } = await fetchFrom(() => xml());
    expect(error).toBeUndefined();
    expect(posts).toMatchObject([{ title: 'One', url: 'https://site.test/1', sourceId: 'feed:x' }]);
  });
  test.each([
    ['Ada &amp; Bob’s notes', 'Ada & Bob’s notes'],
    ['RSS Feed', undefined],
    ['', undefined],
  ])('the name %j is returned for a source without one', async (title, name) => {
    const body = `<rss version="2.0"><channel><title>${title}</title></channel></rss>`;
    expect((await fetchFrom(() => xml(body), undefined, { isUnnamed: true })).title).toBe(name);
    await server?.close();
    expect((await fetchFrom(() => xml(body))).title).toBeUndefined();
  });
  test('an empty feed is not a failure', async () =>
    expect(
      await fetchFrom(() => xml('<rss version="2.0"><channel><title>t</title></channel></rss>')),
    ).toMatchObject({
      posts: [],
      cursor: JSON.stringify(COVERED),
    }));
});

describe('the cursor', () => {
  test('validators, which the next request sends', async () => {
    const headers = { etag: '"v1"', 'last-modified': 'Mon, 06 Apr 2026 12:00:00 GMT' };
    const { cursor } = await fetchFrom(() => xml(FEED, headers));
    await server?.close();
    const outcome = await fetchFrom(() => ({ status: 304 }), cursor);
    expect(server?.asked[0]?.headers).toMatchObject({
      'if-none-match': '"v1"',
      'if-modified-since': 'Mon, 06 Apr 2026 12:00:00 GMT',
    });
    expect(outcome).toEqual({ sourceId: 'feed:x', posts: [], unchanged: true });
  });
  test.each([
    ['a longer span', { lateFrom: '2026-04-01T00:00:00.000Z' }],
    ['a higher limit', { limit: 20 }],
  ])('its validators are not sent for %s than was read', async (_, wish) => {
    const { cursor } = await fetchFrom(() => xml(FEED, { etag: '"v1"' }));
    await server?.close();
    const { posts } = await fetchFrom(() => xml(), cursor, wish);
    expect(server?.asked[0]?.headers).not.toHaveProperty('if-none-match');
    expect(posts).toHaveLength(1);
  });
  test('a 304 keeps the posts that were read', async () =>
    expect(
      await fetchFrom(() => ({ status: 304 }), JSON.stringify({ etag: '1', ...COVERED })),
    ).not.toHaveProperty('cursor'));
  test('a 304 that nobody asked for is an error, since nothing was ever read', async () =>
    expect(await fetchFrom(() => ({ status: 304 }))).toMatchObject({
      error: expect.stringContaining('to a request without conditions'),
    }));
  test('the new address after a permanent move', async () => {
    const outcome = await fetchFrom(({ path }) =>
      path === '/new' ? xml() : { status: 301, headers: { location: '/new' } },
    );
    expect(JSON.parse(outcome.cursor ?? '')).toEqual({ url: `${server?.url}/new`, ...COVERED });
    expect(outcome.note).toBe(`moved permanently to ${server?.url}/new`);
  });
  test('not after a temporary move', async () => {
    const outcome = await fetchFrom(({ path }) =>
      path === '/new' ? xml() : { status: 307, headers: { location: '/new' } },
    );
    expect([outcome.posts.length, outcome.cursor]).toEqual([1, JSON.stringify(COVERED)]);
  });
  test('the new address is used, and forgotten when it fails', async () => {
    const gone = await startApiServer(() => ({ status: 404 }));
    const outcome = await fetchFrom(() => xml(), JSON.stringify({ url: `${gone.url}/new`, etag: '"v1"' }));
    await gone.close();
    expect([gone.asked[0]?.path, server?.asked.length]).toEqual(['/new', 0]);
    expect(outcome).toMatchObject({ error: 'not found (404)', cursor: '{}' });
  });
  test.each(['nonsense', 'null', '{"etag":7}'])('an invalid cursor counts as none: %s', async (cursor) =>
    expect((await fetchFrom(() => xml(), cursor)).posts).toHaveLength(1),
  );
});

describe('failures are data', () => {
  test.each<[string, Answer | 'slow', Partial<FeedSourceOptions>?]>([
    ['refused (403)', { status: 403 }],
    ['refused (401)', { status: 401 }],
    ['not found (404)', { status: 404 }],
    ['server error (503)', { status: 503 }],
    ['the response is not a feed (418)', { status: 418 }],
    ['the response is not a feed (302)', { status: 302 }],
    ['empty response', { body: '' }],
    ['a web page, not a feed', { body: '<!doctype html><title>Sign in</title>' }],
    ['the connection was lost', { ...xml(), cut: true }],
    ['larger than 1 KB', xml(), { maxBytes: 100 }],
    ['timed out after 0.05 s', 'slow', { timeoutMs: 50 }],
    ['refused: 127.0.0.1 is a private or local address', xml(), { allowPrivateNetwork: false }],
  ])('%s', async (error, answer, options) =>
    expect(await fetchFrom(() => answer, undefined, options)).toEqual({
      sourceId: 'feed:x',
      posts: [],
      error,
    }),
  );
});

describe('requests of a feed', () => {
  test('not to be fetched again', async () =>
    expect(await fetchFrom(() => ({ status: 410 }))).toMatchObject({
      error: 'gone permanently (410)',
      gone: true,
    }));
  test('not if only its new address is gone', async () => {
    const gone = await startApiServer(() => ({ status: 410 }));
    const outcome = await fetchFrom(() => xml(), JSON.stringify({ url: gone.url }));
    await gone.close();
    expect(outcome.error).toBe('gone permanently (410)');
    expect(outcome).not.toHaveProperty('gone');
    expect(outcome.cursor).toBe('{}');
  });
  test('not to fetch from the whole host (429)', async () =>
    expect(await fetchFrom(() => ({ status: 429 }))).toMatchObject({
      error: 'too many requests (429)',
      laneRefused: true,
    }));
  test.each([429, 503])('to wait, by Retry-After (%i)', async (status) =>
    expect(await fetchFrom(() => ({ status, headers: { 'retry-after': '120' } }))).toMatchObject({
      error: expect.stringContaining('retry after 120 s'),
      notBefore: '2026-04-07T07:02:00.000Z',
      refused: true,
    }),
  );
  test('not to be fetched again too soon, by Cache-Control', async () =>
    expect((await fetchFrom(() => xml(FEED, { 'cache-control': 'public, max-age=900' }))).notBefore).toBe(
      '2026-04-07T07:15:00.000Z',
    ));
  test('by its ttl, which also applies if nothing changed', async () => {
    const { cursor, notBefore } = await fetchFrom(() =>
      xml(FEED.replace('<title>', '<ttl>60</ttl><title>'), { etag: '1' }),
    );
    expect(notBefore).toBe('2026-04-07T08:00:00.000Z');
    await server?.close();
    const again = await fetchFrom(() => ({ status: 304 }), cursor);
    expect(again).toMatchObject({ unchanged: true, notBefore: '2026-04-07T08:00:00.000Z' });
  });
  test('nothing, so there is no time', async () =>
    expect(await fetchFrom(() => xml())).not.toHaveProperty('notBefore'));
});

test('its lane is the host', () => {
  const ref: SourceRef = {
    id: 'f',
    kind: 'feed',
    platform: 'web',
    name: '',
    target: 'https://a.test:8/x',
    limit: 1,
  };
  const options = { allowPrivateNetwork: false, timeoutMs: 1, maxBytes: 1 };
  expect(createFeedSource(ref, options).lane).toBe('a.test:8');
});

test('it sleeps in the hours and on the days that it declared', async () => {
  const skips = '<skipHours><hour>8</hour></skipHours><skipDays><day>Sunday</day></skipDays>';
  const { cursor = '' } = await fetchFrom(() => xml(FEED.replace('<item>', `${skips}<item>`)));
  const ref: SourceRef = { id: 'a', kind: 'feed', platform: 'web', name: 'A', target: 'a', limit: 1 };
  const { sleeps } = createFeedSource(ref, { allowPrivateNetwork: true, timeoutMs: 1, maxBytes: 1 });
  const at = ['2026-04-07T08:30:00.000Z', '2026-04-07T09:00:00.000Z', '2026-04-12T12:00:00.000Z'];
  expect(at.map((now) => sleeps?.(cursor, now))).toEqual([true, false, true]);
});
