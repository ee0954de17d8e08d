// The operator's site: nobody without the token, nothing kept, no form of another site, and a draft approved once.
import { expect, test } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import type { Issue } from '../../../src/model.js';
import { addRecipients } from '../../../src/store/deliveries/counts.js';
import { pauseIssue } from '../../../src/store/deliveries/pauses.js';
import { addRun, endRun } from '../../../src/store/runs.js';
import { saveSources } from '../../../src/store/sources/sources.js';
import { countReaders } from '../../../src/web/admin/readers/subscriber-counts.js';
import { createMetrics } from '../../../src/web/site/metrics.js';
import type { SiteOptions } from '../../../src/web/site/site.js';
import { makeIssue } from '../../fixtures/issue.js';
import { addReader } from '../../fixtures/readers.js';
import { makeRef, openTestStore } from '../../fixtures/store.js';
import { makeEarlier, openSite } from '../setup.js';

const TOKEN = 'operator-token-0123456789';
const PATHS = [
  '/admin',
  '/admin/runs',
  '/admin/sources',
  '/admin/issues',
  '/admin/deliveries',
  '/admin/subscribers',
  '/admin/corrections',
  '/admin/settings',
  '/admin/security',
];
const draft: Issue = { ...makeEarlier(1), status: 'draft', headline: 'A draft' };

async function openAdmin(
  approve: (issue: Issue) => Promise<unknown> = async () => {},
  over: Partial<SiteOptions> = {},
) {
  const time = { now: Date.parse('2026-03-18T08:00:00Z') };
  const site = await openSite([makeIssue(), draft], {
    operator: { token: TOKEN, approve },
    publicUrl: 'https://example.org',
    clock: () => new Date(time.now),
    ...over,
  });
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    site.app.request(path, { method: 'POST', body: new URLSearchParams(fields), headers });
  const enter = async () => {
    const answer = await post('/admin/enter', { token: TOKEN, next: '/admin/runs' });
    return { answer, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' };
  };
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
  return { ...site, post, enter, bearer, time };
}

test('without ADMIN_TOKEN, the operator’s pages do not exist', async () => {
  const { get, app } = await openSite([]);
  for (const path of PATHS) expect((await get(path)).status).toBe(404);
  expect((await app.request('/admin/enter', { method: 'POST' })).status).toBe(404);
});

test.each(PATHS)('%s is shown only to the operator and is not cached', async (path) => {
  const { get, bearer } = await openAdmin();
  for (const init of [
    {},
    bearer('operator-token-012345678'),
    { headers: { cookie: 'tidings_operator=1.x' } },
  ]) {
    const { status, text } = await get(path, init);
    expect(status).toBe(401);
    expect(text).not.toContain('Sign out');
    expect(text).not.toContain(draft.headline);
  }
  const { status, headers, text } = await get(path, bearer(TOKEN));
  expect(status).toBe(200);
  expect(text).toContain('Sign out');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-robots-tag')).toBe('noindex');
  expect(text).toContain('<meta name="robots" content="noindex"/>');
  expect(text).not.toContain(TOKEN);
});

test('the session cookie is signed, SameSite=Strict and HttpOnly, and expires', async () => {
  const { answer, cookie, get, time, post } = await openAdmin().then(async (site) => ({
    ...site,
    ...(await site.enter()),
  }));
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe('/admin/runs');
  expect(answer.headers.get('set-cookie')).toMatch(
    /^tidings_operator=[\w-]{32}; Max-Age=43200; Path=\/admin; HttpOnly; Secure; SameSite=Strict$/,
  );
  const within = (value: string) => get('/admin', { headers: { cookie: value } });
  expect((await within(cookie)).status).toBe(200);
  expect((await within(`${cookie}_`)).status).toBe(401);
  const { headers } = await post('/admin/enter', { token: TOKEN, next: '//evil.example/admin' });
  expect(headers.get('location')).toBe('/admin');
  time.now += 12 * 3_600_000;
  expect((await within(cookie)).status).toBe(401);
});

test('wrong tokens are limited, and the right token is never refused', async () => {
  const { post, get, bearer, time } = await openAdmin();
  for (let n = 0; n < 40; n++) expect((await get('/admin', bearer(TOKEN))).status).toBe(200);
  const tries: number[] = [];
  let late: Response | undefined;
  for (let n = 0; n < 6; n++) {
    late = await post('/admin/enter', { token: `wrong-${n}` });
    tries.push(late.status);
  }
  expect(tries).toEqual([401, 401, 401, 401, 401, 429]);
  expect(late?.headers.get('retry-after')).toBe('60');
  expect((await post('/admin/enter', { token: TOKEN })).status).toBe(303);
  expect((await get('/admin', bearer(TOKEN))).status).toBe(200);
  time.now += 60_000;
  expect((await post('/admin/enter', { token: 'wrong' })).status).toBe(401);
});

test('the limit counts the wrong tokens of all clients, and /metrics shares it', async () => {
  const db = await openTestStore();
  const clock = () => new Date('2026-03-18T08:00:00Z');
  const { app, bearer } = await openAdmin(undefined, { metrics: createMetrics(db, clock) });
  const ask = async (path: string, token: string, remoteAddress: string) =>
    (await app.request(path, bearer(token), { incoming: { socket: { remoteAddress } } })).status;
  for (let n = 0; n < 50; n++) await ask('/metrics', 'wrong', `198.51.100.${n}`);
  expect(await ask('/admin', 'wrong', '203.0.113.9')).toBe(429);
  expect(await ask('/metrics', 'wrong', '203.0.113.9')).toBe(401);
  expect(await ask('/metrics', TOKEN, '203.0.113.9')).toBe(200);
  expect(await ask('/admin', TOKEN, '203.0.113.9')).toBe(200);
});

const versionIn = (text: string) => /name="version" value="([^"]+)"/.exec(text)?.[1] ?? '';
const keyIn = (text: string) => /name="key" value="([^"]+)"/.exec(text)?.[1] ?? '';

