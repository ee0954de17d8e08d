// Finds a site’s feed, over real HTTP.
import { afterEach, expect, test } from 'vitest';
import { discoverFeed } from '../../../src/sources/feed/discover.js';
import { findFeedLinks } from '../../../src/sources/feed/feed-links.js';
import { type Answer, type ApiServer, startApiServer } from '../../fixtures/api-server.js';

const FEED = `<rss version="2.0"><channel><title>Ada’s notes</title><link>https://a.example/</link>
  <item><title>Old</title><link>/0</link><pubDate>Sun, 05 Apr 2026 12:00:00 GMT</pubDate></item>
  <item><title>One</title><link>/1</link><pubDate>Mon, 06 Apr 2026 12:00:00 GMT</pubDate></item></channel></rss>`;
const html = (head: string): Answer => ({
  body: `<!doctype html><html><head>${head}</head><body>Hello</body></html>`,
  headers: { 'content-type': 'text/html' },
});

let server: ApiServer | undefined;
afterEach(() => server?.close());

async function discover(pages: Record<string, Answer>, path = '/', allowPrivateNetwork = true) {
  server = await startApiServer(({ path: asked }) => {
    const { body, ...rest } = pages[asked] ?? { status: 404 };
    return { ...rest, body: typeof body === 'string' ? body.replace('HOST', server?.url ?? '') : body };
  });
  const options = { allowPrivateNetwork, timeoutMs: 20_000, maxBytes: 100_000 };
  const found = await discoverFeed(server.url + path, options, new AbortController().signal);
  return { ...found, url: found.url.replace(server.url, '') };
}

const link = (href: string, more = '') =>
  `<link rel="alternate" type="application/rss+xml" href="${href}" ${more}>`;

test('a feed’s own address is the feed', async () =>
  expect(await discover({ '/x': { body: FEED } }, '/x')).toEqual({
    url: '/x',
    title: 'Ada’s notes',
    entries: 2,
    newest: '2026-04-06T12:00:00.000Z',
  }));

const LANGUAGES = ['de', 'fr', 'es', 'it', 'ja', 'ko', 'pt', 'zh', 'ar', 'nl']
  .map((code) => `<link rel="alternate" hreflang="${code}" type="text/html" href="/${code}/">`)
  .join('');
const MY: Record<string, Answer> = { '/my.xml': { body: FEED } };

test.each<[what: string, head: string, url: string, pages?: Record<string, Answer>]>([
  ['what the page links to', link('/my.xml'), '/my.xml'],
  [
    'relative, in any order and quotes',
    `<LINK href=my.xml title='a' TYPE='application/atom+xml' REL=alternate />`,
    '/my.xml',
  ],
  [
    'not the comments, when there is more',
    link('/comments.xml', 'title="Comments"') + link('/my.xml'),
    '/my.xml',
  ],
  ['the next, when the first is broken', link('/gone.xml') + link('/my.xml'), '/my.xml'],
  ['after alternates in other languages', LANGUAGES + link('/my.xml'), '/my.xml'],
  [
    'against the base of the page',
    `<base href="/v2/">${link('my.xml')}`,
    '/v2/my.xml',
    { '/v2/my.xml': { body: FEED } },
  ],
  [
    'a base after the link',
    `${link('my.xml')}<base href="/v2/">`,
    '/v2/my.xml',
    { '/v2/my.xml': { body: FEED } },
  ],
  ['rel="feed"', '<link rel="feed" href="/my.xml">', '/my.xml'],
  [
    'rel of several words',
    '<link rel="home feed alternate" type="application/rss+xml" href="/my.xml">',
    '/my.xml',
  ],
  ['an encoded type', '<link rel="alternate" type="application/rss&#43;xml" href="/my.xml">', '/my.xml'],
  ['no type', '<link rel="alternate" href="/my.xml">', '/my.xml'],
  [
    'a link in the text',
    '<p><a class="x" href="/news/all.rss.xml">RSS</a>',
    '/news/all.rss.xml',
    { '/news/all.rss.xml': { body: FEED } },
  ],
  [
    'an icon that links',
    '<a href="/out?format=7"><img alt="RSS feed" src="/i.png"></a>',
    '/out',
    { '/out': { body: FEED } },
  ],
  [
    'a typed link in the text',
    '<a rel="alternate" type="application/atom+xml" href="/x7">here</a>',
    '/x7',
    { '/x7': { body: FEED } },
  ],
  ['feed: in front of the address', '<a href="feed:HOST/my.xml">Subscribe</a>', '/my.xml'],
  [
    'a page that lists feeds',
    '<a href="/subscribe/feeds">RSS feeds</a>',
    '/my.xml',
    { '/subscribe/feeds': html('<a href="/my.xml">News</a>') },
  ],
  [
    'nothing that a comment or a script hides',
    `<!-- ${link('/comments.xml')} --><script>'${link('/comments.xml')}'</script>${link('/my.xml')}`,
    '/my.xml',
  ],
  [
    'no list of pages and no picture',
    '<link rel="sitemap" type="application/xml" href="/sitemap.xml"><a href="/rss.png">RSS</a><a href="/my.xml">Atom</a>',
    '/my.xml',
  ],
  ['where feeds usually are', '<title>no links</title>', '/feed', { '/feed': { body: FEED } }],
])('finds a feed: %s', async (_, head, url, more = {}) => {
  const pages = { ...MY, '/comments.xml': { body: FEED }, ...more };
  const found = await discover({ ...pages, '/': html(head) });
  expect(found.url.replace(/\?.*/, '')).toBe(url);
});

test('a Link header', async () => {
  const page = html('');
  const headers = {
    ...page.headers,
    link: '</x>; rel=preload, </my.xml>; rel="alternate"; type="application/rss+xml"',
  };
  expect((await discover({ ...MY, '/': { ...page, headers } })).url).toBe('/my.xml');
});

test.each(['/blog', '/blog/'])('a feed below %s', async (path) =>
  expect((await discover({ [path]: html(''), '/blog/feed.xml': { body: FEED } }, path)).url).toBe(
    '/blog/feed.xml',
  ),
);

test('a page of a million brackets takes little time', () => {
  const started = performance.now();
  for (const part of ['<a ', '<link "', '<!--', '<script', '<a href="', "<base '"])
    findFeedLinks(part.repeat(1_000_000 / part.length), 'https://a.example/');
  expect(performance.now() - started).toBeLessThan(2_000);
});

test('a permanently moved feed has its new address', async () =>
  expect(
    (
      await discover(
        { '/old': { status: 301, headers: { location: '/new' } }, '/new': { body: FEED } },
        '/old',
      )
    ).url,
  ).toMatch('/new'));

test('a wrong address whose site has another feed is named as such', async () => {
  const { url, fault } = await discover({ '/feed.xml': { body: FEED } }, '/old/feed.rss');
  expect([url, fault]).toEqual(['/feed.xml', 'the server responded with status 404']);
  expect((await discover({ '/': html(link('/x')), '/x': { body: FEED } })).fault).toBeUndefined();
});

test('the error describes what was found instead', async () => {
  await expect(discover({ '/': html('') })).rejects.toThrow('no feed found: a web page, not a feed');
  await server?.close();
  await expect(discover({}, '/')).rejects.toThrow('no feed found: the server responded with status 404');
  await server?.close();
  await expect(discover({}, '/', false)).rejects.toThrow('127.0.0.1 is a private or local address');
});
