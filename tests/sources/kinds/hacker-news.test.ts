// Hacker News, tested with a server that responds like Algolia’s API.
import { afterEach, expect, test } from 'vitest';
import type { FetchOutcome, SourceRef } from '../../../src/model.js';
import { createHackerNewsSources } from '../../../src/sources/kinds/hacker-news.js';
import { type Answer, type Answering, type ApiServer, startApiServer } from '../../fixtures/api-server.js';

const ref: SourceRef = {
  id: 'hn:llm',
  kind: 'hacker-news',
  platform: 'web',
  name: 'Hacker News: LLM',
  target: 'LLM',
  limit: 2,
  settings: { minPoints: 50 },
};
const story = (id: number, more: object = {}) => ({
  objectID: String(id),
  title: `Story ${id}`,
  url: `https://site.example/${id}?utm_source=hn`,
  author: 'pg',
  points: 100,
  num_comments: 7,
  created_at: '2026-04-06T12:00:00Z',
  created_at_i: Date.parse('2026-04-06T12:00:00Z') / 1000,
  _tags: ['story', 'author_pg', `story_${id}`],
  ...more,
});
const hits = (...stories: unknown[]): Answer => ({
  body: { hits: stories, nbHits: stories.length, page: 0, nbPages: 1, hitsPerPage: 1000, query: 'LLM' },
});

let server: ApiServer | undefined;
afterEach(() => server?.close());

async function fetchFrom(answering: Answering, timeoutMs = 20_000): Promise<FetchOutcome> {
  server = await startApiServer(answering);
  const options = { baseUrl: server.url, timeoutMs, maxBytes: 1_000_000, retryDelayMs: 1 };
  const [source] = createHackerNewsSources([ref], options);
  const outcomes = await source?.fetch({
    period: { from: '2026-04-06T00:00:00.000Z', to: '2026-04-07T00:00:00.000Z' },
    now: '2026-04-07T07:00:00.000Z',
    cursors: new Map(),
    signal: new AbortController().signal,
  });
  return outcomes?.[0] as FetchOutcome;
}

test('the best stories of the period become posts', async () => {
  const { posts } = await fetchFrom(() =>
    hits(
      story(1),
      story(2, { points: 300 }),
      story(3, {
        points: 200,
        url: null,
        story_text: 'See <a href="https://paper.example/a">this</a>.<p>Two &gt; one.',
      }),
    ),
  );
  expect(server?.asked[0]).toMatchObject({
    path: '/api/v1/search_by_date',
    query: {
      tags: 'story',
      query: 'LLM',
      numericFilters: 'created_at_i>=1775433600,created_at_i<1775520000',
    },
  });
  expect(posts).toEqual([
    {
      id: 'hn:2',
      sourceId: 'hn:llm',
      platform: 'web',
      url: 'https://news.ycombinator.com/item?id=2',
      author: 'pg',
      title: 'Story 2',
      text: '',
      createdAt: '2026-04-06T12:00:00.000Z',
      metrics: { score: 300, comments: 7 },
      links: ['https://site.example/2'],
      media: [],
      comments: [],
    },
    expect.objectContaining({
      id: 'hn:3',
      text: 'See this.\n\nTwo > one.',
      links: ['https://paper.example/a'],
    }),
  ]);
});

test('stories are filtered by points here, because the service does not', async () => {
  const { posts, error } = await fetchFrom(({ query }) =>
    query.numericFilters?.includes('points')
      ? {
          status: 400,
          body: {
            message:
              'invalid numeric attribute(points) not specified in numericAttributesForFiltering setting',
          },
        }
      : hits(story(1, { points: 49 }), story(2, { points: null }), story(3)),
  );
  expect(error).toBeUndefined();
  expect(posts.map((post) => post.id)).toEqual(['hn:3']);
  expect(server?.asked).toHaveLength(1);
});

test('a period with more stories than one search returns is searched completely', async () => {
  // Two stories a second, so many that a page ends within a second.
  const start = Date.parse('2026-04-06T00:00:00Z') / 1000;
  const all = Array.from({ length: 2501 }, (_, index) =>
    story(index, { created_at_i: start + Math.floor(index / 2), points: index === 3 ? 900 : 60, url: null }),
  );
  const { posts } = await fetchFrom(({ query }) => {
    const before = Number(/created_at_i<(\d+)/.exec(query.numericFilters ?? '')?.[1]);
    const found = all.filter((each) => each.created_at_i < before).reverse();
    return hits(...found.slice(0, 1000));
  });
  expect(posts[0]?.id).toBe('hn:3');
  expect(new Set(posts.map((post) => post.id)).size).toBe(posts.length);
  expect(server?.asked).toHaveLength(3);
});

test('more stories in a second than one search returns end the search', async () => {
  const { posts } = await fetchFrom(() => hits(...Array.from({ length: 1000 }, (_, index) => story(index))));
  expect(posts).toHaveLength(2);
  expect(server?.asked).toHaveLength(2);
});

test('an incomplete story is skipped and does not affect others', async () =>
  expect((await fetchFrom(() => hits(null, { objectID: '1' }, story(2)))).posts).toHaveLength(1));

test.each<[string, Answer | 'slow']>([
  ['Hacker News responded with status 400: bad filter', { status: 400, body: { message: 'bad filter' } }],
  ['Hacker News responded with status 503', { status: 503, body: 'busy' }],
  ['Hacker News sent an unexpected response', { body: { hits: 'none' } }],
  ['Hacker News sent an unexpected response', { body: '<html>' }],
  ['the connection was lost', { ...hits(story(1)), cut: true }],
  ['timed out after 0.3 s', 'slow'],
])('reports “%s”', async (error, answer) =>
  expect(await fetchFrom(() => answer, answer === 'slow' ? 300 : undefined)).toEqual({
    sourceId: 'hn:llm',
    posts: [],
    error,
  }),
);

test('a refusal sets the time of the next fetch', async () =>
  expect(await fetchFrom(() => ({ status: 429, headers: { 'retry-after': '3600' } }))).toEqual({
    sourceId: 'hn:llm',
    posts: [],
    error: 'Hacker News responded with status 429',
    notBefore: '2026-04-07T08:00:00.000Z',
    refused: true,
    laneRefused: true,
  }));
