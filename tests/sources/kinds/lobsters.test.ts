// Lobsters, tested with a server that responds like its JSON pages.
import { afterEach, expect, test } from 'vitest';
import type { FetchOutcome } from '../../../src/model.js';
import { recognizeSource } from '../../../src/sources/index.js';
import { createLobstersSources } from '../../../src/sources/kinds/lobsters.js';
import { type Answer, type Answering, type ApiServer, startApiServer } from '../../fixtures/api-server.js';
import { fetchOnce, refsOf } from '../../fixtures/fetching.js';

const story = (short_id: string, more: object = {}) => ({
  short_id,
  short_id_url: `https://lobste.rs/s/${short_id}`,
  created_at: '2026-04-06T07:00:00.000-05:00',
  title: `Story ${short_id}`,
  url: `https://example.org/${short_id}`,
  score: 20,
  flags: 0,
  comment_count: 4,
  description: '',
  description_plain: '',
  comments_url: `https://lobste.rs/s/${short_id}/story`,
  submitter_user: 'ada',
  user_is_author: false,
  tags: ['rust'],
  ...more,
});

let server: ApiServer | undefined;
afterEach(() => server?.close());

async function fetchFrom(
  answering: Answering,
  entry: unknown = 'rust',
  timeoutMs = 20_000,
): Promise<FetchOutcome> {
  server = await startApiServer(answering);
  const options = { baseUrl: server.url, timeoutMs, maxBytes: 100_000, retryDelayMs: 1 };
  const [outcome] = await fetchOnce(createLobstersSources(refsOf({ lobsters: [entry] }), options));
  return outcome as FetchOutcome;
}

test('returns stories of the period, best first, with their article and the submitter’s text', async () => {
  const { posts } = await fetchFrom(({ path }) => ({
    body: path.includes('/page/')
      ? [story('old', { created_at: '2026-04-05T07:00:00.000-05:00', score: 90 })]
      : [
          story('low', { score: 4 }),
          story('abc', {
            url: '',
            description: '<p>I <em>wrote</em> <a href="https://example.org/more">more</a></p>',
            submitter_user: { username: 'bob' },
          }),
          { short_id: 'broken' },
          story('top', { score: 70, url: 'https://www.example.org/top?utm_source=l' }),
        ],
  }));
  expect(posts.map(({ id }) => id)).toEqual(['lobsters:top', 'lobsters:abc']);
  expect(posts[0]).toEqual({
    id: 'lobsters:top',
    sourceId: 'lobsters:rust',
    platform: 'web',
    url: 'https://lobste.rs/s/top',
    author: 'ada',
    title: 'Story top',
    text: '',
    createdAt: '2026-04-06T12:00:00.000Z',
    metrics: { score: 70, comments: 4 },
    links: ['https://example.org/top'],
    media: [],
    comments: [],
  });
  expect(posts[1]).toMatchObject({
    author: 'bob',
    text: 'I wrote more',
    links: ['https://example.org/more'],
  });
  expect(server?.asked.map(({ path }) => path)).toEqual(['/t/rust.json', '/t/rust/page/2.json']);
});

test('without a tag, all stories count; with a limit, the best', async () => {
  const { posts } = await fetchFrom(
    ({ path }) => ({ body: path === '/newest.json' ? [story('a'), story('b', { score: 30 })] : [] }),
    { limit: 1, minScore: 0 },
  );
  expect(posts.map(({ id }) => id)).toEqual(['lobsters:b']);
});

test.each<[string, Answer | 'slow', object?]>([
  ['Lobsters has no tag "rust": https://lobste.rs/tags lists them', { status: 404, body: { error: '404' } }],
  ['Lobsters responded with status 502', { status: 502, body: '<html>' }],
  ['Lobsters sent an unexpected response', { body: {} }],
  ['timed out after 0.3 s', 'slow'],
  ['the connection was lost', { body: [story('a')], cut: true }],
])('reports “%s”', async (error, answer) =>
  expect(await fetchFrom(() => answer, 'rust', answer === 'slow' ? 300 : undefined)).toEqual({
    sourceId: 'lobsters:rust',
    posts: [],
    error,
  }),
);

test('a refusal sets the time of the next fetch', async () => {
  const outcome = await fetchFrom(() => ({ status: 429, headers: { 'retry-after': '3600' }, body: '' }));
  expect(outcome).toMatchObject({ refused: true, notBefore: '2026-04-07T08:00:00.000Z' });
});

test.each([
  ['https://lobste.rs/', {}],
  ['https://lobste.rs/newest.rss', {}],
  ['https://lobste.rs/t/rust.rss', 'rust'],
])('recognizes %s', (address, entry) =>
  expect(recognizeSource(new URL(address))).toEqual({ path: ['lobsters'], entry }),
);
test('a story is not a source', () =>
  expect(recognizeSource(new URL('https://lobste.rs/s/abc/story')).path).toEqual(['feeds']));
