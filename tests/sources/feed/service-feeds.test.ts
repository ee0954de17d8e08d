// Feeds of pages that do not name them.
import { expect, test } from 'vitest';
import { findChannelFeed, findServiceFeed } from '../../../src/sources/feed/service-feeds.js';

test.each([
  ['https://www.reddit.com/user/ada_b/', 'https://www.reddit.com/user/ada_b/submitted/.rss'],
  ['https://old.reddit.com/r/kites+wind', 'https://www.reddit.com/r/kites+wind/top/.rss?t=day'],
  ['https://www.reddit.com/r/kites+wind/.rss', undefined],
  ['https://www.youtube.com/playlist?list=PL1', 'https://www.youtube.com/feeds/videos.xml?playlist_id=PL1'],
  ['https://youtube.com/user/ada/videos', 'https://www.youtube.com/feeds/videos.xml?user=ada'],
  ['https://medium.com/@ada', 'https://medium.com/feed/@ada'],
  ['https://medium.com/kite-notes/on-wind-0a1b', 'https://medium.com/feed/kite-notes'],
  ['https://medium.com/feed/@ada', undefined],
  ['https://open.substack.com/pub/kites/p/wind', 'https://kites.substack.com/feed'],
  ['https://kites.example/@ada', undefined],
])('findServiceFeed(%s)', (page, feed) => expect(findServiceFeed(new URL(page))).toBe(feed));

test('the channel of a page of YouTube', () => {
  const id = `UC${'x'.repeat(22)}`;
  const html = `<script>{"externalId":"${id}"}</script>`;
  expect(findChannelFeed(html, 'https://www.youtube.com/@ada')).toBe(
    `https://www.youtube.com/feeds/videos.xml?channel_id=${id}`,
  );
  expect(findChannelFeed(html, 'https://kites.example/')).toBeUndefined();
});
