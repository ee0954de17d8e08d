// What must hold on every page: nothing hostile runs, nothing foreign is fetched, nothing hidden is reached.
import { expect, test } from 'vitest';
import type { Issue } from '../../src/model.js';
import { openDatabase } from '../../src/store/open.js';
import { makeIssue } from '../fixtures/issue.js';
import { makeDatabase, onPostgres } from '../fixtures/store.js';
import { startProxy } from '../fixtures/tcp-proxy.js';
import { everyPage, openSite } from './setup.js';

const EVIL = `"><script>alert(1)</script><img src=x onerror=alert(1)>'\u202e&`;

/** The sample with hostile text wherever text of others stands. */
function makeHostile(evil = EVIL): Issue {
  const issue = makeIssue({
    headline: `Halyard ${evil}`,
    subtitle: evil,
    tags: [{ kind: 'topic', slug: 'halyard', name: `halyard ${evil}` }],
    checked: { ...makeIssue().checked, failed: [{ source: evil, error: evil }] },
  });
  for (const recap of issue.recaps) {
    recap.title = evil;
    for (const section of recap.sections) {
      section.title = `Halyard ${evil}`;
      for (const bullet of section.bullets) bullet.text.push({ text: evil, cite: bullet.citations[0] });
    }
    for (const top of recap.topPosts) top.line = evil;
  }
  const posts = Object.values(issue.posts);
  for (const post of posts) Object.assign(post, { author: evil, sourceName: evil, title: evil });
  if (posts[0]) posts[0].url = 'javascript:alert(1)';
  return issue;
}

