// The site below a path of its host, and addresses with a slash too many.
import { expect, test } from 'vitest';
import { makeIssue } from '../../fixtures/issue.js';
import { everyPage, openSite } from '../setup.js';

const issue = makeIssue();
const publicUrl = 'https://example.org/news/';

/** The own paths that a page links to. */
const pathsIn = (html: string) =>
  [...html.matchAll(/\s(?:href|action|src|formaction)="(\/[^"]*)"/g)].map(([, path = '']) => path);

test.each(everyPage(issue))('all links of %s are below the base path', async (path) => {
  const { get } = await openSite([issue], { publicUrl });
  const { text } = await get(`/news${path === '/' ? '' : path}`);
  expect(pathsIn(text).length).toBeGreaterThan(3);
  expect(pathsIn(text).filter((one) => !one.startsWith('/news/'))).toEqual([]);
});

test('a proxy may remove the base path or leave it', async () => {
  const { get } = await openSite([issue], { publicUrl });
  for (const path of ['/news', '/news/issues', '/issues', `/news/issues/${issue.slug}`])
    expect((await get(path)).status, path).toBe(200);
});

test('feeds, the site map and the API name addresses below the base path', async () => {
  const { get } = await openSite([issue], { publicUrl });
  for (const path of ['/news/feed.xml', '/news/sitemap.xml', '/news/robots.txt', '/news/api/issues']) {
    const { text } = await get(path);
    expect(text, path).toContain('https://example.org/news/');
    expect(text.match(/https:\/\/example\.org\/(?!news\/)/g), path).toBeNull();
  }
});

test.each([
  ['https://example.org/news', '/news/issues/?page=1', '/news/issues?page=1'],
  ['https://example.org', '/issues/?page=1', '/issues?page=1'],
  ['https://example.org', '//evil.example/', '/evil.example'],
])('under %s, %s redirects to %s, without scheme and host', async (address, path, location) => {
  const { app } = await openSite([issue], { publicUrl: address });
  const answer = await app.request(new Request(`http://proxied.internal${path}`));
  expect([answer.status, answer.headers.get('location')]).toEqual([301, location]);
});

test('a form posted to an address with a trailing slash is handled', async () => {
  const { app } = await openSite([issue]);
  const plain = await app.request('/unsubscribe/no-such-token', { method: 'POST' });
  const slash = await app.request('/unsubscribe/no-such-token/', { method: 'POST' });
  expect(slash.status).toBe(plain.status);
  expect(await slash.text()).toBe(await plain.text());
});
