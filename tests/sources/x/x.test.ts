// X, tested with a server that responds like the real one.
import { afterEach, describe, expect, test } from 'vitest';
import type { FetchOutcome, FetchRequest, SourceRef } from '../../../src/model.js';
import type { BudgetStore } from '../../../src/sources/x/budget.js';
import { idAt } from '../../../src/sources/x/cursor.js';
import { createXSources, type XOptions } from '../../../src/sources/x/x.js';
import { type Answer, type ApiServer, type SearchParams, startApiServer } from '../../fixtures/api-server.js';
import { list } from '../../fixtures/x.js';

const account = (handle: string, limit = 100): SourceRef => ({
  id: `x:${handle.toLowerCase()}`,
  kind: 'x-account',
  platform: 'x',
  name: `@${handle}`,
  target: handle,
  limit,
});

const request: FetchRequest = {
  period: { from: '2026-04-06T00:00:00.000Z', to: '2026-04-07T00:00:00.000Z' },
  now: '2026-04-07T07:00:00.000Z',
  cursors: new Map(),
  signal: new AbortController().signal,
};
const NEXT_DAY = {
  ...request,
  period: { from: '2026-04-07T00:00:00.000Z', to: '2026-04-08T00:00:00.000Z' },
  now: '2026-04-08T07:00:00.000Z',
};

const USERS: Record<string, string> = { alice: '101', bob: '102', carol: '103' };
/** The `n`th tweet before the end of the period. */
const tweet = (n: number, author: keyof typeof USERS | string = 'alice') => ({
  id: idAt(Date.parse('2026-04-06T23:59:00Z') - n * 60_000),
  text: `Words of ${author} ${n}`,
  author_id: USERS[author],
});
const page = (tweets: ReturnType<typeof tweet>[], next?: string) => ({
  ...(tweets.length && { data: tweets }),
  meta: { result_count: tweets.length, ...(next && { next_token: next }) },
});

/** Responds like `/2/users/by`. */
function lookUp({ query }: SearchParams): Answer {
  const asked = (query.usernames ?? '').split(',');
  const data = asked
    .filter((name) => USERS[name.toLowerCase()])
    .map((name) => ({ id: USERS[name.toLowerCase()], username: name, name }));
  const errors = asked
    .filter((name) => !USERS[name.toLowerCase()])
    .map((name) => ({
      value: name,
      title: name === 'banned' ? 'Forbidden' : 'Not Found Error',
      detail: 'x',
      parameter: 'usernames',
      resource_type: 'user',
      type: 'about:blank',
    }));
  return { body: { ...(data.length && { data }), ...(errors.length && { errors }) } };
}

let server: ApiServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function fetchWith(
  refs: SourceRef[],
  answer: (asked: SearchParams) => Answer | 'slow',
  { request: asking = request, ...more }: Partial<XOptions> & { request?: FetchRequest } = {},
): Promise<FetchOutcome[]> {
  await server?.close();
  server = await startApiServer((asked) => (asked.path === '/2/users/by' ? lookUp(asked) : answer(asked)));
  const sources = createXSources(refs, {
    bearerToken: 'the-token',
    baseUrl: server.url,
    timeoutMs: 20_000,
    retryDelayMs: 1,
    archivePauseMs: 1,
    ...more,
  });
  const outcomes: FetchOutcome[] = [];
  for (const source of sources) outcomes.push(...(await source.fetch(asking)));
  return outcomes;
}

/** A budget of this many posts; `taken` is what was reserved and not released. */
function purseOf(posts: number, spent = 'spent') {
  let left = posts;
  const takes: { posts: number; at: number }[] = [];
  const budgetStore: BudgetStore = {
    take: async (_, wanted, { share, paid }) => {
      const given = Math.max(0, Math.min(wanted, Math.floor((left + paid) * share) - paid));
      left -= given;
      takes.push({ posts: given, at: performance.now() });
      return { posts: given, spent };
    },
    giveBack: async (_, unspent) => {
      left += unspent;
    },
  };
  return { budgetStore, takes, taken: () => posts - left };
}

