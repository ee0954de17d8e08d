// Ways into the archive and out of it: authors, sources, years, later tellings, feeds of tags, the API, pictures.
import { expect, test } from 'vitest';
import { cardSvg, issueCard } from '../../../src/render/picture.js';
import { saveSources } from '../../../src/store/sources/sources.js';
import { homeOfAuthor } from '../../../src/web/archive/home-pages.js';
import { makeIssue } from '../../fixtures/issue.js';
import { makeRef } from '../../fixtures/store.js';
import { makeEarlier, openSite } from '../setup.js';

const issue = makeIssue();
const json = (text: string) => JSON.parse(text);

test('an author’s page lists all statements that cite them', async () => {
  const { get } = await openSite([issue]);
  const { status, text } = await get('/authors/x/nadia_kern');
  expect(status).toBe(200);
  expect(text).toContain('<h1>@nadia_kern</h1>');
  expect(text).toContain(`/issues/${issue.slug}#b8`);
  expect((await get(`/issues/${issue.slug}`)).text).toContain('href="/authors/x/nadia_kern"');
  for (const path of ['/authors/x/nobody', '/authors/fax/nadia_kern'])
    expect((await get(path)).status).toBe(404);
});

test('a source has a page, too, even before it is cited', async () => {
  const { get, db } = await openSite([issue]);
  const local = { ...makeRef('LocalLLaMA'), name: 'r/LocalLLaMA' };
  await saveSources(db, [local, makeRef('Fresh')]);
  const source = Object.values(issue.posts).find((post) => post.sourceName === 'r/LocalLLaMA');
  expect(source?.sourceId).toBe(local.id);
  expect((await get('/sources/reddit-localllama')).text).toMatch(/Cited in \d statements/);
  expect((await get('/sources/reddit-fresh')).text).toContain('Not cited yet.');
  expect((await get('/sources/nothing')).status).toBe(404);
});

test('pages of authors and sources link to their home pages', async () => {
  const { get, db } = await openSite([issue]);
  await saveSources(db, [{ ...makeRef('LocalLLaMA'), name: 'r/LocalLLaMA' }]);
  const linkTo = (url: string) => `<a href="${url}" rel="noopener nofollow">On `;
  expect((await get('/authors/x/nadia_kern')).text).toContain(linkTo('https://x.com/nadia_kern'));
  expect((await get('/sources/reddit-localllama')).text).toContain(
    linkTo('https://www.reddit.com/r/LocalLLaMA/'),
  );
  expect(homeOfAuthor('reddit', 'a b')?.url).toBe('https://www.reddit.com/user/a%20b/');
  expect(homeOfAuthor('web', 'Ann')).toBeUndefined();
});

test('an issue ends with a sign-up for its own cadence', async () => {
  const week = makeEarlier(2, { id: 'weekly-2026-w11', slug: 'week', cadence: 'weekly' });
  const mail = { sendConfirmation: async () => 'sent' as const, recaps: [], hour: 7, softBounces: 5 };
  const { get } = await openSite([issue, week], { mail });
  const { text } = await get('/issues/week');
  expect(text).toContain('<input type="hidden" name="cadence" value="weekly"/>');
  expect(text).toContain('by <a href="/weekly.xml">feed</a>');
  expect((await get('/subscribe?cadence=weekly')).text).toMatch(/value="weekly" checked/);
  expect((await get('/subscribe')).text).toMatch(/value="daily" checked/);
  const closed = await openSite([week]);
  const without = (await closed.get('/issues/week')).text;
  expect(without).not.toContain('/subscribe');
  expect(without).toContain('by <a href="/weekly.xml">feed</a>');
});

test('a year’s calendar shows every issue on its day', async () => {
  const week = makeEarlier(2, { id: 'weekly-2026-w11', slug: 'week', cadence: 'weekly', headline: 'A week' });
  const { get } = await openSite([issue, makeEarlier(20), week]);
  const { text } = await get('/issues/2026');
  // Whoever speaks to the browser says what is seen.
  expect(text).toContain(
    '<span class="soft">15</span> <a href="/issues/week" title="A week" aria-label="week 15: A week">week</a>',
  );
  expect(text.match(/<caption>[^<]+/g)).toEqual(['<caption>March 2026', '<caption>February 2026']);
  expect(text).toContain(`href="/issues/${issue.slug}" title="${issue.headline}"`);
  // The first of February 2026 was a Sunday.
  expect(text).toMatch(/February 2026<\/caption>.*?<tbody><tr>(<td><\/td>){6}<td>/);
  expect((await get('/issues/2025')).status).toBe(404);
  const ofTwoYears = await openSite([issue, makeEarlier(400)]);
  expect((await ofTwoYears.get('/issues')).text).toContain('<a href="/issues/2026">2026</a>');
});

test('a story links to later reports, which link back to its bullet', async () => {
  const first = makeEarlier(1);
  const later = makeIssue();
  const bullet = later.recaps[0]?.sections[0]?.bullets[1];
  if (bullet) bullet.updates = first.slug;
  const { get } = await openSite([first, later]);
  const after = (await get(`/issues/${first.slug}`)).text;
  expect(after).toContain('What came after');
  expect(after).toContain(`href="/issues/${later.slug}#${bullet?.id}"`);
  expect((await get(`/issues/${later.slug}`)).text).toContain(
    `<a href="/issues/${first.slug}#${bullet?.id}">Update</a>`,
  );
});

