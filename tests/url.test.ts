import { expect, test } from 'vitest';
import { canonicalUrl, findUrls, parseHttpUrl } from '../src/url.js';

test.each([
  ['http://www.Example.com/a/?utm_source=x&b=2&a=1#top', 'https://example.com/a?a=1&b=2'],
  ['https://twitter.com/foo/status/123?s=20', 'https://x.com/i/status/123'],
  ['https://x.com/i/web/status/123', 'https://x.com/i/status/123'],
  ['https://old.reddit.com/r/LocalLLaMA/comments/1sexdhk/title/', 'https://reddit.com/comments/1sexdhk'],
  ['https://youtu.be/abc?si=zz', 'https://youtube.com/watch?v=abc'],
  ['https://arxiv.org/pdf/2401.01234v2.pdf', 'https://arxiv.org/abs/2401.01234'],
  ['http://127.0.0.1:8787/x/', 'https://127.0.0.1:8787/x'],
])('%s is %s', (given, canonical) => expect(canonicalUrl(given)).toBe(canonical));

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'ftp://a/b',
  'https://u:p@a.example/',
  '/relative',
  '',
])('%s is no link', (value) => expect(parseHttpUrl(value)).toBeUndefined());
test('URLs in text lose closing punctuation, not their own brackets', () =>
  expect(findUrls('See (https://a.example/x). And https://en.wikipedia.org/wiki/A_(b)!')).toEqual([
    'https://a.example/x',
    'https://en.wikipedia.org/wiki/A_(b)',
  ]));
