// Subreddits, tested with a server that responds like Reddit.
import { afterEach, describe, expect, test } from 'vitest';
import type { FetchRequest, Post, SourceRef } from '../../../src/model.js';
import {
  createRedditSource,
  createRedditSources,
  type RedditOptions,
} from '../../../src/sources/reddit/reddit.js';
import { type Answer, type ApiServer, type SearchParams, startApiServer } from '../../fixtures/api-server.js';

const ref: SourceRef = {
  id: 'reddit:localllama',
  kind: 'subreddit',
  platform: 'reddit',
  name: 'r/LocalLLaMA',
  target: 'LocalLLaMA',
  limit: 100,
};
const request: FetchRequest = {
  period: { from: '2026-04-06T00:00:00.000Z', to: '2026-04-07T00:00:00.000Z' },
  now: '2026-04-07T07:00:00.000Z',
  cursors: new Map(),
  signal: new AbortController().signal,
};
const CREATED = Date.parse('2026-04-06T12:00:00Z') / 1000;

const submission = (id: string, more: Record<string, unknown> = {}) => ({
  kind: 't3',
  data: {
    id,
    name: `t3_${id}`,
    title: `Title ${id}`,
    selftext: 'Some text.',
    author: 'someone',
    score: 10,
    num_comments: 3,
    upvote_ratio: 0.97,
    created_utc: CREATED,
    permalink: `/r/LocalLLaMA/comments/${id}/title/`,
    url: `https://www.reddit.com/r/LocalLLaMA/comments/${id}/title/`,
    is_self: true,
    over_18: false,
    stickied: false,
    ...more,
  },
});
const listing = (children: unknown[], after: string | null = null) => ({
  kind: 'Listing',
  data: { after, before: null, dist: children.length, children },
});
const TOKEN = { access_token: 'token-1', token_type: 'bearer', expires_in: 86400, scope: '*' };

let server: ApiServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Responds to the token request; passes others to `answer`. */
async function serve(
  answer: (asked: SearchParams) => Answer | 'slow',
  token: Answer = { body: TOKEN },
): Promise<ApiServer> {
  await server?.close();
  server = await startApiServer((asked) => (asked.path === '/api/v1/access_token' ? token : answer(asked)));
  return server;
}

const options = (url: string): RedditOptions => ({
  clientId: 'the-id',
  clientSecret: 'the-secret',
  baseUrl: url,
  timeoutMs: 20_000,
  userAgent: 'tidings-test/1',
  retryDelayMs: 1,
});

async function fetchWith(
  answer: (asked: SearchParams) => Answer | 'slow',
  more: Partial<RedditOptions> = {},
  token?: Answer,
) {
  const { url } = await serve(answer, token);
  const [outcome] = await createRedditSource(ref, { ...options(url), ...more }).fetch(request);
  if (!outcome) throw new Error('no outcome');
  return outcome;
}

const apiCalls = () => server?.asked.filter((asked) => asked.path !== '/api/v1/access_token') ?? [];

/** Reddit's response to blocked addresses and programs. */
const BLOCKED =
  "<body><h1>whoa there, pardner!</h1><p>You've been blocked by network security.</p><p>To continue, log in to your Reddit account or use your developer token</p>";