const searches = () => server?.asked.filter((asked) => asked.path.startsWith('/2/tweets/search/')) ?? [];
const lookups = () => server?.asked.filter((asked) => asked.path === '/2/users/by') ?? [];
const cursorsOf = (outcomes: FetchOutcome[]) =>
  new Map(outcomes.flatMap(({ sourceId, cursor }) => (cursor ? [[sourceId, cursor] as const] : [])));

test('without a token, everything is skipped', async () => {
  const [source] = createXSources([account('alice'), list], { timeoutMs: 1 });
  const skipped = 'no X_BEARER_TOKEN';
  expect(await source?.fetch(request)).toEqual([
    { sourceId: 'x:alice', posts: [], skipped },
    { sourceId: 'x-list:99', posts: [], skipped },
  ]);
  expect(createXSources([], { timeoutMs: 1 })).toEqual([]);
});

describe('accounts', () => {
  test('share a query, by the period’s times at first', async () => {
    const outcomes = await fetchWith([account('alice'), account('bob')], () => ({
      body: page([tweet(1), tweet(2, 'bob')]),
    }));
    expect(outcomes.map(({ sourceId, posts }) => [sourceId, posts.map((post) => post.author)])).toEqual([
      ['x:alice', ['alice']],
      ['x:bob', ['bob']],
    ]);
    expect(searches()).toMatchObject([
      {
        path: '/2/tweets/search/recent',
        headers: { authorization: 'Bearer the-token' },
        query: {
          query: '(from:alice OR from:bob) -is:retweet',
          start_time: '2026-04-06T00:00:00Z',
          end_time: '2026-04-07T00:00:00Z',
          max_results: '100',
        },
      },
    ]);
    expect(searches()[0]?.query).not.toHaveProperty('expansions');
  });

  test('continue from their cursors, and are looked up only once', async () => {
    const first = await fetchWith([account('alice')], () => ({ body: page([tweet(0)]) }));
    const again = { ...NEXT_DAY, cursors: cursorsOf(first) };
    await fetchWith([account('alice')], () => ({ body: page([]) }), { request: again });
    expect(searches()[0]?.query).toMatchObject({ since_id: tweet(0).id });
    expect(searches()[0]?.query).not.toHaveProperty('start_time');
    expect(lookups()).toHaveLength(0);
  });

  test('are not requested again for a period that was read', async () => {
    const first = await fetchWith([account('alice')], () => ({ body: page([tweet(0)]) }));
    const again = { ...request, cursors: cursorsOf(first) };
    const second = await fetchWith([account('alice')], () => ({ body: page([]) }), { request: again });
    expect(server?.asked).toEqual([]);
    expect(second).toEqual([{ sourceId: 'x:alice', posts: [], unchanged: true }]);
  });

  test('a new account gets its whole period beside those that continue', async () => {
    const first = await fetchWith([account('alice')], () => ({ body: page([]) }));
    const again = { ...NEXT_DAY, cursors: cursorsOf(first) };
    await fetchWith([account('alice'), account('bob')], () => ({ body: page([]) }), { request: again });
    const asked = searches().map(({ query }) => [query.query, query.start_time ?? 'since']);
    expect(asked).toEqual([
      ['(from:bob) -is:retweet', '2026-04-07T00:00:00Z'],
      ['(from:alice) -is:retweet', 'since'],
    ]);
  });

  test('a backfill reads by times and keeps the cursor', async () => {
    const first = await fetchWith([account('alice')], () => ({ body: page([tweet(0)]) }));
    const period = { from: '2026-04-03T00:00:00.000Z', to: '2026-04-04T00:00:00.000Z' };
    const again = { ...NEXT_DAY, period, cursors: cursorsOf(first) };
    const back = await fetchWith([account('alice')], () => ({ body: page([]) }), { request: again });
    expect(searches()[0]?.query).toMatchObject({
      start_time: '2026-04-03T00:00:00Z',
      end_time: '2026-04-04T00:00:00Z',
    });
    expect(JSON.parse(back[0]?.cursor ?? '')).toEqual(JSON.parse(first[0]?.cursor ?? ''));
  });

  test('nothing is reserved while a call to the archive waits', async () => {
    const { budgetStore, takes } = purseOf(5000);
    const waited: number[] = [];
    const answer = () => {
      waited.push(performance.now() - (takes.at(-1)?.at ?? 0));
      return { body: page([]) };
    };
    const old = {
      ...request,
      period: { from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z' },
    };
    await fetchWith([account('alice')], answer, { budgetStore, request: old, archivePauseMs: 400 });
    expect(waited).toHaveLength(1);
    expect(waited[0]).toBeLessThan(400);
  });

  test('posts older than 7 days come from the archive', async () => {
    const old = { ...request, now: '2026-06-01T00:00:00.000Z' };
    await fetchWith([account('alice', 900)], () => ({ body: page([]) }), { request: old });
    expect(searches()).toMatchObject([{ path: '/2/tweets/search/all', query: { max_results: '500' } }]);
  });

  test('all pages are read', async () => {
    const [outcome] = await fetchWith([account('alice', 200)], ({ query }) => ({
      body: query.next_token ? page([tweet(2)]) : page([tweet(1)], 'more'),
    }));
    expect(outcome?.posts).toHaveLength(2);
    expect(searches()[1]?.query).toMatchObject({ next_token: 'more' });
  });

  test('a limit keeps the newest posts', async () => {
    const [outcome] = await fetchWith([account('alice', 2)], () => ({
      body: page([tweet(1), tweet(2), tweet(3)]),
    }));
    expect(outcome?.posts.map((post) => post.id)).toEqual([`x:${tweet(1).id}`, `x:${tweet(2).id}`]);
    expect(outcome?.note).toBe('stopped at its limit of 2 posts');
  });

  test('unknown and suspended accounts fail alone', async () => {
    const refs = [account('alice'), account('nobody'), account('banned'), account('a b')];
    const outcomes = await fetchWith(refs, () => ({ body: page([tweet(1)]) }));
    const errors = Object.fromEntries(outcomes.map(({ sourceId, error }) => [sourceId, error]));
    expect(errors).toEqual({
      'x:alice': undefined,
      'x:nobody': 'no such account',
      'x:banned': 'suspended or closed',
      'x:a b': 'no such account',
    });
    expect(searches()[0]?.query.query).toBe('(from:alice) -is:retweet');
  });

  test('a query that fails affects only its own accounts', async () => {
    const first = await fetchWith([account('alice')], () => ({ body: page([]) }));
    const again = { ...NEXT_DAY, cursors: cursorsOf(first) };
    const answer = ({ query }: SearchParams) =>
      query.since_id
        ? { status: 400, body: { title: 'Invalid Request', detail: 'bad' } }
        : { body: page([]) };
    const outcomes = await fetchWith([account('alice'), account('bob')], answer, { request: again });
    const errors = Object.fromEntries(outcomes.map(({ sourceId, error }) => [sourceId, error]));
    expect(errors).toEqual({ 'x:alice': 'X responded with status 400: bad', 'x:bob': undefined });
  });

  test('if a second page fails, the first page and the old cursor are kept', async () => {
    const [outcome] = await fetchWith([account('alice', 200)], ({ query }) =>
      query.next_token ? { status: 400 } : { body: page([tweet(1)], 'more') },
    );
    expect(outcome).toMatchObject({
      posts: [{ id: `x:${tweet(1).id}` }],
      error: 'X responded with status 400',
    });
    expect(JSON.parse(outcome?.cursor ?? '')).toEqual({ userId: '101' });
  });

  test('the budget ends the reading, keeps posts that were read, and skips the rest', async () => {
    const refs = [account('alice', 200), { ...list, id: 'x-list:98' }];
    const spent = 'the X budget of $0.06 a day is spent';
    const { budgetStore, taken } = purseOf(12, spent);
    const ten = Array.from({ length: 10 }, (_, n) => tweet(n));
    const outcomes = await fetchWith(refs, () => ({ body: page(ten, 'more') }), { budgetStore });
    expect(outcomes[0]?.posts).toHaveLength(10);
    expect(outcomes).toMatchObject([
      { partial: spent },
      { sourceId: 'x-list:98', posts: [], skipped: spent },
    ]);
    expect(JSON.parse(outcomes[0]?.cursor ?? '')).toEqual({ userId: '101' });
    expect(outcomes[0]).toMatchObject({ reads: { posts: 10, users: 1 }, reservedOn: '2026-04-07' });
    expect(taken()).toBe(12);
    expect(searches()).toMatchObject([{ query: { max_results: '10' } }]);
  });

  test('at most half of the budget is for looking up accounts', async () => {
    const { budgetStore } = purseOf(10);
    const refs = [account('alice'), account('bob'), account('carol')];
    const outcomes = await fetchWith(refs, () => ({ body: page([]) }), { budgetStore });
    expect(lookups().map(({ query }) => query.usernames)).toEqual(['alice,bob']);
    expect(outcomes).toContainEqual({ sourceId: 'x:carol', posts: [], skipped: 'spent' });
  });

  test('lookups in several calls reserve for each call, and at most half in total', async () => {
    const handles = Array.from({ length: 250 }, (_, n) => `user${n}`);
    for (const [n, handle] of handles.entries()) USERS[handle] = String(5000 + n);
    const { budgetStore, takes, taken } = purseOf(800);
    const refs = handles.map((handle) => account(handle));
    const outcomes = await fetchWith(refs, () => ({ body: page([]) }), { budgetStore });
    expect(takes.slice(0, 3).map((take) => take.posts)).toEqual([200, 200, 0]);
    expect(lookups()).toHaveLength(2);
    expect(outcomes.filter(({ skipped }) => skipped)).toHaveLength(50);
    expect(taken()).toBe(400);
  });

  test('report what was paid for, even if the reading failed', async () => {
    const read = await fetchWith([account('alice'), account('bob')], () => ({
      body: page([tweet(1), tweet(2), { ...tweet(3), author_id: '999' }]),
    }));
    expect(read.map(({ reads }) => reads)).toEqual([
      { posts: 3, users: 1 },
      { posts: 0, users: 1 },
    ]);
    const [refused] = await fetchWith([account('alice')], () => ({ status: 401, body: {} }));
    expect(refused).toMatchObject({
      error: 'X rejected X_BEARER_TOKEN (401)',
      cursor: '{"userId":"101"}',
      reads: { posts: 0, users: 1 },
    });
  });

  test('that rest are not requested', async () => {
    const resting = new Map([['x:bob', { sourceId: 'x:bob', posts: [] }]]);
    await fetchWith([account('alice'), account('bob')], () => ({ body: page([]) }), {
      request: { ...request, resting },
    });
    expect(lookups()[0]?.query.usernames).toBe('alice');
  });
});

describe('lists', () => {
  const users = Object.entries(USERS).map(([username, id]) => ({ id, username, name: username }));
  const withUsers = (tweets: ReturnType<typeof tweet>[], next?: string) => ({
    ...page(tweets, next),
    includes: { users },
  });

  test('are read back to the start of the period', async () => {
    const old = { ...tweet(0), id: idAt(Date.parse('2026-04-05T12:00:00Z')) };
    const [outcome] = await fetchWith([list], ({ query }) => ({
      body: query.pagination_token
        ? withUsers([tweet(2, 'bob'), old], 'never')
        : withUsers([tweet(1)], 'more'),
    }));
    expect(outcome?.posts.map((post) => post.author)).toEqual(['alice', 'bob', 'alice']);
    expect(server?.asked).toMatchObject([
      { path: '/2/lists/99/tweets', query: { max_results: '20', expansions: 'author_id' } },
      { query: { pagination_token: 'more', max_results: '40' } },
    ]);
  });

  test('after the first fetch, authors are requested only if one is new', async () => {
    const first = await fetchWith([list], () => ({
      body: { ...page([tweet(1)]), includes: { users: users.slice(0, 1) } },
    }));
    const again = { ...NEXT_DAY, cursors: cursorsOf(first) };
    const known = await fetchWith([list], () => ({ body: page([tweet(1)]) }), { request: again });
    expect(known[0]?.posts).toMatchObject([{ author: 'alice' }]);
    expect(server?.asked).toHaveLength(1);
    expect(server?.asked[0]?.query).not.toHaveProperty('expansions');
    const strange = await fetchWith([list], () => ({ body: withUsers([tweet(1, 'bob')]) }), {
      request: again,
    });
    expect(strange[0]?.posts).toMatchObject([{ author: 'bob' }]);
    expect(server?.asked).toHaveLength(2);
  });

  test('stop at posts that were seen before', async () => {
    const first = await fetchWith([list], () => ({ body: withUsers([tweet(0)]) }));
    const again = { ...NEXT_DAY, cursors: cursorsOf(first) };
    await fetchWith([list], () => ({ body: withUsers([tweet(0)], 'more') }), { request: again });
    expect(server?.asked).toHaveLength(1);
  });

  test('stop at their limit', async () => {
    const [outcome] = await fetchWith([{ ...list, limit: 1 }], () => ({
      body: withUsers([tweet(1)], 'more'),
    }));
    expect(outcome).toMatchObject({ note: 'stopped at 1 posts' });
    expect(server?.asked).toMatchObject([{ query: { max_results: '1' } }]);
  });

  test('a list that does not exist', async () => {
    const errors = [{ title: 'Not Found Error', detail: 'Could not find list with id: [99].', value: '99' }];
    const [outcome] = await fetchWith([list], () => ({ body: { errors } }));
    expect(outcome).toMatchObject({ posts: [], error: 'no such list or account on X' });
  });
});

/** The spending limit that an operator sets in X's console, and the monthly cap on posts. */
const SPEND_CAP = {
  account_id: 1,
  title: 'SpendCapReached',
  detail: 'Your enrolled account has reached its billing cycle spend cap.',
  reset_date: '2026-05-13',
  type: 'https://api.twitter.com/2/problems/credits',
};
const USAGE_CAP = {
  account_id: 1,
  product_name: 'standard-basic',
  title: 'UsageCapExceeded',
  period: 'Monthly',
  scope: 'Product',
  detail: 'Usage cap exceeded: Monthly product cap',
  type: 'https://api.twitter.com/2/problems/usage-capped',
};

describe('failures', () => {
  const one = async (answer: (asked: SearchParams) => Answer | 'slow', more: Partial<XOptions> = {}) =>
    (await fetchWith([account('alice')], answer, more))[0];

  test.each([
    [
      { status: 401, body: { title: 'Unauthorized', detail: 'Unauthorized' } },
      'X rejected X_BEARER_TOKEN (401)',
    ],
    [
      { status: 402, body: { title: 'CreditsDepleted' } },
      'the X account has no credits left (402): CreditsDepleted',
    ],
    [{ status: 403, body: { detail: 'Not your\nlevel' } }, 'X does not allow this (403): Not your level'],
    [
      { status: 403, body: SPEND_CAP },
      "the X account's own spending limit is reached until 2026-05-13 (403): Your enrolled account has reached its billing cycle spend cap.",
    ],
    [
      { status: 429, body: USAGE_CAP, headers: { 'x-rate-limit-reset': '1775545200' } },
      "the X account's monthly post cap is reached (429): Usage cap exceeded: Monthly product cap",
    ],
    [{ status: 404 }, 'no such list or account on X (404)'],
    [{ status: 400, body: { errors: [null] } }, 'X responded with status 400'],
    [{ body: '' }, 'X sent an empty response'],
    [{ body: '{"data":[{"id":"1"' }, 'X sent incomplete or invalid JSON'],
    [{ body: page([tweet(1)]), cut: true }, 'X sent incomplete or invalid JSON'],
    [{ body: '<html>', headers: { 'content-type': 'text/html' } }, 'X sent incomplete or invalid JSON'],
    [{ body: {} }, 'X sent an unexpected response'],
  ] as [Answer, string][])('%j is the outcome “%s”', async (answer, error) => {
    expect(await one(() => answer)).toMatchObject({ sourceId: 'x:alice', posts: [], error });
  });

  test.each([
    [{ status: 401 }, 'X rejected X_BEARER_TOKEN (401)'],
    [
      { status: 403, body: SPEND_CAP },
      "the X account's own spending limit is reached until 2026-05-13 (403)",
    ],
    [{ status: 429, body: USAGE_CAP }, "the X account's monthly post cap is reached (429)"],
  ] as [Answer, string][])('%j is not tried again for other queries', async (answer, error) => {
    const refs = Array.from({ length: 60 }, (_, i) => account(`handle_number_${i}`));
    for (const ref of refs) USERS[ref.target] = String(1000 + Number(/\d+/.exec(ref.target)?.[0]));
    const outcomes = await fetchWith(refs, () => answer);
    expect(new Set(outcomes.map((outcome) => outcome.error?.split(': ')[0]))).toEqual(new Set([error]));
    expect(outcomes).toHaveLength(60);
    expect(searches()).toHaveLength(1);
  });

  test('retries twice after a server error', async () => {
    let calls = 0;
    expect(
      (await one(() => (++calls < 3 ? { status: 503 } : { body: page([tweet(1)]) })))?.posts,
    ).toHaveLength(1);
    expect((await one(() => ({ status: 500, body: '<html>' })))?.error).toBe('X has a server error (500)');
    expect(searches()).toHaveLength(3);
  });

  test('waits for the reset if it is soon, otherwise reports the time', async () => {
    const limited = (seconds: number): Answer => ({
      status: 429,
      body: { title: 'Too Many Requests' },
      headers: {
        date: 'Tue, 07 Apr 2026 07:00:00 GMT',
        'x-rate-limit-reset': String(Date.parse(request.now) / 1000 + seconds),
      },
    });
    let calls = 0;
    expect((await one(() => (++calls === 1 ? limited(0) : { body: page([tweet(1)]) })))?.posts).toHaveLength(
      1,
    );
    const error = 'X: too many requests (429) until 2026-04-07T07:15:00Z';
    expect((await one(() => limited(900)))?.error).toBe(error);
    expect(searches()).toHaveLength(1);
  });

  test('gives up if a server does not answer', async () => {
    expect((await one(() => 'slow', { timeoutMs: 100 }))?.error).toBe('timed out after 0.1 s');
  });

  test('stops on an abort', async () => {
    const stop = new AbortController();
    const answer = () => {
      setImmediate(() => stop.abort());
      return 'slow' as const;
    };
    const outcomes = await fetchWith([account('alice'), list], answer, {
      request: { ...request, signal: stop.signal },
    });
    expect(outcomes.map((outcome) => outcome.error)).toEqual(['stopped', 'stopped']);
  });

  test('an unreachable server is reported as an outcome', async () => {
    const [source] = createXSources([list], {
      bearerToken: 't',
      baseUrl: 'http://127.0.0.1:9',
      timeoutMs: 20_000,
    });
    expect(await source?.fetch(request)).toMatchObject([{ error: 'cannot reach X (ECONNREFUSED)' }]);
  });
});

describe('refreshed posts', () => {
  const posts = Array.from(
    { length: 120 },
    (_, n) =>
      ({
        id: `x:${1000 + n}`,
        sourceId: 'x:alice',
        url: `https://x.com/alice/status/${n === 7 ? 2007 : 1000 + n}`,
      }) as FetchOutcome['posts'][number],
  );
  const answer = ({ path, query }: SearchParams): Answer => {
    if (path !== '/2/tweets') return { status: 404 };
    const ids = (query.ids ?? '').split(',').filter((id) => id !== '1001');
    const errors = [{ title: 'Not Found Error', resource_id: '1001', value: '1001' }];
    return { body: { data: ids.map((id) => ({ id, text: '', public_metrics: { like_count: 9 } })), errors } };
  };
  const refresh = async (allowed: number) => {
    server = await startApiServer(answer);
    const [source] = createXSources([account('alice')], {
      bearerToken: 't',
      baseUrl: server.url,
      timeoutMs: 20_000,
      ...purseOf(allowed),
    });
    return source?.refresh?.(posts, request);
  };
  test('a hundred per call, only the counts, including deleted ones', async () => {
    const refreshed = await refresh(1000);
    expect(refreshed?.metrics.get('x:1119')).toEqual({ likes: 9 });
    // Edited since, so the newest version is requested.
    expect(refreshed?.metrics.get('x:1007')).toEqual({ likes: 9 });
    expect(server?.asked[0]?.query.ids).toContain('2007');
    expect(refreshed?.withdrawn).toContain('x:1001');
    expect(refreshed?.reads).toEqual({ posts: 119, users: 0 });
    expect(server?.asked.map(({ query }) => query.ids?.split(',').length)).toEqual([100, 20]);
    expect(server?.asked[0]?.query).not.toHaveProperty('expansions');
  });
  test('up to the budget', async () => {
    expect(await refresh(30)).toMatchObject({ error: 'spent', reads: { posts: 29 } });
    expect(server?.asked).toHaveLength(1);
  });
});
