// Search: as a page and as JSON.
import { expect, test } from 'vitest';
import { formatTerms, parseTerms } from '../../../src/store/search/query.js';
import { saveSources } from '../../../src/store/sources/sources.js';
import { respell } from '../../../src/web/search/answer.js';
import { makeIssue } from '../../fixtures/issue.js';
import { makeRef, testOnSqlite } from '../../fixtures/store.js';
import { makeEarlier, openSite } from '../setup.js';

const issue = makeIssue();
const ask = (words: string, more = '') => `/search?q=${encodeURIComponent(words)}${more}`;

/** Anchors of the bullets that a page of results leads to. */
const found = (text: string) => [...text.matchAll(/href="\/issues\/[^"#]+#(b\d+)"/g)].map(([, id]) => id);

test('a hit is marked in its sentence and leads to its bullet, with date, recap and section', async () => {
  const { get } = await openSite([issue]);
  const { text } = await get(ask('spreadsheets'));
  expect(text).toContain('ran the same 400 <mark>spreadsheets</mark> that version 2 failed on');
  expect(text).toContain(
    `<a href="/issues/${issue.slug}#b8">Halyard 3’s day-0 support and on-device use</a>`,
  );
  expect(text).toContain(`Tuesday, 17 March 2026 · X Recap · ${issue.headline}`);
  expect(text).toContain('role="status">1 result<');
});

test.each([
  ['spreadsheets tables', 'all words', ['b8']],
  ['"same 400 spreadsheets"', 'a phrase', ['b8']],
  ['"400 same spreadsheets"', 'a phrase in another order', []],
  ['spreadsh*', 'a beginning', ['b8']],
  ['spreadsheets -tables', 'an exclusion', []],
  ['spreadsh', 'a word that is still being typed', ['b8']],
])('%s: %s', async (words, _, anchors) => {
  const { get } = await openSite([issue]);
  expect(found((await get(ask(words))).text)).toEqual(anchors);
});

test('filters narrow the results, and each can be removed', async () => {
  const { get } = await openSite([issue]);
  const all = found((await get(ask('halyard'))).text);
  const onReddit = await get(ask('halyard', '&platform=reddit'));
  expect(found(onReddit.text).length).toBeLessThan(all.length);
  expect(onReddit.text).toContain('href="/search?q=halyard" aria-label="Remove filter: Platform: Reddit"');
  expect(found((await get(ask('halyard', '&source=r/localllama'))).text)).toHaveLength(4);
});

test('`since` counts from the start of the day in the publication’s time zone', async () => {
  // The issue of 16 March ends at 23:00 UTC, midnight in Berlin: 17 March is after it.
  const { get } = await openSite([issue, makeEarlier(1)]);
  const { text } = await get(ask('spreadsheets', '&since=2026-03-17'));
  expect(text).toContain('1 result<');
  expect((await get(ask('spreadsheets', '&since=2026-03-16'))).text).toContain('2 results<');
});

test('equal text of several issues is shown once, with a link to each', async () => {
  const earlier = makeEarlier(1);
  const { get } = await openSite([issue, earlier]);
  const { text } = await get(ask('spreadsheets'));
  expect(text).toContain('2 results<');
  expect(text.match(/ran the same 400/g)).toHaveLength(1);
  expect(text).toContain(`See also <a href="/issues/${earlier.slug}#b8">Monday, 16 March 2026</a> · X Recap`);
});

test.each([
  ['halyard 3', '/tags/model/halyard-3', 'Halyard 3', 'Models'],
  ['Marlow Labs', '/tags/company/marlow-labs', 'Marlow Labs', 'Companies'],
  ['@nadia_kern', '/authors/x/nadia_kern', '@nadia_kern', 'Author'],
  ['r/localllama', '/sources/reddit-localllama', 'r/LocalLLaMA', 'Source'],
])('a search for %s leads to its own page', async (words, path, name, kind) => {
  const { get, db } = await openSite([issue]);
  await saveSources(db, [{ ...makeRef('LocalLLaMA'), name: 'r/LocalLLaMA' }]);
  const link = `See also <a href="${path}">${name}</a> <span class="meta">${kind}</span>`;
  expect((await get(ask(words))).text).toContain(link);
  expect((await get(ask(`${words} -spreadsheets`))).text).not.toContain('See also');
});

test('a misspelt word is corrected as a whole word, not within another', async () => {
  const { db } = await openSite([issue]);
  const site = { db, publication: { timeZone: 'UTC', language: 'en' } };
  const respelled = await respell(site, parseTerms('halyard halyar "halyar"'));
  expect(respelled && formatTerms(respelled)).toBe('halyard halyard "halyar"');
});

test('invalid parameters are reported, and the rest of the search is answered', async () => {
  const { get } = await openSite([issue]);
  const { status, text } = await get(ask('spreadsheets', '&since=yesterday&platform=fax&page=-1'));
  expect(status).toBe(200);
  for (const part of ['Not understood: yesterday', 'Not understood: fax', 'Not understood: -1'])
    expect(text).toContain(part);
  expect(found(text)).toEqual(['b8']);
});

test('a search without results suggests searches that have some', async () => {
  const { get } = await openSite([issue]);
  const { text } = await get(ask('spreadsheets unicorns', '&platform=reddit'));
  expect(text).toContain('Nothing found for spreadsheets unicorns');
  const two = (await get(ask('spreadsheets', '&platform=reddit'))).text;
  expect(two).toContain('<a href="/search?q=spreadsheets">without Platform: Reddit (1)</a>');
  expect((await get(ask('xyzzy'))).text).toContain('browse the <a href="/tags">tags</a>');
});

test('without a query, the page explains how to search', async () => {
  const { get } = await openSite([issue]);
  expect((await get('/search')).text).toContain('Results contain all words');
});

test('many results come in pages', async () => {
  const { get } = await openSite([issue, makeEarlier(1), makeEarlier(2)]);
  const first = (await get(ask('halyard'))).text;
  const second = (await get(ask('halyard', '&page=2'))).text;
  expect(found(first)).toHaveLength(20);
  expect(first).toContain('rel="next" href="/search?q=halyard&amp;page=2"');
  expect(second).toContain('rel="prev" href="/search?q=halyard"');
  expect(second).toMatch(/Page 2 of \d/);
});

test('an overlong query is cut, not refused', async () => {
  const { get } = await openSite([issue]);
  const { status, text } = await get(ask('halyard '.repeat(800)));
  expect(status).toBe(200);
  expect(text).toMatch(/name="q" value="[^"]{1,200}"/);
});

test('the results as JSON have absolute addresses', async () => {
  const { get } = await openSite([issue], { publicUrl: 'https://notes.example' });
  const answer = JSON.parse((await get('/search.json?q=spreadsh&platform=x')).text);
  expect(answer).toEqual({
    query: { q: 'spreadsh*', platform: 'x', page: 1 },
    total: 1,
    results: [
      {
        url: `https://notes.example/issues/${issue.slug}#b8`,
        headline: issue.headline,
        cadence: 'daily',
        imported: false,
        period: issue.period,
        recap: 'X Recap',
        section: 'Halyard 3’s day-0 support and on-device use',
        text: expect.stringContaining('ran the same 400 spreadsheets'),
        found: ['spreadsheets'],
      },
    ],
  });
});

test('the JSON search refuses invalid parameters', async () => {
  const { get } = await openSite([issue]);
  const { status, text } = await get('/search.json?q=halyard&since=13');
  expect(status).toBe(400);
  expect(JSON.parse(text)).toEqual({ error: 'Invalid date “13”: expected YYYY-MM-DD.' });
});

test('a misspelt word is searched for in the archive’s spelling', async () => {
  const { get } = await openSite([issue]);
  const { text } = await get(ask('spreadshets'));
  expect(text).toContain('No exact match. 1 result for spreadsheets');
  expect(found(text)).toEqual(['b8']);
});

test.each([
  ['tag', 'model/halyard-3', 'Halyard 3'],
  ['author', '@nadia_kern', 'Author: @nadia_kern'],
  ['recap', 'X Recap', 'Recap: X Recap'],
  ['until', '2026-03-17', 'To: 2026-03-17'],
])('%s narrows and stands as a chip and in its field', async (name, value, label) => {
  const { get } = await openSite([issue]);
  const { text } = await get(ask('halyard', `&${new URLSearchParams({ [name]: value })}`));
  expect(found(text).length).toBeGreaterThan(0);
  expect(text).toContain(`<a href="/search?q=halyard" aria-label="Remove filter: ${label}">`);
  expect(text).toMatch(new RegExp(`(value="${value}"( selected)?)`));
  expect(text).toContain('<summary>Filters (1)</summary>');
});

test('several tags must all match; each has a chip and stays in the form', async () => {
  const { get } = await openSite([issue]);
  const both = '&tag=topic%2Fagents&tag=model%2Fquill';
  const one = found((await get('/search?tag=topic%2Fagents')).text);
  const { text } = await get(`/search?${both.slice(1)}`);
  expect(found(text).length).toBeGreaterThan(0);
  expect(found(text).length).toBeLessThan(one.length);
  expect(one).toEqual(expect.arrayContaining(found(text)));
  expect(text).toContain('<a href="/search?tag=topic%2Fagents" aria-label="Remove filter: Quill">');
  expect(text.match(/<option value="(?:model|topic)\/[^"]*" selected="">/g)).toHaveLength(2);
  const none = (await get(ask('xyzzy', both))).text;
  expect(none).not.toContain('not only about');
  const answer = JSON.parse((await get(`/api/search?${both.slice(1)}`)).text);
  expect([answer.query.tags, answer.total]).toEqual([['topic/agents', 'model/quill'], found(text).length]);
});

test('recaps can be chosen also when the newest issue has none', async () => {
  const quiet = makeEarlier(-1, { lead: [], recaps: [], quiet: true });
  const { get } = await openSite([issue, quiet]);
  const options = issue.recaps.map(({ title }) => `<option value="${title}">${title}</option>`);
  expect((await get('/search')).text).toContain(`<option value="">any</option>${options.join('')}`);
});

test('a filter without words lists all its matches, newest first', async () => {
  const { get } = await openSite([makeEarlier(3), issue]);
  const { text } = await get('/search?author=%40nadia_kern');
  expect(text).toContain('4 results<');
  expect(text.indexOf(issue.headline)).toBeLessThan(text.indexOf('Headline of 3 days before'));
  expect((await get('/search?tag=model/no-such')).text).toContain('Nothing found');
});

test('dates alone are not a search, and the page says so', async () => {
  const { get } = await openSite([issue]);
  expect((await get('/search?since=2026-03-01')).text).toContain('Dates only narrow a search');
});

testOnSqlite.each([
  ['/search.json?q=nothing', 70],
  ['/api/search?q=nothing', 70],
  ['/api/issues?x=', 130],
])('who asks %s too often waits', async (path, times) => {
  // The clock of the tests stands still: nothing is given back.
  const { get } = await openSite([issue]);
  const statuses = new Set<number>();
  for (let n = 0; n < times; n++) statuses.add((await get(`${path}${n}`)).status);
  expect([...statuses]).toEqual([200, 429]);
  const { headers, text } = await get(`${path}again`);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  expect(text).toMatch(/wait a (?:moment|second)/);
  expect(headers.get('content-type')).toContain(path.endsWith('?') ? 'text/plain' : 'application/json');
});
