// Pages from memory: the same as fresh ones, and gone when something is published.
import { expect, test } from 'vitest';
import { saveIssue } from '../../src/store/issues.js';
import { makeIssue } from '../fixtures/issue.js';
import { makeEarlier, openSite } from './setup.js';

const issue = makeIssue();

test('a page from memory has the same text and headers', async () => {
  const { get } = await openSite([issue]);
  const [first, again] = [await get('/'), await get('/')];
  expect(again.text).toBe(first.text);
  expect([...again.headers]).toEqual([...first.headers]);
  const unchanged = await get('/', { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
  expect(unchanged).toMatchObject({ status: 304, text: '' });
});

test('it is made anew when an issue is published', async () => {
  const { get, db } = await openSite([makeEarlier(1)]);
  expect((await get('/')).text).not.toContain(issue.headline);
  await db.transaction().execute((trx) => saveIssue(trx, issue));
  expect((await get('/')).text).toContain(issue.headline);
});

test.each([
  ['gzip', 'gzip'],
  ['gzip, deflate, br', 'gzip'],
  ['*', 'gzip'],
  ['deflate', null],
  ['gzip;q=0', null],
  ['', null],
])('whoever takes %j gets it in %j, whoever asked before', async (accepted, encoding) => {
  const { app } = await openSite([issue]);
  const ask = async (header: string) => {
    const { headers } = await app.request('/', { headers: { 'accept-encoding': header } });
    return headers.get('content-encoding');
  };
  for (const other of ['gzip', 'deflate', '*', '']) {
    await ask(other);
    expect(await ask(accepted)).toBe(encoding);
  }
});

test('what is not public is not kept', async () => {
  const { get, db } = await openSite([]);
  expect((await get(`/issues/${issue.slug}`)).status).toBe(404);
  await saveIssue(db, issue);
  expect((await get(`/issues/${issue.slug}`)).status).toBe(200);
});