test('hostile text is escaped on every page', async () => {
  const issue = makeHostile();
  const { get } = await openSite([issue]);
  for (const path of [...everyPage(issue), `/search?q=${encodeURIComponent(EVIL)}&source=${EVIL}`]) {
    const { text } = await get(path);
    expect(text, path).not.toMatch(/<script(?! src="\/site\.js| type="application\/ld\+json")/);
    expect(text, path).not.toContain('<img');
    expect(text, path).not.toContain('javascript:');
    expect(text, path).not.toContain('\u202e');
  }
});

test('a bare address in a post does not become a link on any page', async () => {
  const bait = 'Refunds at claude-refund.com, help@refund-desk.org and t.me/freecredits';
  const issue = makeHostile(bait);
  const { get } = await openSite([issue]);
  for (const path of everyPage(issue)) {
    const { text } = await get(path);
    const targets = [...text.matchAll(/<a\b[^>]*\shref="([^"]*)"/g)].map(([, href = '']) => href);
    // An author's own page may have the words in its path.
    const outside = targets.filter((href) =>
      /^(?:https?:|mailto:|\/\/)[^?]*(?:refund|freecredits)|^[^/?#]*refund/.test(href),
    );
    expect(outside, path).toEqual([]);
  }
  expect((await get(`/issues/${issue.slug}`)).text).toContain('claude-refund.com');
});

test('every page has the content security policy and complies with it', async () => {
  const issue = makeIssue();
  const { get } = await openSite([issue]);
  for (const path of everyPage(issue)) {
    const { headers, text } = await get(path);
    expect(headers.get('content-security-policy'), path).toBe(
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; " +
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('permissions-policy')).toContain('camera=()');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
    const tags = text.replace(/>[^<]+</g, '><');
    expect(tags, path).not.toMatch(/<[^>]+\s(style|on[a-z]+)=/);
    expect(tags, path).not.toMatch(/<(style|iframe|object|embed|base)\b/);
    expect(tags.match(/(?<=<(?:script|img)[^>]* src=")[^"]+/g), path).toEqual([
      expect.stringMatching(/^\/site\.js\?v=/),
    ]);
    expect(tags.match(/(?<=<link rel="(?:stylesheet|icon|preload)[^>]* href=")[^"]{5}/g), path).toEqual([
      '/site',
      'data:',
    ]);
  }
});

test('links to posts pass on no referrer or ranking', async () => {
  const issue = makeIssue();
  const { get } = await openSite([issue]);
  const links = (await get(`/issues/${issue.slug}`)).text.match(/<a href="https?:[^>]+>/g) ?? [];
  expect(links.length).toBeGreaterThan(50);
  for (const link of links) expect(link).toContain('rel="noopener nofollow ugc"');
});

test.each([
  '/issues/..%2f..%2fpackage.json',
  '/issues/%2e%2e/%2e%2e/etc/passwd',
  '/site.css/../../package.json',
  '/templates/issue.mjml',
  '/issues/%00',
  '/issues/%E0%A4%A',
  '/tags/model/..%2f..',
  '/tags/unknown/halyard-3',
  `/issues/${'a'.repeat(5000)}`,
  "/issues/x'%20or%201=1--",
])('%s is not found', async (path) => {
  const { get } = await openSite([makeIssue()]);
  const { status, text, headers } = await get(path);
  expect(status).toBe(404);
  expect(text).toContain('Page not found');
  expect(headers.get('cache-control')).toBe('no-store');
});

test('a path that looks like another host is not redirected there', async () => {
  const { app } = await openSite([]);
  const answer = await app.request('http://localhost//evil.example/');
  expect(answer.headers.get('location')).toBe('/evil.example');
});

test('an unexpected error is logged, and its page does not show the message', async () => {
  const logged: unknown[] = [];
  const { get, db } = await openSite([], { log: { error: (fields) => logged.push(fields), warn: () => {} } });
  await db.destroy();
  const { status, text } = await get('/');
  expect(status).toBe(500);
  expect(text).toContain('Something went wrong');
  expect(text).not.toMatch(/driver|sqlite|destroyed/i);
  expect(logged).toEqual([{ err: expect.any(Error), path: '/' }]);
  expect((await get('/healthz')).status).toBe(503);
});

test.runIf(onPostgres)('while the database is away, pages answer 503 and not 500', async () => {
  const proxy = await startProxy(await makeDatabase(), () => false);
  const db = await openDatabase(proxy.url);
  const { get } = await openSite([], { db, log: { error: () => {}, warn: () => {} } });
  expect((await get('/')).status).toBe(200);
  await proxy.close();
  for (const path of ['/issues', '/search?q=agents', '/feed.xml', '/api/issues']) {
    const { status, headers, text } = await get(path);
    expect([path, status, headers.get('retry-after')]).toEqual([path, 503, '10']);
    expect(text).not.toMatch(/ECONN|127\.0\.0\.1/);
  }
  await db.destroy();
});

test('an unchanged page is not sent again', async () => {
  const { get } = await openSite([makeIssue()]);
  const first = await get('/');
  const again = await get('/', { headers: { 'If-None-Match': first.headers.get('etag') ?? '' } });
  expect(first.headers.get('cache-control')).toContain('max-age=60');
  expect([again.status, again.text]).toEqual([304, '']);
});

test('responses are compressed for clients that accept it', async () => {
  const { app } = await openSite([makeIssue()]);
  const answer = await app.request('/', { headers: { 'Accept-Encoding': 'gzip' } });
  expect(answer.headers.get('content-encoding')).toBe('gzip');
  expect(answer.headers.get('vary')).toContain('Accept-Encoding');
});

test('the style sheet and the script are cached forever only at addresses with their content hash', async () => {
  const { get } = await openSite([]);
  const { text } = await get('/');
  for (const [href] of text.matchAll(/\/site\.(?:css|js)\?v=\w+/g)) {
    expect((await get(href)).headers.get('cache-control')).toContain('immutable');
    const other = await get(href.replace(/v=.*/, 'v=other'));
    expect(other.headers.get('cache-control')).toBe('public, max-age=300');
    expect(other.headers.get('etag')).toBeTruthy();
  }
});

test('every route limits the size of bodies, with or without Content-Length, and responds with the usual headers', async () => {
  const { app } = await openSite([]);
  const routes = app.routes
    .filter(({ method }) => method === 'POST')
    .map(({ path }) => path.replace(/:\w+/g, 'x'));
  expect(new Set(routes).size).toBeGreaterThan(5);
  const body = 'x'.repeat(300_000);
  for (const path of new Set(routes)) {
    const answer = await app.request(path, { method: 'POST', body, headers: { 'Content-Length': '300000' } });
    expect(answer.status, path).toBe(413);
    expect(answer.headers.get('content-security-policy'), path).toContain("default-src 'none'");
    const stream = new Blob([body]).stream();
    const streamed = await app.request(path, { method: 'POST', body: stream, duplex: 'half' } as RequestInit);
    expect(streamed.status, path).toBe(413);
  }
});
