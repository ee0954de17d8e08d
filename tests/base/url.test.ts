import { expect, test } from 'vitest';
import { canonicalUrl, findUrls, parseHttpUrl, withoutKeys } from '../../src/base/url.js';
import { unwrapUrl } from '../../src/base/wrapped-url.js';

test.each([
  ['http://www.Example.com/a/?utm_source=x&b=2&a=1#top', 'https://example.com/a?a=1&b=2'],
  ['https://twitter.com/foo/status/123?s=20', 'https://x.com/i/status/123'],
  ['https://x.com/i/web/status/123', 'https://x.com/i/status/123'],
  ['https://old.reddit.com/r/LocalLLaMA/comments/1sexdhk/title/', 'https://reddit.com/comments/1sexdhk'],
  ['https://youtu.be/abc?si=zz', 'https://youtube.com/watch?v=abc'],
  ['https://arxiv.org/pdf/2401.01234v2.pdf', 'https://arxiv.org/abs/2401.01234'],
  ['http://127.0.0.1:8787/x/', 'https://127.0.0.1:8787/x'],
  ['https://a.example/view?ref=4100', 'https://a.example/view?ref=4100'],
  ['https://a.example/view?source=7&src=b12', 'https://a.example/view?source=7&src=b12'],
  ['https://a.example/p?ref=hackernoon.com&source=twitter&via=rss', 'https://a.example/p'],
  ['https://www.youtube.com/watch?v=1&feature=share&si=abc', 'https://youtube.com/watch?v=1'],
  ['https://app.example/#/posts/7', 'https://app.example#/posts/7'],
  ['https://app.example/#!/posts/7', 'https://app.example#!/posts/7'],
  ['https://a.example/notes#v1', 'https://a.example/notes'],
  ['https://a.example/story?amp=1', 'https://a.example/story'],
  ['https://a.example/amp/story', 'https://a.example/story'],
  ['https://a.example/story.amp.html', 'https://a.example/story.html'],
  ['https://www-a-example.cdn.ampproject.org/c/s/www.a.example/story/amp/', 'https://a.example/story'],
  ['https://www.google.com/amp/s/a.example/story', 'https://a.example/story'],
  [
    'https://www.google.com/url?rct=j&sa=t&url=https%3A%2F%2Fa.example%2Fstory&ct=ga',
    'https://a.example/story',
  ],
  [
    `https://news.google.com/rss/articles/${Buffer.from('\b\u0013"\u0017https://a.example/story\u00d2\u0001', 'latin1').toString('base64url')}?oc=5`,
    'https://a.example/story',
  ],
  [
    'https://news.google.com/rss/articles/AU_yqLMabcdefghijklmnopq',
    'https://news.google.com/rss/articles/AU_yqLMabcdefghijklmnopq',
  ],
])('%s is %s', (given, canonical) => expect(canonicalUrl(given)).toBe(canonical));

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'ftp://a/b',
  'https://u:p@a.example/',
  '/relative',
  '',
])('%s is not a link', (value) => expect(parseHttpUrl(value)).toBeUndefined());
test('findUrls removes closing punctuation but not a URL’s own brackets', () =>
  expect(findUrls('See (https://a.example/x). And https://en.wikipedia.org/wiki/A_(b)!')).toEqual([
    'https://a.example/x',
    'https://en.wikipedia.org/wiki/A_(b)',
  ]));

test.each([
  ['https://a.example/feed?token=s3cret&page=2', /^https:\/\/a\.example\/feed\?token=key-[\da-f]{8}&page=2$/],
  ['https://a.example/feed?access_token=s3cret', /access_token=key-/],
  [
    'https://api.a.example/podcast/7/private/0b9d3c1e-5f0a-4c3e-9f0e-1c2d3e4f5a6b.rss',
    /\/7\/private\/key-[\da-f]{8}\.rss$/,
  ],
  [
    'https://a.example/.rss?feed=0123456789abcdef0123456789abcdef01234567&user=me',
    /feed=key-[\da-f]{8}&user=me$/,
  ],
])('the key in %s is hidden and recognised', (address, shown) => {
  expect(withoutKeys(address)).toMatch(shown);
  expect(withoutKeys(withoutKeys(address))).not.toBe(withoutKeys(address));
});

test.each([
  'https://simonwillison.net/atom/everything/',
  'https://a.example/?feed=rss2&keyword=ai',
  'https://www.youtube.com/feeds/videos.xml?channel_id=UCXUPKJO5MZQN11PqgIvyuvQ',
  'https://a.example/a-very-long-name-of-a-category-in-2026-with-numbers/feed',
  'no address',
])('%s contains no key', (address) => expect(withoutKeys(address)).toBe(address));

test('two different keys result in two addresses', () =>
  expect(withoutKeys('https://a.example/?token=one')).not.toBe(withoutKeys('https://a.example/?token=two')));

test('unwrapUrl resolves a Google alert to the page that it found', () => {
  const link = 'https://www.google.com/url?rct=j&sa=t&url=https://a.example/heron%3Fid%3D4&ct=ga';
  expect(unwrapUrl(new URL(link)).href).toBe('https://a.example/heron?id=4');
});