test('a draft is approved only in the version that was read, and only by its own form', async () => {
  const approved: Issue[] = [];
  const { get, post, enter } = await openAdmin(async (issue) => approved.push(issue));
  const { cookie } = await enter();
  const path = `/admin/issues/${draft.id}`;
  const { text } = await get(path, { headers: { cookie } });
  expect(text).toContain('Approve and publish');
  expect(text).toContain(draft.recaps[0]?.sections[0]?.title);
  const form = { key: keyIn(text), version: versionIn(text) };
  const foreign = { cookie, 'sec-fetch-site': 'cross-site' };
  expect((await post(`${path}/approve`, form, foreign)).status).toBe(403);
  expect((await post(`${path}/approve`, { ...form, key: 'x' }, { cookie })).status).toBe(403);
  expect((await post(`${path}/approve`, form)).status).toBe(401);
  expect((await post(`${path}/approve`, { ...form, version: 'x' }, { cookie })).status).toBe(409);
  expect(approved).toEqual([]);
  const answer = await post(`${path}/approve`, form, { cookie });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, `${path}?done=approved`]);
  expect(approved.map(({ id }) => id)).toEqual([draft.id]);
});

test('a refused approval shows its reason', async () => {
  const { get, post, bearer } = await openAdmin(async () => {
    throw new UserError('Not yet', 'Wait.');
  });
  const path = `/admin/issues/${draft.id}`;
  const { text } = await get(path, bearer(TOKEN));
  const answer = await post(`${path}/approve`, { version: versionIn(text) }, bearer(TOKEN).headers);
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain('Not yet. Wait.');
});

test('the pages show runs, sources, the audit log, pauses and readers, and escape foreign text', async () => {
  const { db, get, bearer } = await openAdmin();
  const issue = makeIssue();
  await saveSources(db, [makeRef('LocalModels')]);
  await db.transaction().execute((trx) => addReader(trx, 'ann@example.org'));
  await db
    .insertInto('deliveries')
    .values({
      subscriber_id: (await db.selectFrom('subscribers').select('id').executeTakeFirstOrThrow()).id,
      issue_id: issue.id,
      cadence: 'daily',
      period: 'p',
      state: 'queued',
      due_at: '2026-03-18T07:00:00.000Z',
    } as never)
    .execute();
  await addRecipients(db, issue.id, 1);
  await pauseIssue(db, issue.id, '30% went wrong');
  const at = '2026-03-18T07:00:00.000Z';
  const figures = {
    ms: { fetch: 90_000, editorial: 1000 },
    sources: { asked: 2, failed: [{ source: '<b>r/X</b>', error: 'private' }] },
  };
  await addRun(db, { id: 'r1', kind: 'issue', subject: issue.id, owner: 'o', startedAt: at, figures });
  await endRun(db, 'r1', { at, outcome: 'failed', error: 'no <script>', figures });
  const see = async (path: string) => (await get(path, bearer(TOKEN))).text;
  expect(await see('/admin/runs')).toContain('no &lt;script&gt;');
  const run = await see('/admin/runs/r1');
  expect(run).toContain('&lt;b&gt;r/X&lt;/b&gt;');
  expect(run).toContain('1 min 30 s');
  expect(await see('/admin/sources')).toContain('r/LocalModels');
  expect(await see(`/admin/issues/${issue.id}`)).toContain('The check');
  const deliveries = await see('/admin/deliveries');
  expect(deliveries).toContain('1 mail due, for 1 h');
  expect(deliveries).toContain('30% went wrong');
  expect(await see('/admin/subscribers')).toContain('1 active');
  expect((await get('/admin/runs/none', bearer(TOKEN))).status).toBe(404);
  expect((await get('/admin/issues/none', bearer(TOKEN))).status).toBe(404);
});

test('readers are counted to the end of each day', () => {
  const days = [
    { day: '2026-03-01', joined: 3, left: 0 },
    { day: '2026-03-17', joined: 1, left: 2 },
  ];
  const points = countReaders(days, new Date('2026-03-18T08:00:00Z'));
  expect(points).toHaveLength(28);
  expect(points[0]).toEqual({ day: '2026-02-19', readers: 0 });
  expect(points.slice(-2)).toEqual([
    { day: '2026-03-17', readers: 2 },
    { day: '2026-03-18', readers: 2 },
  ]);
});
