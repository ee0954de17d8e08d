// What readers find on the front page, in the list and on an issue's page.

import { expect, test } from 'vitest';
import { importedToHtml } from '../../../src/render/imported.js';
import { makeIssue } from '../../fixtures/issue.js';
import { makeEarlier, openSite } from '../setup.js';

const issue = makeIssue();
const page = `/issues/${issue.slug}`;

test('the front page shows the newest issue and lists the others by month', async () => {
  const { get } = await openSite([makeEarlier(20), issue, makeEarlier(1)]);
  const { status, text } = await get('/');
  expect(status).toBe(200);
  for (const part of [issue.headline, issue.subtitle, issue.lead[0]?.claim[0]?.text]) {
    expect(text).toContain(part);
  }
  for (const { title } of issue.recaps.flatMap((recap) => recap.sections)) expect(text).toContain(title);
  expect(text.match(/<h2>[^<]+<\/h2>/g)).toEqual(['<h2>March 2026</h2>', '<h2>February 2026</h2>']);
  expect(text.indexOf('1 days before')).toBeLessThan(text.indexOf('20 days before'));
});

test('the front page opens with the newest issue that has news', async () => {
  const empty = makeEarlier(0, { slug: 'empty', headline: 'Nothing new', lead: [], recaps: [], quiet: true });
  const { get } = await openSite([empty, makeEarlier(1)]);
  const { text } = await get('/');
  expect(text).toContain('<a href="/issues/empty">');
  expect(text).toMatch(/<h2 class="headline">\s*<a href="\/issues\/(?!empty)/);
  expect((await (await openSite([empty])).get('/')).text).toMatch(
    /<h2 class="headline">\s*<a href="\/issues\/empty"/,
  );
});

test('without issues, the front page explains what will appear', async () => {
  const { get } = await openSite([]);
  expect((await get('/')).text).toContain('Nothing has been published yet');
});

test('the list marks daily and weekly issues and can show one cadence', async () => {
  const weekly = makeEarlier(0, {
    id: 'weekly-2026-w12',
    slug: 'week',
    cadence: 'weekly',
    headline: 'A week',
  });
  const { get } = await openSite([issue, weekly]);
  const { text } = await get('/issues');
  expect(text).toContain('<span class="cadence">daily</span>');
  expect(text).toContain('<span class="cadence">weekly</span>');
  const one = (await get('/issues?cadence=weekly')).text;
  expect(one).toContain('A week');
  expect(one).not.toContain(issue.headline);
});

test('an issue has anchors for every recap, section and bullet, and a table of contents', async () => {
  const { get } = await openSite([issue]);
  const { text } = await get(page);
  const sections = issue.recaps.flatMap((recap) => recap.sections);
  const anchors = [...issue.recaps, ...sections, ...issue.lead, ...sections.flatMap((one) => one.bullets)];
  for (const { id } of anchors) {
    expect(text.match(new RegExp(`id="${id}"`, 'g')), id).toHaveLength(1);
    expect(text, id).toContain(`href="#${id}"`);
  }
});

test('each claim shows its sources with platform and engagement', async () => {
  const { get } = await openSite([issue]);
  const { text } = await get(page);
  expect(text).toContain('rel="noopener nofollow ugc">@jonas_tan</a> 4,120 likes, 388 reposts');
  expect(text).toContain('aria-label="Reddit">r</span>r/LocalLLaMA · 1,240 points, 310 comments');
});

test('an update links to the issue that first reported the story', async () => {
  const { get } = await openSite([issue]);
  expect((await get(page)).text).toContain('<a href="/issues/halyard-2-sets-the-bar">Update</a>');
});

test('previous and next are the neighbours of the same cadence', async () => {
  const [older, newer] = [makeEarlier(1), makeEarlier(-1)];
  const { get } = await openSite([older, issue, newer]);
  const { text } = await get(page);
  expect(text).toContain(`rel="prev" href="/issues/${older.slug}"`);
  expect(text).toContain(`rel="next" href="/issues/${newer.slug}"`);
});

test('an id and a trailing slash redirect permanently to the permalink', async () => {
  const { get } = await openSite([issue]);
  for (const [path, to] of [
    [`/issues/${issue.id}`, page],
    [`/issues/${issue.id.replace('daily-', '')}`, page],
    [`/issues/${issue.id}/how`, `${page}/how`],
    [`/issues/${issue.id}.md`, `${page}.md`],
    [`${page}/`, page],
  ] as const) {
    const { status, headers } = await get(path);
    expect([status, headers.get('location')], path).toEqual([301, to]);
  }
});

test('a draft is invisible to readers everywhere', async () => {
  const draft = makeIssue({ status: 'draft', headline: 'Unreleased headline' });
  const { get } = await openSite([draft]);
  for (const path of [`/issues/${draft.slug}`, `/issues/${draft.id}/how`, `/issues/${draft.slug}.md`]) {
    expect((await get(path)).status, path).toBe(404);
  }
  for (const path of [
    '/',
    '/issues',
    '/feed.xml',
    '/sitemap.xml',
    '/llms.txt',
    '/tags',
    '/search?q=halyard',
  ]) {
    const { status, text } = await get(path);
    expect(status).toBe(200);
    expect(text, path).not.toContain(draft.headline);
    expect(text, path).not.toContain(draft.slug);
  }
});

test('an issue without news says so', async () => {
  const { get } = await openSite([makeIssue({ lead: [], recaps: [], tags: [], quiet: true })]);
  expect((await get(page)).text).toContain('There was no news in this period.');
});

test('the operator’s introduction keeps its emphasis and loses its scripts', async () => {
  const { get } = await openSite([makeIssue({ intro: 'No issue **tomorrow**. <script>x()</script>' })]);
  const { text } = await get(page);
  expect(text).toContain('No issue <strong>tomorrow</strong>.');
  expect(text).not.toContain('x()');
});

test('how it was made: failures, skips, reasons, refusals, what was left out, tokens and price', async () => {
  const omitted = [
    { url: 'https://x.com/ada/status/7', line: 'A kernel that halves <memory>', reason: 'not chosen' },
    { url: 'javascript:alert(1)', line: 'A trap', reason: 'promotion' },
  ];
  const audit = { ...issue.audit, refusals: { hedge: 17 }, omitted };
  const { get } = await openSite([{ ...issue, audit }]);
  const { text } = await get(`${page}/how`);
  for (const part of [
    'HTTP 503',
    'the budget of this day is spent',
    '“19%” stands in no cited post',
    '48,210',
    'it states as certain what a post leaves open</td><td lang="en">17',
    '<a href="https://x.com/ada/status/7">A kernel that halves &lt;memory&gt;</a> <span class="sources" lang="en">not chosen',
    'A trap <span class="sources" lang="en">promotion',
  ])
    expect(text).toContain(part);
  expect(text).toContain('$0.03');
  expect(text).toContain(`href="${page}#b9"`);
});

test('a link preview shows headline, subtitle and, if known, the canonical address', async () => {
  const { get } = await openSite([issue], { publicUrl: 'https://notes.example/' });
  const { text } = await get(page);
  expect(text).toContain(`<link rel="canonical" href="https://notes.example${page}"/>`);
  expect(text).toContain(`<meta property="og:title" content="${issue.headline}"/>`);
  expect(text).toContain(`<meta property="og:description" content="${issue.subtitle}"/>`);
  const unknown = await openSite([issue]);
  expect((await unknown.get(page)).text).not.toContain('rel="canonical"');
});

test('an imported issue has a table of contents; names in headlines do not wrap', async () => {
  const body = importedToHtml('# One\n\nWords.\n\n## "In" it\n\n# Two\n\nMore.', 'markdown');
  const old = makeEarlier(30, { slug: 'old', headline: 'Heron 3: 148B-A12B', lead: [], recaps: [], body });
  const { get } = await openSite([old]);
  const { text } = await get('/issues/old');
  expect(text).toContain(
    '<li><a href="#s1">One</a><ol><li><a href="#s2">&quot;In&quot; it</a></li></ol></li><li><a href="#s3">Two</a></li>',
  );
  // The page's own title is its only h1.
  expect(text).toContain('<h2 id="s1">One<a class="anchor" href="#s1" aria-label="Link to One">#</a></h2>');
  expect(text).toContain('aria-label="Link to &quot;In&quot; it">#</a></h3>');
  expect(text).toContain('Heron 3: <span class="whole">148B-A12B</span>');
  expect((await get('/')).text).toContain('<li><a href="/issues/old#s3">Two</a></li>');
});

test('a link preview without a subtitle shows the summary, else the issue’s beginning', async () => {
  const body = importedToHtml('Heron 3 is **out** &amp; open.', 'markdown');
  const bare = { subtitle: '', lead: [], recaps: [] };
  const { get } = await openSite([
    makeEarlier(1, { ...bare, slug: 'summed', summary: ['Heron 3 is out.', 'Quill is not.'] }),
    makeEarlier(2, { ...bare, slug: 'imported', body }),
    makeEarlier(3, { slug: 'led', subtitle: '' }),
  ]);
  const described = async (slug: string) =>
    /<meta property="og:description" content="([^"]*)"/.exec((await get(`/issues/${slug}`)).text)?.[1];
  expect(await described('summed')).toBe('Heron 3 is out. Quill is not.');
  expect(await described('imported')).toBe('Heron 3 is out &amp; open.');
  expect(await described('led')).toContain(issue.lead[0]?.claim[0]?.text);
});

test('/issues lists a hundred issues per page', async () => {
  const issues = Array.from({ length: 103 }, (_, n) => makeEarlier(n + 1));
  const { get } = await openSite(issues);
  const first = await get('/issues');
  expect(first.text).toContain('href="/issues?page=2"');
  expect(first.text.match(/<li>\s*<p class="meta">/g)).toHaveLength(100);
  expect((await get('/issues?page=2')).text.match(/<li>\s*<p class="meta">/g)).toHaveLength(3);
  expect((await get('/issues?page=3')).status).toBe(404);
  expect((await get('/issues?page=0')).status).toBe(404);
});
