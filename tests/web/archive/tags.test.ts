// Tag pages and their chart.
import { expect, test } from 'vitest';
import { importedToHtml } from '../../../src/render/imported.js';
import { chartOf, countWeeks } from '../../../src/web/ui/chart.js';
import { makeIssue } from '../../fixtures/issue.js';
import { makeEarlier, openSite } from '../setup.js';

const issue = makeIssue();

test('all tags by kind, the most frequent first', async () => {
  const quill = { kind: 'model', slug: 'quill', name: 'Quill' } as const;
  const { get } = await openSite([issue, makeEarlier(1, { tags: [quill] })]);
  const { text } = await get('/tags');
  expect(text.match(/<h2>\w+/g)).toEqual(['<h2>Companies', '<h2>Models', '<h2>People', '<h2>Topics']);
  expect(text).toContain('<a href="/tags/model/quill">Quill</a> <span class="meta">2 issues</span>');
  expect(text.indexOf('/tags/model/quill')).toBeLessThan(text.indexOf('/tags/model/halyard-3'));
});

test('before the first issue, the page of tags explains that there are none', async () => {
  const { get } = await openSite([]);
  expect((await get('/tags')).text).toContain('No tags yet');
});

test('a tag’s page lists its mentions, newest first, with links to their places', async () => {
  const { get } = await openSite([makeEarlier(7), issue]);
  const { status, text } = await get('/tags/company/castellan');
  expect(status).toBe(200);
  expect(text.indexOf(issue.headline)).toBeLessThan(text.indexOf('Headline of 7 days before'));
  expect(text).toContain('Castellan’s report has numbers for once.');
  expect(text).toContain('rel="noopener nofollow ugc">@castellan_ai</a>');
  expect(text).toMatch(new RegExp(`href="/issues/${issue.slug}#b\\d+">Benchmarks of real work</a>`));
});

test('a tag’s chart names its peak and lists the figures', async () => {
  const { get } = await openSite([makeEarlier(7), issue]);
  const { text } = await get('/tags/company/castellan');
  expect(text.match(/<rect/g)).toHaveLength(12);
  expect(text).toMatch(/Mentions per week; peak: \d+ \(Week of 16 Mar 2026\)/);
  expect(text.match(/<td>[^<]+ 2026<\/td>/g)).toEqual(['<td>16 Mar 2026</td>', '<td>9 Mar 2026</td>']);
});

test('many mentions come in pages', async () => {
  const { get } = await openSite([issue, makeEarlier(1), makeEarlier(2)]);
  const { text } = await get('/tags/model/halyard-3');
  expect(text).toContain('rel="next" href="/tags/model/halyard-3?page=2"');
  expect((await get('/tags/model/halyard-3?page=2')).text).toContain('rel="prev"');
});

test('an issue whose statements do not name its tag is listed all the same', async () => {
  const tags = [{ kind: 'topic', slug: 'weather', name: 'weather' } as const];
  const { get } = await openSite([makeIssue({ tags })]);
  expect((await get('/tags/topic/weather')).text).toContain(`/issues/${issue.slug}">${issue.headline}`);
});

test('weeks begin on Monday, empty ones count, and a weekly issue does not count twice', () => {
  const weeks = countWeeks(
    [
      { cadence: 'daily', to: '2026-03-15T23:00:00.000Z', count: 3 }, // Sunday 15 March in Berlin
      { cadence: 'daily', to: '2026-03-16T23:00:00.000Z', count: 2 },
      { cadence: 'weekly', to: '2026-03-15T23:00:00.000Z', count: 1 },
    ],
    new Date('2026-03-25T00:00:00Z'),
  );
  expect(weeks).toHaveLength(12);
  expect(weeks.slice(-3)).toEqual([
    { day: '2026-03-09', count: 3 },
    { day: '2026-03-16', count: 2 },
    { day: '2026-03-23', count: 0 },
  ]);
});

test('a chart of more than a year counts by month', () => {
  const old = { cadence: 'daily', to: '2024-02-14T00:00:00.000Z', count: 2 } as const;
  const { unit, bars } = chartOf(
    [old, { ...old, to: '2024-02-22T00:00:00.000Z' }],
    new Date('2026-03-25T00:00:00Z'),
  );
  expect([unit, bars.length]).toEqual(['month', 26]);
  expect(bars[0]).toEqual({ day: '2024-02-01', count: 4 });
  expect(bars.at(-1)).toEqual({ day: '2026-03-01', count: 0 });
});