describe('with a client', () => {
  test('signs in with the client and its user agent, then sends the token', async () => {
    await fetchWith(() => ({ body: listing([]) }));
    const [token, top] = server?.asked ?? [];
    expect(token).toMatchObject({
      method: 'POST',
      body: expect.stringContaining('grant_type=client_credentials'),
    });
    expect(token?.headers).toMatchObject({
      authorization: `Basic ${Buffer.from('the-id:the-secret').toString('base64')}`,
      'user-agent': 'tidings-test/1',
    });
    expect(top).toMatchObject({ path: '/r/LocalLLaMA/top', query: { raw_json: '1', limit: '100' } });
    expect(top?.headers).toMatchObject({ authorization: 'Bearer token-1', 'user-agent': 'tidings-test/1' });
  });

  test('converts a submission to a post', async () => {
    const { posts } = await fetchWith(() => ({
      body: listing([
        submission('1abc', { selftext: 'See [the paper](https://arxiv.org/pdf/2604.01234) &amp; **more**​.' }),
      ]),
    }));
    expect(posts).toEqual([
      {
        id: 'reddit:1abc',
        sourceId: 'reddit:localllama',
        platform: 'reddit',
        url: 'https://www.reddit.com/r/LocalLLaMA/comments/1abc/title/',
        author: 'someone',
        title: 'Title 1abc',
        text: 'See the paper & more.',
        createdAt: '2026-04-06T12:00:00.000Z',
        metrics: { score: 10, comments: 3, upvoteRatio: 0.97 },
        links: ['https://arxiv.org/abs/2604.01234'],
        media: [],
        comments: [],
      },
    ]);
  });

  test('requests the top of the day and of the week for yesterday', async () => {
    await fetchWith(() => ({ body: listing([]) }));
    expect(apiCalls().map((asked) => asked.query.t)).toEqual(['day', 'week']);
  });

  test('reads pages up to the limit', async () => {
    const page = (from: number, count: number, after: string | null) =>
      listing(
        Array.from({ length: count }, (_, i) => submission(`p${from + i}`)),
        after,
      );
    const { url } = await serve(({ query }) => ({
      body: query.after ? page(100, Number(query.limit), 't3_more') : page(0, 100, 't3_p99'),
    }));
    const [outcome] = await createRedditSource({ ...ref, limit: 130 }, options(url)).fetch(request);
    expect(outcome?.posts).toHaveLength(130);
    expect(apiCalls().slice(0, 2)).toMatchObject([
      { query: { limit: '100' } },
      { query: { limit: '30', after: 't3_p99' } },
    ]);
  });

  test('skips posts that readers should not see', async () => {
    const { posts, error } = await fetchWith(() => ({
      body: listing([
        submission('a', { stickied: true }),
        submission('b', { over_18: true }),
        submission('c', { selftext: '[removed]' }),
        submission('d', { author: '[deleted]' }),
        submission('e', { removed_by_category: 'moderator' }),
        submission('f', { title: '[deleted by user]' }),
        submission('g', { selftext: '[ Removed by Reddit on account of violating the content policy. ]' }),
        submission('f', { created_utc: CREATED - 9 * 86400 }),
        submission('g', { title: '  ' }),
        { kind: 't5', data: {} },
        null,
        submission('kept'),
      ]),
    }));
    expect(error).toBeUndefined();
    expect(posts.map((post) => post.id)).toEqual(['reddit:kept']);
  });

  test('a limit keeps posts of the period first, then by score', async () => {
    const { url } = await serve(() => ({
      body: listing([
        submission('old', { score: 900, created_utc: CREATED - 3 * 86400 }),
        submission('low', { score: 1 }),
        submission('high', { score: 50 }),
      ]),
    }));
    const [outcome] = await createRedditSource({ ...ref, limit: 2 }, options(url)).fetch(request);
    expect(outcome?.posts.map((post) => post.id)).toEqual(['reddit:high', 'reddit:low']);
  });

  test('keeps outbound links, media and crossposts', async () => {
    const { posts } = await fetchWith(() => ({
      body: listing([
        submission('link', { is_self: false, url: 'https://www.example.org/a?utm_source=x' }),
        submission('image', { is_self: false, url: 'https://i.redd.it/pic.png' }),
        submission('cross', { crosspost_parent: 't3_orig' }),
        submission('bad', { is_self: false, url: 'javascript:alert(1)' }),
      ]),
    }));
    const byId = Object.fromEntries(posts.map((post) => [post.id, post]));
    expect(byId['reddit:link']?.links).toEqual(['https://example.org/a']);
    expect(byId['reddit:image']).toMatchObject({
      links: [],
      media: [{ type: 'image', url: 'https://i.redd.it/pic.png' }],
    });
    expect(byId['reddit:cross']?.repostOf).toBe('reddit:orig');
    expect(byId['reddit:bad']?.links).toEqual([]);
  });

  test('a crosspost has the text, links, pictures and author of its original', async () => {
    const original = submission('orig', {
      author: 'ada',
      selftext: 'We trained [a model](/r/other/wiki/model) on 4 cards.',
      media_metadata: { p1: { s: { u: 'https://preview.redd.it/p1.jpg?width=1&amp;s=2' } } },
    }).data;
    const crosspost = (more: object) => ({
      selftext: '',
      is_self: false,
      url: '/r/other/comments/orig/title_orig/',
      crosspost_parent: 't3_orig',
      crosspost_parent_list: [{ ...original, ...more }],
    });
    const { posts } = await fetchWith(() => ({
      body: listing([
        submission('cross', crosspost({})),
        submission('adult', crosspost({ over_18: true })),
        submission('gone', crosspost({ removed_by_category: 'moderator', selftext: '[removed]' })),
        submission('own', { ...crosspost({}), selftext: 'My own words.' }),
      ]),
    }));
    const byId = Object.fromEntries(posts.map((post) => [post.id, post]));
    expect(byId['reddit:cross']).toMatchObject({
      author: 'ada',
      text: 'We trained a model on 4 cards.',
      links: ['https://reddit.com/comments/orig', 'https://reddit.com/r/other/wiki/model'],
      media: [{ type: 'image', url: 'https://preview.redd.it/p1.jpg?width=1&s=2' }],
      repostOf: 'reddit:orig',
    });
    expect(byId['reddit:adult']).toBeUndefined();
    expect(byId['reddit:gone']).toMatchObject({ author: 'someone', text: '' });
    expect(byId['reddit:own']).toMatchObject({ author: 'someone', text: 'My own words.' });
  });

  test('a poll has its options, and a gallery its order and captions', async () => {
    const { posts } = await fetchWith(() => ({
      body: listing([
        submission('poll', {
          selftext: 'Which one?\n\n[View Poll](https://www.reddit.com/poll/poll)',
          poll_data: {
            total_vote_count: 30,
            options: [
              { id: '1', text: 'vLLM &amp; friends', vote_count: 10 },
              { id: '2', text: 'llama.cpp', vote_count: 20 },
            ],
          },
        }),
        submission('running', { selftext: '', poll_data: { options: [{ text: 'Yes' }, { text: 'No' }] } }),
        submission('gallery', {
          selftext: '',
          is_self: false,
          url: 'https://www.reddit.com/gallery/gallery',
          media_metadata: {
            b: { status: 'valid', s: { u: 'https://preview.redd.it/b.png' } },
            a: { status: 'valid', s: { gif: 'https://i.redd.it/a.gif' } },
          },
          gallery_data: {
            items: [
              { media_id: 'a', caption: 'Loss over time', outbound_url: 'https://www.acme.com/run' },
              { media_id: 'gone' },
              { media_id: 'b', caption: '' },
            ],
          },
        }),
      ]),
    }));
    const byId = Object.fromEntries(posts.map((post) => [post.id, post]));
    expect(byId['reddit:poll']).toMatchObject({
      text: 'Which one?\n\nPoll (30 votes):\n- llama.cpp: 20\n- vLLM & friends: 10',
      links: [],
    });
    expect(byId['reddit:running']?.text).toBe('Poll:\n- Yes\n- No');
    expect(byId['reddit:gallery']).toMatchObject({
      text: '- Loss over time',
      links: ['https://acme.com/run'],
      media: [
        { url: 'https://i.redd.it/a.gif', alt: 'Loss over time' },
        { url: 'https://preview.redd.it/b.png' },
      ],
    });
  });

  test('a post’s own page is not one of its links', async () => {
    const selftext = 'Posted as https://redd.it/1abc and https://old.reddit.com/r/LocalLLaMA/comments/1abc/';
    const { posts } = await fetchWith(() => ({ body: listing([submission('1abc', { selftext })]) }));
    expect(posts[0]?.links).toEqual([]);
  });

  test('a hostile permalink stays on Reddit', async () => {
    const { posts } = await fetchWith(() => ({
      body: listing([
        submission('x', { permalink: 'https://evil.example/r/a', title: '<script>\u202ealert(1)</script>' }),
      ]),
    }));
    expect(posts[0]).toMatchObject({ url: 'https://www.reddit.com/r/a', title: '<script>alert(1)</script>' });
  });

  test('signs in again once the token has expired', async () => {
    let calls = 0;
    const { url } = await serve(() =>
      ++calls === 2 ? { status: 401, body: {} } : { body: listing([submission('a')]) },
    );
    const [outcome] = await createRedditSource(ref, options(url)).fetch(request);
    expect(outcome).toMatchObject({ posts: [{ id: 'reddit:a' }] });
    expect(outcome?.error).toBeUndefined();
    expect(server?.asked.filter((asked) => asked.method === 'POST')).toHaveLength(2);
  });

  test('all subreddits share one sign-in', async () => {
    const { url } = await serve(() => ({ body: listing([]) }));
    const sources = createRedditSources([ref, { ...ref, id: 'reddit:b', target: 'b' }], options(url));
    for (const source of sources) await source.fetch(request);
    expect(server?.asked.filter((asked) => asked.method === 'POST')).toHaveLength(1);
  });

  test.each([
    [
      { status: 403, body: { reason: 'private', message: 'Forbidden', error: 403 } },
      'private or banned (403)',
    ],
    [
      { status: 403, body: BLOCKED },
      'Reddit blocks this network address, or requests without a client (403)',
    ],
    [{ status: 404, body: { message: 'Not Found', error: 404 } }, 'no such subreddit (404)'],
    [{ status: 302, headers: { location: '/subreddits/search?q=x' } }, 'no such subreddit (404)'],
    [{ status: 401, body: {} }, 'Reddit rejected the token (401)'],
    [{ status: 418, body: {} }, 'Reddit responded with status 418'],
    [{ body: '' }, 'Reddit sent an empty response'],
    [{ body: '{"kind":"Listing","data":{"chil' }, 'Reddit sent incomplete or invalid JSON'],
    [{ body: listing([submission('a')]), cut: true }, 'cannot reach Reddit (ECONNRESET)'],
    [{ body: {} }, 'Reddit sent an unexpected response'],
  ] as [Answer, string][])('%j is the outcome “%s”', async (answer, error) => {
    expect(await fetchWith(() => answer)).toEqual({ sourceId: ref.id, posts: [], error });
  });

  test('an error about a rejected client does not contain its secret', async () => {
    const token = { status: 401, body: { message: 'Unauthorized', error: 401 } };
    const outcome = await fetchWith(() => ({ body: listing([]) }), {}, token);
    expect(outcome).toEqual({
      sourceId: ref.id,
      posts: [],
      error: 'Reddit rejected REDDIT_CLIENT_ID or REDDIT_CLIENT_SECRET (401)',
    });
  });

  test.each([{ body: {} }, { body: '' }, { body: 'not json' }, { body: { error: 'invalid_grant' } }])(
    'a sign-in that is answered with %j fails',
    async (token) => {
      const outcome = await fetchWith(() => ({ body: listing([]) }), {}, token);
      expect(outcome.error).toBe('Reddit sent no valid token');
    },
  );

  test('retries twice after a server error', async () => {
    let calls = 0;
    const outcome = await fetchWith(() =>
      ++calls < 3 ? { status: 503 } : { body: listing([submission('a')]) },
    );
    expect(outcome).toMatchObject({ posts: [{ id: 'reddit:a' }] });
    const failing = await fetchWith(() => ({ status: 500 }));
    expect(failing.error).toBe('Reddit has a server error (500)');
    expect(apiCalls()).toHaveLength(3);
  });

  test('waits as long as Reddit asks, up to a limit', async () => {
    let calls = 0;
    const limited = { status: 429, headers: { 'retry-after': '0' }, body: {} };
    const waited = await fetchWith(() => (++calls === 1 ? limited : { body: listing([submission('a')]) }));
    expect(waited).toMatchObject({ posts: [{ id: 'reddit:a' }] });
    const spent = await fetchWith(() => ({ status: 429, headers: { 'x-ratelimit-reset': '300' }, body: {} }));
    expect(spent.error).toBe('Reddit: too many requests (429); retry after 300 s');
    expect(apiCalls()).toHaveLength(1);
  });

  test('sends no more requests when none are left', async () => {
    const headers = { 'x-ratelimit-remaining': '0.0', 'x-ratelimit-reset': '300' };
    const outcome = await fetchWith(() => ({ headers, body: listing([submission('a')]) }));
    expect(outcome).toMatchObject({ posts: [{ id: 'reddit:a' }], error: expect.stringContaining('(429)') });
    expect(apiCalls()).toHaveLength(1);
  });

  test('gives up if a server does not answer', async () => {
    const outcome = await fetchWith(() => 'slow', { timeoutMs: 100 });
    expect(outcome.error).toBe('timed out after 0.1 s');
  });

  test('stops on an abort', async () => {
    const stop = new AbortController();
    const { url } = await serve(() => {
      setImmediate(() => stop.abort());
      return 'slow';
    });
    const [outcome] = await createRedditSource(ref, options(url)).fetch({ ...request, signal: stop.signal });
    expect(outcome?.error).toBe('stopped');
  });

  test('reports an unreachable server as an outcome', async () => {
    const { url } = await serve(() => ({}));
    await server?.close();
    const [outcome] = await createRedditSource(ref, options(url)).fetch(request);
    expect(outcome?.error).toBe('cannot reach Reddit (ECONNREFUSED)');
  });
});

