// What a fresh reader asks of pages: what was left out, when the weekly comes, and pages without dead ends.
import { expect, test } from 'vitest';
import { savePosts } from '../../../src/store/posts.js';
import { saveSources } from '../../../src/store/sources/sources.js';
import type { OperatorOptions } from '../../../src/web/site/site.js';
import { makeIssue } from '../../fixtures/issue.js';
import { makePost, makeRef } from '../../fixtures/store.js';
import { openReaders, wordsOf } from '../readers.js';
import { makeEarlier, openSite } from '../setup.js';

const issue = makeIssue();

test('"How this issue was made" shows how many of the period’s posts it cites', async () => {
  const { get, db } = await openSite([issue]);
  const how = async () => wordsOf((await get(`/issues/${issue.slug}/how`)).text);
  expect(await how()).not.toContain('The store has');
  await saveSources(db, [makeRef('LocalLLaMA')]);
  const createdAt = issue.period.from;
  const [cited = ''] = Object.keys(issue.posts);
  const posts = [cited, 'reddit:uncited', 'reddit:other'].map((id) =>
    makePost(id, { sourceId: 'reddit:localllama', createdAt }),
  );
  const late = makePost('reddit:later', { sourceId: 'reddit:localllama', createdAt: issue.period.to });
  await savePosts(db, [...posts, late], createdAt);
  await db.updateTable('settings').set({ value: '99' }).where('name', '=', 'archive-version').execute();
  expect(await how()).toContain('The store has 3 posts of the period; this issue cites 1 of them.');
});

test('the form shows the day of the weekly issue, and the next page the chosen preferences', async () => {
  const { app, post } = await openReaders({ weeklyDay: 5 });
  const form = await (await app.request('/subscribe')).text();
  expect(form).toContain('ranked anew. It comes out on Friday.');
  const { text } = await post('/subscribe', { address: 'ann@example.org', cadence: 'weekly', hour: '8' });
  expect(wordsOf(text)).toContain('will go to ann@example.org every week at 08:00, Europe/Berlin time');
});

test('long summaries are truncated in lists, and a missing tagline leaves no empty element', async () => {
  const subtitle = 'A summary of many words. '.repeat(40).trim();
  const publication = { name: 'Notes', tagline: '', language: 'en', timeZone: 'UTC', address: '' };
  const { get } = await openSite([{ ...issue, subtitle }, makeEarlier(1, { subtitle })], { publication });
  const front = (await get('/')).text;
  expect(front).toContain('<h1 class="hidden">Notes</h1>');
  expect(front).not.toContain(subtitle);
  expect((await get(`/issues/${issue.slug}`)).text).toContain(subtitle);
  expect((await get('/llms.txt')).text).not.toMatch(/^> *$/m);
});

test('a tag’s chart ends with the archive, not today', async () => {
  const { get } = await openSite([issue], { clock: () => new Date('2026-12-01T08:00:00Z') });
  const { text } = await get('/tags/company/castellan');
  expect(text).toContain('<span>16 Mar 2026</span></p>');
});

test('after sorting or filtering, the filters stay folded and show their number', async () => {
  const { get } = await openSite([issue]);
  const { text } = await get('/search?q=halyard&sort=oldest&platform=x');
  expect(text).toContain('<details class="narrow"><summary>Filters (1)</summary>');
});

test('the page of corrections explains how to report an error', async () => {
  const operator = { token: 'a-token-of-no-one' } as OperatorOptions;
  const withReports = await openSite([issue], { operator });
  expect((await withReports.get('/corrections')).text).toContain('To report an error');
  const { get } = await openSite([issue]);
  expect((await get('/corrections')).text).not.toContain('To report an error');
});
