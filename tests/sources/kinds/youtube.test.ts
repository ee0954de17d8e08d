// A YouTube channel’s feed, in YouTube’s format.
import { afterEach, expect, test } from 'vitest';
import type { FetchOutcome, SourceRef } from '../../../src/model.js';
import { createYoutubeSources } from '../../../src/sources/kinds/youtube.js';
import { type Answering, type ApiServer, startApiServer } from '../../fixtures/api-server.js';

const CHANNEL = 'UC0000000000000000000000';
const ref: SourceRef = {
  id: `youtube:${CHANNEL}`,
  kind: 'youtube',
  platform: 'web',
  name: 'Ada explains',
  target: CHANNEL,
  limit: 15,
};
const FEED = `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom">
  <link rel="self" href="http://www.youtube.com/feeds/videos.xml?channel_id=${CHANNEL}"/>
  <id>yt:channel:0000000000000000000000</id>
  <title>Ada explains</title>
  <link rel="alternate" href="https://www.youtube.com/channel/${CHANNEL}"/>
  <author><name>Ada</name><uri>https://www.youtube.com/channel/${CHANNEL}</uri></author>
  <published>2013-09-21T00:49:55+00:00</published>
  <entry>
    <id>yt:video:EWvNQjAaOHw</id>
    <yt:videoId>EWvNQjAaOHw</yt:videoId>
    <yt:channelId>${CHANNEL}</yt:channelId>
    <title>How caches work</title>
    <link rel="alternate" href="https://www.youtube.com/watch?v=EWvNQjAaOHw"/>
    <author><name>Ada</name></author>
    <published>2026-04-06T12:00:00+00:00</published>
    <updated>2026-04-06T15:13:17+00:00</updated>
    <media:group>
      <media:title>How caches work</media:title>
      <media:content url="https://www.youtube.com/v/EWvNQjAaOHw?version=3" type="application/x-shockwave-flash" width="640" height="390"/>
      <media:thumbnail url="https://i1.ytimg.com/vi/EWvNQjAaOHw/hqdefault.jpg" width="480" height="360"/>
      <media:description>A walk through.
Code: https://code.example/caches</media:description>
      <media:community>
        <media:starRating count="5432" average="5.00" min="1" max="5"/>
        <media:statistics views="234567"/>
      </media:community>
    </media:group>
  </entry>
</feed>`;

let server: ApiServer | undefined;
afterEach(() => server?.close());

async function fetchFrom(answering: Answering): Promise<FetchOutcome> {
  server = await startApiServer(answering);
  const [source] = createYoutubeSources([ref], {
    baseUrl: server.url,
    allowPrivateNetwork: false,
    timeoutMs: 20_000,
    maxBytes: 100_000,
  });
  const outcomes = await source?.fetch({
    period: { from: '2026-04-06T00:00:00.000Z', to: '2026-04-07T00:00:00.000Z' },
    now: '2026-04-07T07:00:00.000Z',
    cursors: new Map(),
    signal: new AbortController().signal,
  });
  return outcomes?.[0] as FetchOutcome;
}

test('a video becomes a post with views and likes', async () => {
  const { posts, error } = await fetchFrom(() => ({ body: FEED, headers: { 'content-type': 'text/xml' } }));
  expect(error).toBeUndefined();
  expect(server?.asked[0]).toMatchObject({ path: '/feeds/videos.xml', query: { channel_id: CHANNEL } });
  expect(posts).toEqual([
    {
      id: expect.stringMatching(/^feed:[\da-f]{16}$/),
      sourceId: ref.id,
      platform: 'web',
      url: 'https://www.youtube.com/watch?v=EWvNQjAaOHw',
      author: 'Ada',
      title: 'How caches work',
      text: 'A walk through.\nCode: https://code.example/caches',
      createdAt: '2026-04-06T12:00:00.000Z',
      metrics: { likes: 5432, views: 234567 },
      links: ['https://code.example/caches'],
      media: [{ type: 'image', url: 'https://i1.ytimg.com/vi/EWvNQjAaOHw/hqdefault.jpg' }],
      comments: [],
    },
  ]);
});

test.each([
  ['not found (404)', { status: 404, body: '<html>' }],
  ['server error (500)', { status: 500 }],
  ['a web page, not a feed', { body: '<!doctype html><title>Before you continue</title>' }],
])('reports “%s”', async (error, answer) =>
  expect(await fetchFrom(() => answer)).toEqual({ sourceId: ref.id, posts: [], error }),
);