describe('comments', () => {
  const comment = (id: string, more: Record<string, unknown> = {}) => ({
    kind: 't1',
    data: {
      id,
      author: 'writer',
      body: `Comment ${id} says something that is long enough.`,
      score: 5,
      permalink: `/r/LocalLLaMA/comments/1abc/title/${id}/`,
      ...more,
    },
  });
  const post = { id: 'reddit:1abc', sourceId: ref.id } as Post;

  async function commentsFrom(children: unknown[]) {
    const { url } = await serve(() => ({ body: [listing([submission('1abc')]), listing(children)] }));
    const source = createRedditSource(ref, options(url));
    return (await source.fetchComments?.([post], request.signal))?.get(post.id) ?? [];
  }

  test('returns the best ones with their own addresses', async () => {
    const comments = await commentsFrom([
      comment('c1'),
      comment('c2', { score: 90 }),
      { kind: 'more', data: {} },
    ]);
    expect(comments.map((each) => each.id)).toEqual(['reddit:c2', 'reddit:c1']);
    expect(comments[0]).toEqual({
      id: 'reddit:c2',
      url: 'https://www.reddit.com/r/LocalLLaMA/comments/1abc/title/c2/',
      author: 'writer',
      text: 'Comment c2 says something that is long enough.',
      score: 90,
    });
    expect(apiCalls()[0]).toMatchObject({ path: '/comments/1abc', query: { sort: 'top', depth: '1' } });
  });

  test('skips bots, deleted and short ones, and truncates long ones', async () => {
    const comments = await commentsFrom([
      comment('bot', { author: 'AutoModerator' }),
      comment('gone', { author: '[deleted]' }),
      comment('removed', { body: '[removed]' }),
      comment('short', { body: 'lol' }),
      comment('long', { body: 'word '.repeat(1000) }),
      ...Array.from({ length: 12 }, (_, i) => comment(`n${i}`)),
    ]);
    expect(comments).toHaveLength(8);
    expect(comments.map((each) => each.id)).toContain('reddit:long');
    expect(Math.max(...comments.map((each) => each.text.length))).toBeLessThanOrEqual(1500);
  });

  test('a page that fails affects only its own comments', async () => {
    const { url } = await serve(({ path }) =>
      path.endsWith('bad') ? { status: 404 } : { body: [listing([]), listing([comment('c1')])] },
    );
    const source = createRedditSource(ref, options(url));
    const posts = [
      { ...post, id: 'reddit:bad' },
      post,
      { ...post, id: 'reddit:else', sourceId: 'reddit:other' },
    ];
    const comments = await source.fetchComments?.(posts, request.signal);
    expect([...(comments?.keys() ?? [])]).toEqual(['reddit:1abc']);
  });
});