test('a tag’s page includes mentions in imported texts', async () => {
  const body = importedToHtml('Nothing here.\n\n## Models\n\n- Quill reads **long** files.', 'markdown');
  const quill = { kind: 'model', slug: 'quill', name: 'Quill' } as const;
  const old = makeEarlier(700, { slug: 'old', lead: [], recaps: [], posts: {}, tags: [quill], body });
  const { get } = await openSite([old]);
  const { text } = await get('/tags/model/quill');
  expect(text).toContain('<a href="/issues/old#b2">Models</a></h3>');
  expect(text).toContain('<li dir="auto">Quill reads long files.</li>');
  expect(text).toMatch(/Mentions per week; peak: 2 \(Week of 15 Apr 2024\)/);
});

test('a tag’s page shows the first and last mention, and can be sorted oldest first', async () => {
  const earlier = makeEarlier(5);
  const { get } = await openSite([earlier, makeEarlier(2), issue]);
  const path = '/tags/company/castellan';
  const { text } = await get(path);
  const [, facts = ''] = /<p class="subtitle">(.*?)<\/p>/s.exec(text) ?? [];
  expect(facts).toMatch(
    new RegExp(
      `href="/issues/${earlier.slug}#b\\d+">[^<]*12 March[^<]*</a>[^<]*<a href="/issues/${issue.slug}#b`,
    ),
  );
  const oldest = (await get(`${path}?order=oldest`)).text;
  const first = (page: string) => /<h2 dir="auto"><a href="\/issues\/([^"#]+)/.exec(page)?.[1];
  expect([first(oldest), first(text)]).toEqual([earlier.slug, issue.slug]);
});

test('a tag counts the statements that a search for it finds, and states what it does not count', async () => {
  const body = importedToHtml('- Ospa Lark is old.\n- Castellan is old.', 'markdown');
  const lark = { kind: 'model', slug: 'ospa-lark', name: 'Ospa Lark' } as const;
  const tags = [...issue.tags, lark];
  const old = makeEarlier(30, {
    id: 'imported-old',
    slug: 'old',
    lead: [],
    recaps: [],
    posts: {},
    tags,
    body,
  });
  const { get } = await openSite([old, makeEarlier(7), issue]);
  const { text } = await get('/tags/company/castellan');
  const [, counted] =
    /Counted: (\d+) statements in 3 issues \(Imported: not checked by Tidings: 2\)/.exec(text) ?? [];
  for (const sort of ['', 'date', 'oldest']) {
    const found = (await get(`/search?tag=company%2Fcastellan&sort=${sort}`)).text;
    expect(found).toContain(`>${counted} results<`);
  }
  expect(text).toContain('Issues with this tag: 3');
  const [, first] = /First mention: <a href="([^"]+)"/.exec(text) ?? [];
  const oldest = (await get('/search?tag=company%2Fcastellan&sort=oldest')).text;
  expect(/<h2 dir="auto"><a href="([^"]+)"/.exec(oldest)?.[1]).toBe(first);
  expect((await get('/tags/model/ospa-lark')).text).toContain(
    'In issues without this tag, “Lark” is not counted: <a href="/search?q=Lark&amp;sort=oldest">',
  );
});

test('a search finds the same number of results in each order', async () => {
  const lead = makeIssue().lead[0];
  if (!lead) throw new Error('the sample has a lead');
  const texts = ['Tarn 2 is out.', 'Tarn has 2 makers.', 'Tarn came. Then 2 more.'];
  const recaps = makeIssue()
    .recaps.slice(0, 1)
    .map((recap) => ({
      ...{ ...recap, topPosts: [] },
      sections: recap.sections.slice(0, 1).map((section) => ({
        ...section,
        bullets: texts.map((text, at) => ({ ...lead, id: `t${at}`, text: [{ text }] })),
      })),
    }));
  const { get } = await openSite([makeIssue({ lead: [], recaps })]);
  for (const [q, count] of [
    ['Tarn 2', '1 result'],
    ['makers 2', '1 result'],
    ['came 2', '1 result'],
  ])
    for (const sort of ['', 'date', 'oldest'])
      expect((await get(`/search?q=${q}&sort=${sort}`)).text).toContain(`${count}`);
});

test('a tag that only a lead mentions links to that lead', async () => {
  const only = makeEarlier(1, { recaps: [] });
  const tag = { kind: 'company', slug: 'marlow-labs', name: 'Marlow Labs' } as const;
  const { get } = await openSite([{ ...only, tags: [tag] }]);
  const { text } = await get('/tags/company/marlow-labs');
  expect(text).toContain(`href="/issues/${only.slug}#${only.lead[0]?.id}"`);
  expect(text).not.toContain('<p>Issues with this tag');
});
