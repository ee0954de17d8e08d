// A search as a feed.
import { expect, test } from 'vitest';
import { makeIssue } from '../../fixtures/issue.js';
import { makeEarlier, openSite } from '../setup.js';

const issue = makeIssue();
const options = { publicUrl: 'https://notes.example' };

test('a search is a feed of statements, the newest first, and its page links to it', async () => {
  const { get } = await openSite([makeEarlier(3), issue], options);
  const { text: page } = await get('/search?q=halyard&platform=x&page=2');
  expect(page).toContain('href="/search.xml?q=halyard&amp;platform=x"');
  const { text, headers } = await get('/search.xml?q=halyard&platform=x');
  expect(headers.get('content-type')).toContain('application/rss+xml');
  const links = [...text.matchAll(/<link>(.*?)<\/link>/g)].slice(1).map(([, link]) => link);
  expect(links.length).toBeGreaterThan(1);
  expect(links[0]).toMatch(new RegExp(`^https://notes.example/issues/${issue.slug}#b\\d+$`));
  expect(text.indexOf('Tue, 17 Mar 2026')).toBeLessThan(text.indexOf('Sat, 14 Mar 2026'));
  expect(new Set(text.match(/urn:tidings:[^<]+/g)).size).toBe(links.length);
});

test('a feed of many statements has pages that link to each other', async () => {
  const body = Array.from({ length: 45 }, (_, at) => `<p id="b${at}">Ospa Lark was seen ${at} times.</p>`);
  const many = makeIssue({ lead: [], recaps: [], posts: {}, body: body.join('') });
  const { get } = await openSite([many], options);
  const pages = [];
  for (const path of ['/search.xml?q=lark', '/search.xml?q=lark&page=2']) {
    const { text } = await get(path);
    const rels = [...text.matchAll(/<atom:link href="([^"]*)" rel="(first|previous|next)"/g)];
    pages.push([text.match(/<item>/g)?.length, ...rels.map(([, href, rel]) => `${rel} ${href}`)]);
  }
  const base = 'https://notes.example/search.xml?q=lark';
  expect(pages).toEqual([
    [40, `next ${base}&amp;page=2`],
    [5, `first ${base}`, `previous ${base}`],
  ]);
});

test('authors and sources have feeds, too', async () => {
  const { get } = await openSite([issue], options);
  const { text } = await get('/authors/x/nadia_kern');
  const [, feed = ''] = /<a href="(\/search\.xml[^"]*)">Feed<\/a>/.exec(text) ?? [];
  expect((await get(feed.replaceAll('&amp;', '&'))).text).toContain('<item>');
});

test('a search without results has an empty feed, and an invalid search is refused', async () => {
  const { get } = await openSite([issue], options);
  const { status, text } = await get('/search.xml?q=spreadshets');
  expect(status).toBe(200);
  expect(text).not.toContain('<item>');
  expect((await get('/search.xml?since=yesterdayish')).status).toBe(400);
  const hostile = await get(`/search.xml?q=${encodeURIComponent(']]><script>alert(1)</script>')}`);
  expect(hostile.text).not.toContain('<script>');
});
