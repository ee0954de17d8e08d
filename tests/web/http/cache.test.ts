// Pages from memory: the same as fresh ones, and gone when something is published.
import { expect, test } from 'vitest';
import { saveIssue } from '../../../src/store/issues.js';
import { makeIssue } from '../../fixtures/issue.js';
import { testOnSqlite } from '../../fixtures/store.js';
import { makeEarlier, openSite } from '../setup.js';

const issue = makeIssue();

test('a cached page has the same text and headers', async () => {
  const { get } = await openSite([issue]);
  const [first, again] = [await get('/'), await get('/')];
  expect(again.text).toBe(first.text);
  expect([...again.headers]).toEqual([...first.headers]);
  const unchanged = await get('/', { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
  expect(unchanged).toMatchObject({ status: 304, text: '' });
});

test('a cached page is rendered again after an issue is published', async () => {
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

testOnSqlite('pages that are not public are not cached', async () => {
  const { get, db } = await openSite([]);
  expect((await get(`/issues/${issue.slug}`)).status).toBe(404);
  await saveIssue(db, issue);
  expect((await get(`/issues/${issue.slug}`)).status).toBe(200);
});

testOnSqlite('unknown parameters do not create further cached pages', async () => {
  const { app, get } = await openSite([issue]);
  await get('/issues');
  const etags = new Set<string | null>();
  for (let n = 0; n < 20; n++) etags.add((await app.request(`/issues?x=${n}`)).headers.get('etag'));
  expect(etags.size).toBe(1);
  expect((await get('/issues?cadence=weekly')).text).not.toBe((await get('/issues')).text);
});

testOnSqlite(
  'requests for a page that is being rendered share it; too many for others are refused',
  async () => {
    const { app } = await openSite([issue]);
    const same = await Promise.all(Array.from({ length: 300 }, () => app.request('/tags')));
    expect(same.map(({ status }) => status)).toEqual(Array(300).fill(200));
    const searches = Array.from({ length: 300 }, (_, n) => app.request(`/authors/nobody-${n}`));
    const others = await Promise.all(searches);
    const refused = others.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThan(100);
    expect(refused[0]?.headers.get('retry-after')).toBe('2');
    expect((await app.request('/tags')).status).toBe(200);
  },
);

testOnSqlite(
  'a client that asks for too many new pages is limited; cached pages are not counted',
  async () => {
    const { app } = await openSite([issue]);
    const env = { incoming: { socket: { remoteAddress: '192.0.2.1' } } };
    const ask = async (path: string) => (await app.request(path, undefined, env)).status;
    for (let n = 0; n < 400; n++) await ask('/');
    for (let n = 0; n < 299; n++) await ask(`/authors/nobody-${n}`);
    expect(await ask('/authors/somebody')).toBe(429);
    expect(await ask('/')).toBe(200);
  },
);
