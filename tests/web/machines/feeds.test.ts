// What programs read: feeds, Markdown, maps, health.
import { expect, test } from 'vitest';
import { savePosts } from '../../../src/store/posts.js';
import { saveOutcome, saveSources } from '../../../src/store/sources/sources.js';
import { makeIssue } from '../../fixtures/issue.js';
import { makePost, makeRef } from '../../fixtures/store.js';
import { makeEarlier, openSite } from '../setup.js';

const issue = makeIssue();
const weekly = makeEarlier(3, { id: 'weekly-2026-w11', slug: 'week-11', cadence: 'weekly' });

test.each([
  ['/feed.xml', 'application/rss+xml', 2],
  ['/daily.xml', 'application/rss+xml', 1],
  ['/weekly.xml', 'application/rss+xml', 1],
  ['/atom.xml', 'application/atom+xml', 2],
  ['/feed.json', 'application/feed+json', 2],
])('serves %s with its content type', async (path, type, count) => {
  const { get } = await openSite([issue, weekly], { publicUrl: 'https://notes.example' });
  const { headers, text } = await get(path);
  expect(headers.get('content-type')).toBe(`${type}; charset=utf-8`);
  expect(headers.get('etag')).toBeTruthy();
  expect(text.match(/<item>|<entry>|"content_html"/g)).toHaveLength(count);
  expect(text).toContain(`https://notes.example${path}`);
});

test('a feed contains the latest twenty issues, and is empty before the first', async () => {
  const { get } = await openSite(Array.from({ length: 22 }, (_, day) => makeEarlier(day)));
  const { text } = await get('/feed.xml');
  expect(text.match(/<item>/g)).toHaveLength(20);
  expect(text).toContain('Headline of 0 days before');
  expect(text).not.toContain('Headline of 20 days before');
  const empty = await openSite([]);
  for (const path of ['/feed.xml', '/atom.xml', '/feed.json'])
    expect((await empty.get(path)).status).toBe(200);
});

test('an issue as Markdown', async () => {
  const { get } = await openSite([issue]);
  const { headers, text } = await get(`/issues/${issue.slug}.md`);
  expect(headers.get('content-type')).toBe('text/markdown; charset=utf-8');
  expect(text).toContain(issue.headline);
  expect((await get('/issues/none.md')).status).toBe(404);
});

test('robots.txt names the sitemap, which has issues, years, tags, sources and authors', async () => {
  const { get, db } = await openSite([issue], { publicUrl: 'https://notes.example' });
  await saveSources(db, [makeRef('LocalLLaMA')]);
  expect((await get('/robots.txt')).text).toContain('Sitemap: https://notes.example/sitemap.xml');
  const { text } = await get('/sitemap.xml');
  expect(text).toContain(`<loc>https://notes.example/issues/${issue.slug}</loc><lastmod>${issue.createdAt}<`);
  for (const path of [
    'tags/model/halyard-3',
    'issues/2026',
    'sources/reddit-localllama',
    'authors/x/nadia_kern',
  ])
    expect(text).toContain(`<loc>https://notes.example/${path}</loc>`);
});

test('llms.txt leads to the Markdown of the issues', async () => {
  const { get } = await openSite([issue]);
  expect((await get('/llms.txt')).text).toContain(
    `- [${issue.headline}](<http://localhost/issues/${issue.slug}.md>): Tuesday, 17 March 2026`,
  );
});

test('sources show their last answer and their errors', async () => {
  const { get, db } = await openSite([]);
  expect((await get('/sources')).text).toContain('No source has been fetched yet');
  await saveSources(db, [makeRef('Fine'), makeRef('Broken'), makeRef('Gone'), makeRef('Silent')]);
  const now = '2026-03-17T22:30:00.000Z';
  await saveOutcome(db, { sourceId: 'reddit:fine', posts: [] }, now);
  for (let n = 0; n < 2; n++)
    await saveOutcome(db, { sourceId: 'reddit:broken', posts: [], error: '503' }, now);
  await saveOutcome(db, { sourceId: 'reddit:gone', posts: [], error: '410', gone: true }, now);
  await saveOutcome(db, { sourceId: 'reddit:silent', posts: [] }, now);
  const days = [1, 2, 3, 4, 5].map((day) => `2026-03-0${day}T12:00:00.000Z`);
  await savePosts(
    db,
    days.map((createdAt, n) => makePost(`reddit:${n}`, { sourceId: 'reddit:silent', createdAt })),
    now,
  );
  const { text } = await get('/sources');
  expect(text).toContain('4 sources; 2 did not answer at the last fetch.');
  // On a phone each cell stands under its head.
  const heads = ['Last answer', 'Newest post', 'Posts a day', 'State'];
  const cellsOf = (name: string) => {
    const row = new RegExp(
      `<a href="/sources/reddit-${name.toLowerCase()}">r/${name}</a></div></td>(.*?)</tr>`,
    );
    const cells = [...(row.exec(text)?.[1] ?? '').matchAll(/<td data-head="(.*?)"><div>(.*?)<\/div><\/td>/g)];
    expect(cells.map(([, head]) => head)).toEqual(heads);
    return cells.map(([, , cell]) => cell);
  };
  const answered = '17 Mar 2026, 23:30';
  expect(cellsOf('Fine')).toEqual([answered, 'none', '', 'fine']);
  expect(cellsOf('Broken')).toEqual([
    'never',
    'none',
    '',
    'failed 2 times in a row: <span lang="en">503</span>',
  ]);
  expect(cellsOf('Silent')).toEqual([answered, '5 Mar 2026, 13:00', '1.0', 'silent longer than usual']);
  expect(text).toContain('gone for good, no longer fetched');
  // Failures of sources that are no longer in sources.yaml count nowhere.
  const kept = await openSite([], { db, followedSources: () => new Set(['reddit:fine', 'reddit:broken']) });
  expect((await kept.get('/sources')).text).toContain('2 sources; 1 did not answer at the last fetch.');
});

test('/healthz names the newest issue and is never cached', async () => {
  const { get } = await openSite([issue]);
  const { headers, text } = await get('/healthz');
  expect(JSON.parse(text)).toEqual({ ok: true, newest: issue.id });
  expect(headers.get('cache-control')).toBe('no-store');
});
