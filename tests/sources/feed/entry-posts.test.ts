// Entries → posts.
import { describe, expect, test } from 'vitest';
import type { SourceRef } from '../../../src/model.js';
import { entriesToPosts } from '../../../src/sources/feed/entry-posts.js';
import type { FeedEntry } from '../../../src/sources/feed/parse-feed.js';

const ref: SourceRef = {
  id: 'feed:https://site.test/feed',
  kind: 'feed',
  platform: 'web',
  name: 'Site',
  target: 'https://site.test/feed',
  limit: 10,
};
const request = {
  now: '2026-04-07T07:00:00.000Z',
  from: '2026-04-03T00:00:00.000Z',
};
const entry = (more: Partial<FeedEntry> = {}): FeedEntry => ({
  title: 't',
  link: 'https://site.test/1',
  published: '2026-04-06T12:00:00.000Z',
  text: '',
  links: [],
  media: [],
  ...more,
});
const posts = (entries: FeedEntry[], feed: { title?: string; link?: string } = {}, limit = 10) =>
  entriesToPosts({ title: 'Feed', ...feed, entries }, { ...ref, limit }, request).posts;
const post = (more: Partial<FeedEntry>) => posts([entry(more)])[0];

test('a whole post', () =>
  expect(
    post({ id: 'g', author: 'Ada', text: 'Text', links: ['http://www.paper.test/a?utm_source=x'] }),
  ).toEqual({
    id: expect.stringMatching(/^feed:[0-9a-f]{16}$/),
    sourceId: ref.id,
    platform: 'web',
    url: 'https://site.test/1',
    author: 'Ada',
    title: 't',
    text: 'Text',
    createdAt: '2026-04-06T12:00:00.000Z',
    metrics: {},
    links: ['https://paper.test/a'],
    media: [],
    comments: [],
  }));

describe('the id', () => {
  test('stays when everything except the guid changes', () =>
    expect(post({ id: 'g', title: 'new', link: 'https://site.test/moved' })?.id).toBe(post({ id: 'g' })?.id));
  test('is specific to the source', () => {
    const { posts: other } = entriesToPosts(
      { title: '', entries: [entry()] },
      { ...ref, id: 'feed:other' },
      request,
    );
    expect(other[0]?.id).not.toBe(post({})?.id);
  });
  test('without a guid is the link, then title and date', () => {
    expect(post({ title: 'new' })?.id).toBe(post({})?.id);
    const [one, two] = [entry({ title: 'a' }), entry({ title: 'b' })].map((unlinked) =>
      posts([{ ...unlinked, link: undefined, text: 'x' }], { link: 'https://site.test/' }).at(0),
    );
    expect(one?.id).not.toBe(two?.id);
  });
  test('twice is one post', () => expect(posts([entry(), entry()])).toHaveLength(1));
  test.each<[string, FeedEntry[]]>([
    [
      'one guid for all',
      ['a', 'b', 'c'].map((name) => entry({ id: 'g', title: name, link: `https://site.test/${name}` })),
    ],
    [
      'one page and fragments',
      ['a', 'b', 'c'].map((name) => entry({ link: `https://site.test/notes#${name}` })),
    ],
    ['one page, without a guid', ['a', 'b', 'c'].map((title) => entry({ title }))],
    [
      'only text',
      ['a', 'b', 'c'].map((text) => ({
        ...entry({ title: '', text }),
        link: undefined,
        published: undefined,
      })),
    ],
    [
      'one guid, page and title, by date',
      [1, 2, 3].map((day) => entry({ id: 'g', published: `2026-04-0${day + 3}T00:00:00.000Z` })),
    ],
  ])('%s: entries that the feed distinguishes are different', (_, entries) =>
    expect(new Set(posts(entries, { link: 'https://site.test/' }).map(({ id }) => id)).size).toBe(3),
  );
});

describe('the date', () => {
  test.each([
    ['absent', undefined],
    ['in the future', '2026-04-07T08:00:01.000Z'],
  ])('%s: found now', (_, published) => expect(post({ published })?.createdAt).toBe(request.now));
  test('allows for a slightly fast clock', () =>
    expect(post({ published: '2026-04-07T07:30:00.000Z' })?.createdAt).toBe('2026-04-07T07:30:00.000Z'));
  test('includes entries from the first wanted date on', () => {
    expect(post({ published: '2026-04-03T00:00:00.000Z' })).toBeDefined();
    expect(post({ published: '2026-04-02T23:59:59.000Z' })).toBeUndefined();
  });
  test('returns the newest first, at most the limit', () => {
    const days = ['04', '06', '05'].map((day) =>
      entry({ id: day, published: `2026-04-${day}T00:00:00.000Z` }),
    );
    expect(posts(days, {}, 2).map(({ createdAt }) => createdAt.slice(8, 10))).toEqual(['06', '05']);
  });
});

test.each<[string, Partial<FeedEntry>]>([
  [
    'https://site.test/own',
    { original: 'https://site.test/own', link: 'https://feedproxy.google.com/~r/a/1' },
  ],
  [
    'https://site.test/own',
    { link: 'https://www.google.com/url?rct=j&sa=t&url=https://site.test/own&ct=ga' },
  ],
])('the page is %s, behind the address of a service', (url, more) => expect(post(more)?.url).toBe(url));

describe('replacements for missing fields', () => {
  test('the feed’s name for the author', () => expect(post({})?.author).toBe('Feed'));
  test('the source’s name for the feed', () =>
    expect(posts([entry()], { title: '' })[0]?.author).toBe('Site'));
  test('the site’s address for the link, if there is text', () => {
    const unlinked = { ...entry({ text: 'x' }), link: undefined };
    expect(posts([unlinked], { link: 'https://site.test/' })[0]?.url).toBe('https://site.test/');
    expect(posts([{ ...unlinked, title: '', text: '' }], { link: 'https://site.test/' })).toEqual([]);
    expect(posts([unlinked])[0]?.url).toBe(ref.target);
  });
});

describe('limits', () => {
  test('text is truncated between words', () => {
    const text = post({ text: 'word '.repeat(5_000) })?.text ?? '';
    expect(text.length).toBeLessThanOrEqual(20_000);
    expect(text).toMatch(/word…$/);
  });
  test('links: at most 20, without its own page and repeats', () => {
    const many = Array.from({ length: 30 }, (_, at) => `https://x.test/${at}`);
    const links = post({
      links: ['http://site.test/1#top', 'https://x.test/0?utm_source=a', ...many],
    })?.links;
    expect([links?.length, links?.[0], links?.[1]]).toEqual([20, 'https://x.test/0', 'https://x.test/1']);
  });
});

describe('Hacker News', () => {
  const text =
    'Its own words\n\nArticle URL: https://a.test/\n\nComments URL: https://n\n\nPoints: 123\n\n# Comments: 45';
  test('counts are metrics, not text', () =>
    expect(post({ text, comments: 'https://news.ycombinator.com/item?id=1' })).toMatchObject({
      text: 'Its own words',
      metrics: { score: 123, comments: 45 },
    }));
  test('only there', () =>
    expect(post({ text, comments: 'https://site.test/1#comments' })).toMatchObject({ text, metrics: {} }));
});