describe('without a client', () => {
  const without = { clientId: undefined, clientSecret: undefined };
  const entry = (id: string, content = 'Some text.', title = 'A title') => `<entry>
    <author><name>/u/someone</name><uri>https://www.reddit.com/user/someone</uri></author>
    <content type="html">&lt;div class=&quot;md&quot;&gt;&lt;p&gt;${content}&lt;/p&gt;&lt;/div&gt; &amp;#32; submitted by &amp;#32; &lt;a href=&quot;https://www.reddit.com/user/someone&quot;&gt; /u/someone &lt;/a&gt; &lt;br/&gt; &lt;span&gt;&lt;a href=&quot;https://example.org/page&quot;&gt;[link]&lt;/a&gt;&lt;/span&gt; &amp;#32; &lt;span&gt;&lt;a href=&quot;https://www.reddit.com/r/LocalLLaMA/comments/${id}/t/&quot;&gt;[comments]&lt;/a&gt;&lt;/span&gt;</content>
    <id>t3_${id}</id><link href="https://www.reddit.com/r/LocalLLaMA/comments/${id}/t/"/>
    <updated>2026-04-06T12:00:00+00:00</updated><published>2026-04-06T12:00:00+00:00</published><title>${title}</title></entry>`;
  const feed = (entries: string[]): Answer => ({
    headers: { 'content-type': 'application/atom+xml; charset=UTF-8' },
    body: `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>r</title><id>/r/</id>${entries.join('')}</feed>`,
  });

  test('reads the Atom feed and notes that scores are missing', async () => {
    const outcome = await fetchWith(() => feed([entry('1abc')]), without);
    expect(outcome.note).toBe('no Reddit client: from its Atom feed, without scores');
    expect(outcome.posts).toEqual([
      {
        id: 'reddit:1abc',
        sourceId: ref.id,
        platform: 'reddit',
        url: 'https://www.reddit.com/r/LocalLLaMA/comments/1abc/t/',
        author: 'someone',
        title: 'A title',
        text: 'Some text.',
        createdAt: '2026-04-06T12:00:00.000Z',
        metrics: {},
        links: ['https://example.org/page'],
        media: [],
        comments: [],
      },
    ]);
    expect(server?.asked).toMatchObject([{ path: '/r/LocalLLaMA/top/.rss', query: { t: 'day' } }]);
  });

  test('skips removed entries and those that are not submissions', async () => {
    const subreddit = entry('x').replace(/t3_x/, 't5_x').replaceAll('/comments/x/t/', '/');
    const { posts } = await fetchWith(
      () => feed([entry('gone', '[removed]'), subreddit, entry('kept')]),
      without,
    );
    expect(posts.map((each) => each.id)).toEqual(['reddit:kept']);
  });

  test.each([
    [{ status: 403 }, 'private or banned (403)'],
    [
      { status: 403, body: BLOCKED },
      'Reddit blocks this network address, or requests without a client (403)',
    ],
    [{ status: 404 }, 'no such subreddit (404)'],
    [{ status: 502 }, 'Reddit has a server error (502)'],
    [{ body: '' }, 'empty'],
  ] as [Answer, string][])('%j is the outcome “%s”', async (answer, error) => {
    expect(await fetchWith(() => answer, without)).toEqual({ sourceId: ref.id, posts: [], error });
  });

  test('a refusal sets the time of the next fetch', async () =>
    expect(await fetchWith(() => ({ status: 429, headers: { 'retry-after': '120' } }), without)).toEqual({
      sourceId: ref.id,
      posts: [],
      error: 'Reddit: too many requests (429); retry after 120 s',
      notBefore: '2026-04-07T07:02:00.000Z',
      refused: true,
      laneRefused: true,
    }));

  test('a redirect to the search means that there is no such subreddit', async () => {
    const outcome = await fetchWith(
      ({ path }) =>
        path === '/subreddits/search.rss'
          ? feed([])
          : { status: 302, headers: { location: '/subreddits/search.rss?q=x' } },
      without,
    );
    expect(outcome.error).toBe('no such subreddit (404)');
  });

  test('a login page is reported', async () => {
    const outcome = await fetchWith(
      ({ path }): Answer =>
        path === '/login/'
          ? { body: '<title>Welcome to Reddit</title>', headers: { 'content-type': 'text/html' } }
          : { status: 302, headers: { location: '/login/?reason=lor2&dest=x' } },
      without,
    );
    expect(outcome.error).toBe('Reddit shows this only to signed-in users');
  });

  test('gives up if a server does not answer', async () => {
    const outcome = await fetchWith(() => 'slow', { ...without, timeoutMs: 100 });
    expect(outcome.error).toBe('timed out after 0.1 s');
  });

  test('keeps its rate, and stops waiting on an abort', async () => {
    const { url } = await serve(() => feed([]));
    const paced = { ...options(url), ...without, feedPauseMs: 60_000 };
    const [first, second] = createRedditSources([ref, { ...ref, id: 'reddit:b' }], paced);
    expect((await first?.fetch(request))?.[0]?.error).toBeUndefined();
    const stopped = await second?.fetch({ ...request, signal: AbortSignal.timeout(50) });
    expect(stopped?.[0]?.error).toBe('stopped');
    expect(server?.asked).toHaveLength(1);
  });

  test('does not wait after a request that reached no server', async () => {
    const paced = { ...options('http://127.0.0.1:9'), ...without, feedPauseMs: 60_000 };
    const [first, second] = createRedditSources([ref, { ...ref, id: 'reddit:b' }], paced);
    expect((await first?.fetch(request))?.[0]?.error).toBeTruthy();
    const outcome = await second?.fetch({ ...request, signal: AbortSignal.timeout(5_000) });
    expect(outcome?.[0]?.error).not.toBe('stopped');
  });
});

