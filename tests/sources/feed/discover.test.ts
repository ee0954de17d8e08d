// From a site to its feed, over real HTTP.
import { afterEach, expect, test } from 'vitest';
import { discoverFeed } from '../../../src/sources/feed/discover.js';
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
  server = await startApiServer((asked) => pages[asked.path] ?? { status: 404 });
  const options = { allowPrivateNetwork, timeoutMs: 20_000, maxBytes: 100_000 };
  const found = await discoverFeed(server.url + path, options, new AbortController().signal);
  return { ...found, url: found.url.replace(server.url, '') };
}

const link = (href: string, more = '') =>
  `<link rel="alternate" type="application/rss+xml" href="${href}" ${more}>`;

test('the address of a feed is the feed', async () =>
  expect(await discover({ '/x': { body: FEED } }, '/x')).toEqual({
    url: '/x',
    title: 'Ada’s notes',
    entries: 2,
    newest: '2026-04-06T12:00:00.000Z',
  }));

test.each([
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
  ['where feeds usually are', '<title>no links</title>', '/feed'],
])('%s', async (_, head, url) => {
  const pages = {
    '/': html(head),
    '/my.xml': { body: FEED },
    '/comments.xml': { body: FEED },
    '/feed': { body: FEED },
  };
  expect((await discover(pages)).url).toBe(url);
});

test('a feed that moved for good is taken where it is now', async () =>
  expect(
    (
      await discover(
        { '/old': { status: 301, headers: { location: '/new' } }, '/new': { body: FEED } },
        '/old',
      )
    ).url,
  ).toMatch('/new'));

test('what is there instead is said', async () => {
  await expect(discover({ '/': html('') })).rejects.toThrow('no feed there: a web page, not a feed');
  await server?.close();
  await expect(discover({}, '/')).rejects.toThrow('no feed there: it answers with status 404');
  await server?.close();
  await expect(discover({}, '/', false)).rejects.toThrow('127.0.0.1 is a private or local address');
});
