// GitHub, tested with a server that responds like its REST API, version 2022-11-28.
import { afterEach, expect, test } from 'vitest';
import type { FetchOutcome, FetchRequest } from '../../../src/model.js';
import { createGithubSources } from '../../../src/sources/github/github-api.js';
import { recognizeSource } from '../../../src/sources/index.js';
import { type Answer, type Answering, type ApiServer, startApiServer } from '../../fixtures/api-server.js';
import { fetchOnce, refsOf } from '../../fixtures/fetching.js';

const release = (id: number, more: object = {}) => ({
  id,
  tag_name: `v1.${id}`,
  name: `v1.${id}`,
  body: '## New\r\n\r\n- It is **fast**, see [#12](https://github.com/acme/engine/pull/12)',
  draft: false,
  prerelease: false,
  created_at: '2026-03-01T00:00:00Z',
  published_at: '2026-04-06T12:00:00Z',
  html_url: `https://github.com/acme/engine/releases/tag/v1.${id}`,
  author: { login: 'github-actions[bot]' },
  ...more,
});
const repository = (id: number, more: object = {}) => ({
  id,
  full_name: `acme/tool-${id}`,
  html_url: `https://github.com/acme/tool-${id}`,
  description: 'Runs models on a phone',
  homepage: 'https://acme.example/tool',
  created_at: '2026-04-06T12:00:00Z',
  stargazers_count: 900,
  topics: ['llm', 'mobile'],
  language: 'Rust',
  owner: { login: 'acme' },
  ...more,
});

let server: ApiServer | undefined;
afterEach(() => server?.close());

async function fetchFrom(
  answering: Answering,
  settings: object = { releases: ['acme/engine'] },
  { token, ...more }: Partial<FetchRequest> & { token?: string } = {},
): Promise<FetchOutcome> {
  server = await startApiServer(answering);
  const options = { baseUrl: server.url, timeoutMs: 20_000, maxBytes: 100_000, retryDelayMs: 1 };
  const [outcome] = await fetchOnce(
    createGithubSources(refsOf({ github: settings }), { ...options, token }),
    more,
  );
  return outcome as FetchOutcome;
}

test('returns releases by publication date, without drafts and prereleases', async () => {
  const answering: Answering = () => ({
    body: [
      release(5, { draft: true, published_at: null }),
      release(4, { prerelease: true }),
      release(3, { name: 'Engine 1.3', reactions: { total_count: 12 }, author: { login: 'ada' } }),
      { id: 'broken' },
      release(2, { published_at: '2026-04-06T23:00:00Z', name: null, body: null }),
      release(1, { published_at: '2026-04-05T23:00:00Z' }),
    ],
  });
  const outcome = await fetchFrom(answering);
  expect(outcome.posts).toEqual([
    expect.objectContaining({
      id: 'github:release/2',
      title: 'engine v1.2',
      text: '',
      author: 'acme',
      metrics: {},
    }),
    {
      id: 'github:release/3',
      sourceId: 'github:acme/engine',
      platform: 'web',
      url: 'https://github.com/acme/engine/releases/tag/v1.3',
      author: 'ada',
      title: 'Engine 1.3',
      text: 'New\n\n- It is fast, see #12',
      createdAt: '2026-04-06T12:00:00.000Z',
      metrics: { likes: 12 },
      links: ['https://github.com/acme/engine/pull/12'],
      media: [],
      comments: [],
    },
  ]);
  // Without a token, GitHub allows 60 requests an hour, so the schedule fetches rarely.
  expect(outcome).toMatchObject({ notBefore: '2026-04-07T10:00:00.000Z' });
  expect(server?.asked[0]).toMatchObject({
    path: '/repos/acme/engine/releases',
    query: { per_page: '100' },
    headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
  });
  await server?.close();
  const all = await fetchFrom(
    answering,
    { releases: [{ repository: 'acme/engine', prereleases: true }] },
    { token: 't0' },
  );
  expect(all.posts.map(({ id }) => id)).toContain('github:release/4');
  expect(all.notBefore).toBeUndefined();
  expect(server?.asked[0]?.headers.authorization).toBe('Bearer t0');
});

test('the notes of a release are read without comments and layout', async () => {
  const body =
    '<!-- Release notes generated using .github/release.yml -->\n<details open><summary>New</summary>\n\nTakes `Vec<T>` now<br/></details>\n<!-- open';
  const { posts } = await fetchFrom(() => ({ body: [release(7, { body })] }));
  expect(posts.map(({ text }) => text)).toEqual(['New\n\nTakes Vec<T> now']);
});

