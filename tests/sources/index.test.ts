// The registry of source kinds.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { FetchRequest, SourceRef } from '../../src/model.js';
import {
  createSources,
  findHome,
  followedSchema,
  recognizeSource,
  refOfEntry,
  sourceRefs,
} from '../../src/sources/index.js';

const http = { allowPrivateNetwork: false, timeoutMs: 1000, maxBytes: 1000, userAgent: 'test' };
const PLATFORMS: Record<string, SourceRef['platform']> = {
  subreddit: 'reddit',
  'x-account': 'x',
  'x-list': 'x',
};
const ref = (id: string, kind = 'feed', target = id): SourceRef => ({
  id,
  kind,
  platform: PLATFORMS[kind] ?? 'web',
  name: id,
  target,
  limit: 10,
});
const request = (signal = new AbortController().signal): FetchRequest => ({
  period: { from: '2026-04-06T00:00:00.000Z', to: '2026-04-07T00:00:00.000Z' },
  now: '2026-04-07T07:00:00.000Z',
  cursors: new Map(),
  signal,
});

test('every kind has its adapter, and both kinds of X share one', () => {
  const refs = [
    ref('x:a', 'x-account', 'a'),
    ref('feed:https://a.example/', 'feed', 'https://a.example/'),
    ref('x-list:1', 'x-list', '1'),
    ref('reddit:a', 'subreddit', 'a'),
    ref('x:b', 'x-account', 'b'),
    ref('hn:llm', 'hacker-news', 'llm'),
    ref('bluesky:a.example', 'bluesky', 'a.example'),
    ref('youtube:UC1', 'youtube', 'UC1'),
  ];
  const sources = createSources(refs, { http, env: { X_BEARER_TOKEN: 'token' } });
  expect(sources.map((each) => each.refs.map((one) => one.id))).toEqual([
    ['reddit:a'],
    ['x:a', 'x:b'],
    ['x-list:1'],
    ['feed:https://a.example/'],
    ['hn:llm'],
    ['bluesky:a.example'],
    ['youtube:UC1'],
  ]);
  expect(sources.map((each) => each.lane).slice(1, 3)).toEqual(['x', 'x']);
});

