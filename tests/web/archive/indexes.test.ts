// The pages that list: authors, calendar, tags.
import { expect, test } from 'vitest';
import { deleteIssue, saveIssue } from '../../../src/store/issues.js';
import { countRecentAuthors } from '../../../src/web/archive/cited-authors.js';
import { makeIssue } from '../../fixtures/issue.js';
import { wordsOf } from '../readers.js';
import { makeEarlier, openSite } from '../setup.js';

const issue = makeIssue();

test('/authors lists cited authors, most cited first, and folds those cited once', async () => {
  const once = makeEarlier(1, { lead: [], recaps: issue.recaps.slice(0, 1) });
  const imported = makeEarlier(2, { lead: [], recaps: [], posts: {}, body: '<p id="b1">Words.</p>' });
  const { get } = await openSite([issue, once, imported]);
  const { status, text } = await get('/authors');
  expect(status).toBe(200);
  expect(wordsOf(text)).toContain('Cited in the latest 2 issues, most often cited first.');
  const links = [...text.matchAll(/href="(\/authors\/x\/[^"]+)"[^<]*<\/a> <span class="meta">(\d+)/g)];
  const counts = links.map(([, , count]) => Number(count));
  expect(counts.length).toBeGreaterThan(5);
  expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  expect((await get(links[0]?.[1] ?? '')).status).toBe(200);
  const folded = /<details><summary class="meta">(\d+) cited once<\/summary>([\s\S]*?)<\/details>/.exec(text);
  expect(folded?.[2]?.match(/1 statement</g)).toHaveLength(Number(folded?.[1]));
});

test('authors are counted again when citations change, not after an import', async () => {
  const { db } = await openSite([issue]);
  const before = await countRecentAuthors(db);
  await saveIssue(db, makeEarlier(2, { lead: [], recaps: [], posts: {}, body: '<p id="b1">Words.</p>' }));
  expect(await countRecentAuthors(db)).toBe(before);
  const earlier = makeEarlier(1);
  await saveIssue(db, earlier);
  expect((await countRecentAuthors(db)).issues).toBe(2);
  await deleteIssue(db, earlier.id);
  expect((await countRecentAuthors(db)).issues).toBe(1);
});

test('/calendar shows the latest year, and is linked by its name', async () => {
  const { get } = await openSite([issue, makeEarlier(400)]);
  const { status, text } = await get('/calendar');
  expect([status, text.includes('<h1>Calendar</h1>')]).toEqual([200, true]);
  expect(text).toContain('href="/issues/2025"');
  expect(text).toMatch(/<caption>March 2026<\/caption>[\s\S]*href="\/issues\/[^"]+" title=/);
  for (const path of ['/', '/issues'])
    expect((await get(path)).text).toContain('href="/calendar">Calendar</a>');
  expect((await (await openSite([])).get('/calendar')).status).toBe(200);
});

test('months without an issue are named between those with issues', async () => {
  const { get } = await openSite([issue, makeEarlier(60), makeEarlier(250)]);
  for (const path of ['/calendar', '/issues', '/'])
    expect([path, wordsOf((await get(path)).text)]).toEqual([path, expect.stringContaining('0 issues')]);
  const calendar = wordsOf((await get('/calendar')).text);
  expect(calendar).toContain('February 2026: 0 issues');
  expect(calendar).not.toContain('December 2025: 0 issues');
  expect(wordsOf((await get('/issues')).text)).toContain('August 2025 – December 2025: 0 issues');
  const [tag] = issue.tags;
  expect(wordsOf((await get(`/tags/${tag?.kind}/${tag?.slug}`)).text)).toContain('February 2026: 0 issues');
});

test('tags of one issue are folded away, unless all are', async () => {
  const [common, rare] = issue.tags.filter(({ kind }) => kind === 'company');
  if (!common || !rare) throw new Error('the sample has two companies');
  const { get } = await openSite([makeIssue({ tags: [common, rare] }), makeEarlier(1, { tags: [common] })]);
  const { text } = await get('/tags');
  const [shown = '', folded = ''] = text.split('<details>');
  expect([shown.includes(common.name), shown.includes(`>${rare.name}<`)]).toEqual([true, false]);
  expect(folded).toContain(`>${rare.name}<`);
  expect(wordsOf(folded)).toContain('1 in one issue only');
  const alone = await openSite([makeIssue({ tags: [rare] })]);
  expect((await alone.get('/tags')).text.split('<main')[1]?.split('</main>')[0]).not.toContain('<details>');
});