test('a tag has a feed of its issues', async () => {
  const { get } = await openSite([issue, makeEarlier(1, { tags: [] })]);
  const { text, headers } = await get('/tags/model/halyard-3/feed.xml');
  expect(headers.get('content-type')).toContain('application/rss+xml');
  expect(text.match(/<item>/g)).toHaveLength(1);
  expect(text).toContain('<title>Field Notes: Halyard 3</title>');
  expect((await get('/tags/model/halyard-3')).text).toContain('href="/tags/model/halyard-3/feed.xml"');
  expect((await get('/tags/model/none/feed.xml')).status).toBe(404);
});

test('the API lists issues in pages and returns each completely', async () => {
  const { get } = await openSite([issue, makeEarlier(1), makeEarlier(2)]);
  const first = await get('/api/issues?limit=2');
  expect(first.headers.get('access-control-allow-origin')).toBe('*');
  const { issues, next } = json(first.text);
  expect(issues.map((one: { slug: string }) => one.slug)).toEqual([issue.slug, makeEarlier(1).slug]);
  const second = json((await get(new URL(next).pathname + new URL(next).search)).text);
  expect(second).toMatchObject({ issues: [{ slug: makeEarlier(2).slug }] });
  expect(second.next).toBeUndefined();
  const whole = json((await get(`/api/issues/${issue.slug}`)).text);
  expect(whole.recaps).toEqual(issue.recaps);
});

test.each([
  ['/api/issues?limit=0', 400],
  ['/api/issues?before=then', 400],
  ['/api/issues?cadence=hourly', 400],
  ['/api/issues/none', 404],
  ['/api/none', 404],
  ['/api/search?since=then', 400],
])('%s is refused with %i and a reason', async (path, status) => {
  const { get } = await openSite([issue]);
  const answer = await get(path);
  expect(answer.status).toBe(status);
  expect(json(answer.text).error).toMatch(/\.$/);
});

test('the API’s description matches its routes and responses', async () => {
  const { get } = await openSite([issue]);
  const described = json((await get('/api/openapi.json')).text);
  for (const path of Object.keys(described.paths))
    expect((await get(path.replace('{slug}', issue.slug))).status).toBe(200);
  const used = [...JSON.stringify(described).matchAll(/#\/components\/schemas\/(\w+)/g)].map(
    ([, name]) => name,
  );
  expect([...new Set(used)].sort()).toEqual(Object.keys(described.components.schemas).sort());
  const [hit] = json((await get('/api/search?q=spreadsheets')).text).results;
  expect(Object.keys(hit).sort()).toEqual(Object.keys(described.components.schemas.Hit.properties).sort());
});

test('every issue has a picture with its headline', async () => {
  const { app, get } = await openSite([issue], { publicUrl: 'https://notes.example' });
  const answer = await app.request(`/issues/${issue.slug}/og.png`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(answer.headers.get('content-type')).toBe('image/png');
  expect([bytes.toString('latin1', 1, 4), bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([
    'PNG',
    1200,
    630,
  ]);
  expect((await get(`/issues/${issue.slug}`)).text).toContain(
    `<meta property="og:image" content="https://notes.example/issues/${issue.slug}/og.png"/>`,
  );
});

test('a tag has a picture of its own', async () => {
  const { app, get } = await openSite([issue], { publicUrl: 'https://notes.example' });
  const path = `/tags/${issue.tags[0]?.kind}/${issue.tags[0]?.slug}`;
  expect((await get(path)).text).toContain(`content="https://notes.example${path}/og.png"`);
  const answer = await app.request(`${path}/og.png`);
  expect(Buffer.from(await answer.arrayBuffer()).toString('latin1', 1, 4)).toBe('PNG');
  expect((await get('/tags/company/nobody/og.png')).status).toBe(404);
});

test('a card has a headline, a day and at most three lines, and no markup', () => {
  const hostile = { ...issue, headline: '<b>Bold</b> & "big"', summary: ['one', 'two', 'three', 'four'] };
  const svg = cardSvg(issueCard(hostile));
  expect(svg).toContain('&lt;b&gt;Bold&lt;/b&gt; &amp; &quot;big&quot;');
  expect(svg.match(/<text/g)).toHaveLength(6);
  expect(svg).toContain('17 March 2026');
});

test('a search can be sorted oldest first, and offers each order', async () => {
  const earlier = makeEarlier(5);
  const { get } = await openSite([earlier, issue]);
  const { text } = await get('/search?q=halyard&sort=oldest&platform=x');
  const [, results = ''] = text.split('<ol class="results">');
  expect(results.indexOf(earlier.slug)).toBeLessThan(results.indexOf(issue.slug));
  expect(results.indexOf(earlier.slug)).toBeGreaterThan(0);
  expect(text).toContain('aria-current="true">oldest first</a>');
  expect(text).toContain('href="/search?q=halyard&amp;platform=x&amp;sort=date"');
  expect(text).toContain('href="/search?q=halyard&amp;platform=x"');
});

test('who doubted it: only statements with a word of doubt, in the order asked for, with a filter to remove', async () => {
  const { get } = await openSite([issue]);
  const { text } = await get('/search?tag=company%2Fcastellan&doubts=1');
  const plain = await get('/search?tag=company%2Fcastellan');
  const count = (page: string) => Number(/(\d+) results?/.exec(page)?.[1] ?? 0);
  expect(count(text)).toBeLessThan(count(plain.text));
  expect(text).toContain('Remove filter: Doubt and criticism');
  expect((await get('/search?q=halyard&doubts=1')).text).toMatch(
    /caveat|doubt|skeptic|critic|concern|worse|fail/i,
  );
  expect((await get('/tags/company/castellan')).text).toContain(
    '/search?doubts=1&amp;tag=company%2Fcastellan',
  );
  expect((await get('/search.xml?q=halyard&doubts=1')).status).toBe(200);
});