describe('rules of a subreddit', () => {
  const shown = async (settings: SourceRef['settings']) => {
    const children = [
      submission('plain'),
      submission('adult', { over_18: true }),
      submission('pinned', { stickied: true }),
      submission('news', { link_flair_text: ':newspaper: News' }),
      submission('meme', { link_flair_text: 'Meme' }),
    ];
    const { url } = await serve(() => ({ body: listing(children) }));
    const source = createRedditSource({ ...ref, settings }, options(url));
    const [outcome] = await source.fetch(request);
    return outcome?.posts.map((post) => post.id.slice('reddit:'.length));
  };
  test.each<[string, SourceRef['settings'], string[]]>([
    ['none: neither adult nor pinned', undefined, ['plain', 'news', 'meme']],
    ['adult and pinned ones', { over18: true, stickied: true }, ['plain', 'adult', 'pinned', 'news', 'meme']],
    ['only one flair, whatever its case and picture', { onlyFlairs: ['news'] }, ['news']],
    ['without one', { withoutFlairs: ['MEME'] }, ['plain', 'news']],
  ])('%s', async (_, rules, ids) => expect(await shown(rules)).toEqual(ids));
});

test('deleted and removed posts are withdrawn', async () => {
  const children = [
    submission('a'),
    submission('b', { selftext: '[deleted]', author: '[deleted]' }),
    submission('c', { removed_by_category: 'moderator' }),
  ];
  const { url } = await serve(() => ({ body: listing(children) }));
  const [outcome] = await createRedditSource(ref, options(url)).fetch(request);
  expect(outcome).toMatchObject({ posts: [{ id: 'reddit:a' }], withdrawn: ['reddit:b', 'reddit:c'] });
});

describe('refreshed posts', () => {
  const posts = Array.from({ length: 101 }, (_, n) => ({ id: `reddit:p${n}`, sourceId: ref.id }) as Post);
  test('a hundred per call, including removed ones', async () => {
    const { url, asked } = await serve(({ path, query }) => {
      if (path !== '/api/info') return { status: 404 };
      const ids = (query.id ?? '').split(',').map((name) => name.slice('t3_'.length));
      return {
        body: listing(
          ids.map((id) => submission(id, { score: 77, ...(id === 'p3' && { author: '[deleted]' }) })),
        ),
      };
    });
    const refreshed = await createRedditSource(ref, options(url)).refresh?.(posts, request);
    expect(refreshed?.metrics.get('reddit:p100')).toMatchObject({ score: 77, comments: 3 });
    expect(refreshed).toMatchObject({ withdrawn: ['reddit:p3'] });
    expect(asked.filter(({ path }) => path === '/api/info')).toHaveLength(2);
  });
  test('a failure is reported', async () => {
    const { url } = await serve(() => ({ status: 403 }));
    expect(await createRedditSource(ref, options(url)).refresh?.(posts, request)).toMatchObject({
      error: 'private or banned (403)',
    });
  });
});