test('returns new repositories by stars; one that gets them days later counts when it is found', async () => {
  const outcome = await fetchFrom(
    () => ({
      body: {
        total_count: 3,
        incomplete_results: true,
        items: [
          repository(1),
          repository(2, { created_at: '2026-03-31T12:00:00Z', description: null }),
          { id: 3 },
        ],
      },
    }),
    { newRepositories: [{ query: 'topic:llm', minStars: 100 }] },
    {
      lateFrom: '2026-03-30T00:00:00.000Z',
      cursors: new Map([['github-search:topic:llm', '2026-03-29T00:00:00.000Z']]),
    },
  );
  expect(server?.asked[0]).toMatchObject({
    path: '/search/repositories',
    query: {
      q: 'topic:llm created:2026-03-30T00:00:00Z..2026-04-07T00:00:00Z stars:>=100',
      sort: 'stars',
      order: 'desc',
    },
  });
  expect(outcome).toMatchObject({
    note: 'GitHub did not finish the search',
    coveredFrom: '2026-03-29T00:00:00.000Z',
    cursor: '2026-03-30T00:00:00.000Z',
  });
  expect(outcome.posts.map(({ title }) => title)).toEqual([
    'acme/tool-1: Runs models on a phone',
    'acme/tool-2',
  ]);
  expect(outcome.posts[0]).toMatchObject({
    text: 'Runs models on a phone\nLanguage: Rust.\nTopics: llm, mobile.',
    metrics: { likes: 900 },
    links: ['https://acme.example/tool'],
  });
});

const spent = {
  'x-ratelimit-remaining': '0',
  'x-ratelimit-reset': '1775548800',
  date: 'Tue, 07 Apr 2026 07:00:00 GMT',
};
test.each<[string, Answer, Partial<FetchOutcome>?]>([
  ['GitHub has no public repository acme/engine', { status: 404, body: { message: 'Not Found' } }],
  ['GitHub rejected GITHUB_TOKEN', { status: 401, body: { message: 'Bad credentials' } }],
  [
    'GitHub’s rate limit is exhausted: set GITHUB_TOKEN',
    { status: 403, headers: spent, body: { message: 'API rate limit exceeded for 203.0.113.7.' } },
    { refused: true, notBefore: '2026-04-07T08:00:00.000Z' },
  ],
  [
    'GitHub’s rate limit is exhausted',
    {
      status: 403,
      headers: { 'retry-after': '60' },
      body: { message: 'You have exceeded a secondary rate limit' },
    },
    { refused: true, notBefore: '2026-04-07T07:01:00.000Z' },
  ],
  [
    'GitHub’s secondary rate limit is exhausted',
    { status: 403, body: { message: 'You have exceeded a secondary rate limit. Please wait.' } },
    { refused: true, notBefore: '2026-04-07T07:01:00.000Z' },
  ],
  ['GitHub sent an unexpected response', { body: [{ tag: 'v1' }, { tag: 'v2' }] }],
  [
    'GitHub responded with status 451: Repository access blocked',
    { status: 451, body: { message: 'Repository access blocked' } },
  ],
  ['GitHub sent an unexpected response', { body: {} }],
  ['the connection was lost', { body: [release(1)], cut: true }],
])('reports “%s”', async (error, answer, more) =>
  expect(await fetchFrom(() => answer)).toMatchObject({
    posts: [],
    error: expect.stringContaining(error),
    ...more,
  }),
);

test('an invalid search', async () => {
  const outcome = await fetchFrom(() => ({ status: 422, body: { message: 'Validation Failed' } }), {
    newRepositories: [{ query: 'user:nobody' }],
  });
  expect(outcome.error).toBe('GitHub rejected the search: Validation Failed');
});

test.each([
  ['https://github.com/acme/engine', 'acme/engine'],
  ['https://github.com/acme/engine.js/releases.atom', 'acme/engine.js'],
  ['https://github.com/topics/llm', undefined],
  ['https://github.com/acme/engine/commits/main.atom', undefined],
])('recognizes %s', (address, entry) =>
  expect(recognizeSource(new URL(address))).toMatchObject(
    entry ? { path: ['github', 'releases'], entry } : { path: ['feeds'] },
  ),
);