test('a secret that a service repeats is masked in errors', async () => {
  const server = createServer((asked, answer) => {
    answer.writeHead(400, { 'content-type': 'application/json' });
    answer.end(JSON.stringify({ detail: `no ${asked.headers.authorization}` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const [x] = createSources([ref('x:a', 'x-account', 'a')], {
    http: { ...http, timeoutMs: 5000 },
    env: {
      X_BEARER_TOKEN: 'bearer-0123',
      X_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    },
    mask: (text) => text.replaceAll('bearer-0123', '[secret]'),
  });
  expect(await x?.fetch(request())).toMatchObject([{ error: expect.stringContaining('[secret]') }]);
});

test.each([
  ['https://www.reddit.com/r/LocalLLaMA/.rss', ['subreddits'], 'reddit:localllama'],
  ['https://www.reddit.com/r/LocalLLaMA/top/.rss?t=day', ['subreddits'], 'reddit:localllama'],
  ['https://old.reddit.com/r/LocalLLaMA', ['subreddits'], 'reddit:localllama'],
  ['https://x.com/ada_l', ['x', 'accounts'], 'x:ada_l'],
  ['https://twitter.com/i/lists/1585', ['x', 'lists'], 'x-list:1585'],
  ['https://hnrss.org/newest?q=local+models&points=80', ['hackerNews'], 'hn:local models'],
  ['https://news.ycombinator.com/rss', ['hackerNews'], 'hn:'],
  ['https://bsky.app/profile/Ada.example/rss', ['bluesky'], 'bluesky:ada.example'],
  [
    'https://www.youtube.com/feeds/videos.xml?channel_id=UC0000000000000000000000',
    ['youtube'],
    'youtube:UC0000000000000000000000',
  ],
  ['https://old.reddit.com/r/a_b/top/.rss?t=day', ['subreddits'], 'reddit:a_b'],
  ['https://www.reddit.com/r/a_b.rss', ['subreddits'], 'reddit:a_b'],
  ['https://a.example/feed', ['feeds'], 'feed:https://a.example/feed'],
  [
    'https://www.reddit.com/r/a+b/comments/.rss',
    ['feeds'],
    'feed:https://www.reddit.com/r/a+b/comments/.rss',
  ],
])('%s is an entry of its own kind', (address, path, id) => {
  for (const name of [undefined, 'A name']) {
    const addition = recognizeSource(new URL(address), name);
    expect(addition.path).toEqual(path);
    expect(refOfEntry(addition).id).toBe(id);
  }
});

test.each([
  ['https://x.com/karpathy/status/1?s=20', 'x:karpathy'],
  ['https://mobile.twitter.com/karpathy/with_replies', 'x:karpathy'],
  ['https://x.com/i/lists/1585/members', 'x-list:1585'],
  ['https://twitter.com/intent/user?screen_name=karpathy', 'x:karpathy'],
  ['https://x.com/home', 'feed:https://x.com/home'],
  ['https://x.com/hashtag/kites', 'feed:https://x.com/hashtag/kites'],
  [`https://www.youtube.com/channel/UC${'a'.repeat(22)}/videos`, `youtube:UC${'a'.repeat(22)}`],
  ['https://fosstodon.org/@ada/112233', 'mastodon:ada@fosstodon.org'],
  ['https://fosstodon.org/deck/@ada@mas.to', 'mastodon:ada@mas.to'],
  ['https://ada.bsky.social/', 'bluesky:ada.bsky.social'],
  ['https://bsky.app/profile/ada.example/post/3kabc', 'bluesky:ada.example'],
  ['https://github.com/acme/engine/releases/tag/v1.2', 'github:acme/engine'],
  ['https://github.com/acme/engine/tree/main/docs', 'github:acme/engine'],
  [
    'https://github.com/acme/engine/commits/main.atom',
    'feed:https://github.com/acme/engine/commits/main.atom',
  ],
  ['https://arxiv.org/list/cs.CL/pastweek?show=50', 'arxiv:cs.CL'],
  ['https://hn.algolia.com/?dateRange=all&query=local+models', 'hn:local models'],
])('recognizeSource: %s is %s', (address, id) =>
  expect(refOfEntry(recognizeSource(new URL(address))).id).toBe(id),
);

test('a source listed twice is one source', () =>
  expect(sourceRefs(followedSchema.parse({ bluesky: ['a.example', '@A.example'] }))).toHaveLength(1));

test.each([
  ['reddit:localllama', 'subreddit', 'r/LocalLLaMA', 'https://www.reddit.com/r/LocalLLaMA/'],
  ['x:karpathy', 'x-account', '@karpathy', 'https://x.com/karpathy'],
  ['x-list:1585', 'x-list', 'AI list', 'https://x.com/i/lists/1585'],
  ['feed:https://a.example/b?c=d:e', 'feed', 'A', 'https://a.example/b?c=d:e'],
  ['feed:http://localhost:3000/b', 'feed', 'A', undefined],
  ['feed:http://10.0.0.7/b', 'feed', 'A', undefined],
  ['feed:http://intranet/feed', 'feed', 'A', undefined],
  ['feed:https://a.example/feed?token=key-0a1b2c3d', 'feed', 'A', undefined],
  ['bluesky:someone.bsky.social', 'bluesky', '@someone', 'https://bsky.app/profile/someone.bsky.social'],
  ['youtube:UC1', 'youtube', 'A', 'https://www.youtube.com/channel/UC1'],
  ['hn:local models', 'hacker-news', 'HN', 'https://hn.algolia.com/?q=local%20models'],
  ['hn:', 'hacker-news', 'HN', 'https://news.ycombinator.com/'],
  ['gone:1', 'a kind of before', 'G', undefined],
])('the page of %s', (id, kind, name, url) => expect(findHome({ id, kind, name })?.url).toBe(url));
