// Every action of the operator's site: who may do it, what two people do at once, and what outlives a restart.
import { expect, test } from 'vitest';
import { discardDraft, releaseIssue } from '../../../src/stages/editing/release.js';
import { publishDueDrafts } from '../../../src/stages/editing/scheduled-drafts.js';
import { updateIncidents } from '../../../src/store/incidents.js';
import { findIssue, saveIssue } from '../../../src/store/issues.js';
import { listAudit } from '../../../src/store/operator/audit.js';
import { saveOutcome, saveSources } from '../../../src/store/sources/sources.js';
import { findSubscriber } from '../../../src/store/subscribers/subscribers.js';
import { createMetrics } from '../../../src/web/site/metrics.js';
import { makeRef, testOnSqlite } from '../../fixtures/store.js';
import { draft, field, formOf, NOW, openServers } from './servers.js';

const PATHS = [
  '/admin/make/draft',
  '/admin/make/send',
  `/admin/issues/${draft.id}/approve`,
  `/admin/issues/${draft.id}/schedule`,
  ...['merge', 'split', 'accept', 'ignore', 'hide', 'show'].map((verb) => `/admin/vocabulary/${verb}`),
  `/admin/issues/${draft.id}/edit`,
  `/admin/issues/${draft.id}/discard`,
  `/admin/issues/${draft.id}/test`,
  ...['find', 'try', 'add', 'remove', 'mute', 'unmute', 'opml'].map((verb) => `/admin/sources/${verb}`),
  '/admin/subscribers/add',
  '/admin/subscribers/import',
  '/admin/subscribers/import/preview',
  '/admin/subscribers/import/refused',
  ...['remove', 'restore', 'invite', 'preferences', 'pause', 'resume', 'delete'].map(
    (verb) => `/admin/subscribers/READER/${verb}`,
  ),
  '/admin/corrections/REPORT',
  ...['pause', 'resume', 'now', 'retry', 'repeat'].map((verb) => `/admin/deliveries/${draft.id}/${verb}`),
  '/admin/settings/check',
  '/admin/security/end',
  '/admin/leave',
];

testOnSqlite(
  'actions are refused without sign-in, without the form’s key, and from other sites',
  async () => {
    const { db, reader, reportId, done, post, signIn, keyOf } = await openServers();
    const cookie = await signIn();
    const other = await signIn();
    const key = await keyOf(cookie);
    for (const named of PATHS) {
      const path = named.replace('READER', reader.id).replace('REPORT', reportId);
      expect([path, (await post(path, { key })).status]).toEqual([path, 401]);
      expect([path, (await post(path, {}, cookie)).status]).toEqual([path, 403]);
      expect([path, (await post(path, { key }, other)).status]).toEqual([path, 403]);
      const foreign = { 'sec-fetch-site': 'cross-site' };
      expect([path, (await post(path, { key }, cookie, 0, foreign)).status]).toEqual([path, 403]);
    }
    expect(done).toEqual([]);
    expect(await findIssue(db, draft.id)).toEqual(draft);
    const log = await listAudit(db, { limit: 100 });
    expect(log.map(({ action }) => action)).toEqual(['sign in', 'sign in']);
  },
);

test('each action with the key runs once and is recorded', async () => {
  const { db, reader, reportId, done, mails, post, signIn, keyOf } = await openServers();
  const cookie = await signIn();
  const key = await keyOf(cookie);
  const act = async (path: string, fields: Record<string, string> = {}) =>
    (await post(path, { key, ...fields }, cookie)).status;
  expect(await act('/admin/make/draft', { issue: 'daily-y' })).toBe(303);
  expect(await act('/admin/make/send', { issue: 'daily-y' })).toBe(409);
  expect(await act('/admin/make/send', { issue: 'daily-x' })).toBe(303);
  for (const verb of ['remove', 'mute', 'unmute']) expect(await act(`/admin/sources/${verb}`)).toBe(303);
  expect(await act(`/admin/issues/${draft.id}/test`, { to: 'a@example.org' })).toBe(303);
  expect(done).toEqual(['make daily-y true', 'make daily-x false', 'remove', 'mute', 'unmute', 'test']);
  expect(await act(`/admin/subscribers/${reader.id}/pause`)).toBe(303);
  expect((await findSubscriber(db, reader.id))?.status).toBe('paused');
  expect(await act(`/admin/subscribers/${reader.id}/resume`)).toBe(303);
  expect(await act(`/admin/subscribers/${reader.id}/remove`)).toBe(303);
  expect((await findSubscriber(db, reader.id))?.status).toBe('unsubscribed');
  expect(await act(`/admin/corrections/${reportId}`, { do: 'corrected', answer: 'Thank you' })).toBe(303);
  expect(await act(`/admin/corrections/${reportId}`, { do: 'dismissed' })).toBe(422);
  expect(mails).toEqual(['bob@example.org']);
  const log = (await listAudit(db, { limit: 100 })).map(({ action }) => action);
  expect(log).toContain('report corrected');
  expect(log).not.toContain('report dismissed');
});

test('a delivery is paused on one server, shown and resumed on the other, and sent before its hour', async () => {
  const { db, config, done, get, post, signIn, keyOf } = await openServers();
  const cookie = await signIn();
  const key = await keyOf(cookie);
  const act = async (verb: string) =>
    (await post(`/admin/deliveries/${draft.id}/${verb}`, { key }, cookie, 1)).status;
  expect(await act('now')).toBe(422);
  const context = { db, config, clock: () => new Date(NOW) };
  await releaseIssue(context, { ...draft, status: 'published' }, { send: true });
  const see = async (path: string) => (await get(path, cookie)).text();
  expect(await see('/admin/deliveries')).toContain('Pause');
  expect(await act('pause')).toBe(303);
  for (const path of ['/admin/deliveries', `/admin/issues/${draft.id}`, '/admin']) {
    const page = await see(path);
    expect([path, page.includes('the operator paused it')]).toEqual([path, true]);
    expect(page).toContain(`/admin/deliveries/${draft.id}/resume`);
  }
  expect(await act('resume')).toBe(303);
  expect(await see(`/admin/issues/${draft.id}`)).not.toContain('the operator paused it');
  for (const verb of ['now', 'retry', 'repeat']) expect(await act(verb)).toBe(303);
  expect(done).toEqual(['now', 'retry', 'repeat']);
});

test('a scheduled draft is published at its time, once, in its latest version, with two servers', async () => {
  const { db, time, config, get, post, signIn, keyOf } = await openServers();
  const cookie = await signIn();
  const key = await keyOf(cookie);
  const path = `/admin/issues/${draft.id}`;
  const schedule = async (at: string) => {
    const version = field(await (await get(path, cookie)).text(), 'version');
    return post(`${path}/schedule`, { key, version, at }, cookie, 1);
  };
  const context = { db, config, clock: () => new Date(time.now) };
  for (const at of ['2026-03-18T09:00', '2026-13-01T08:00', '2026-09-01T08:00', 'soon'])
    expect([at, (await schedule(at)).status]).toEqual([at, 422]);
  expect((await schedule('2026-03-18T13:30')).status).toBe(303);
  expect(await findIssue(db, draft.id)).toMatchObject({
    status: 'draft',
    publishAt: '2026-03-18T12:30:00.000Z',
  });
  expect(await (await get(path, cookie)).text()).toContain('18 Mar 2026, 12:30');
  expect((await schedule('')).status).toBe(303);
  expect(await findIssue(db, draft.id)).toEqual(draft);

  await schedule('2026-03-18T13:30');
  const form = formOf(await (await get(`${path}/edit`, cookie)).text());
  expect((await post(`${path}/edit`, { ...form, headline: 'As it is then' }, cookie)).status).toBe(303);
  expect(await publishDueDrafts(context)).toEqual([]);
  time.now = '2026-03-18T12:30:00.000Z';
  const [first, second] = await Promise.all([publishDueDrafts(context), publishDueDrafts(context)]);
  expect([...(first ?? []), ...(second ?? [])]).toHaveLength(1);
  const published = await findIssue(db, draft.id);
  expect(published).toMatchObject({ status: 'published', headline: 'As it is then' });
  expect(published?.publishAt).toBeUndefined();
  expect((await db.selectFrom('deliveries').selectAll().execute()).length).toBe(1);
  expect((await listAudit(db, { limit: 9 })).map(({ action }) => action)).toContain('unschedule');
});

test('a draft of a running period can be scheduled for its end, and its page explains what happens otherwise', async () => {
  const { db, time, config, get, post, signIn, keyOf } = await openServers();
  time.now = '2026-03-17T15:00:00.000Z';
  const cookie = await signIn();
  const path = `/admin/issues/${draft.id}`;
  const page = await (await get(path, cookie)).text();
  expect(page).toContain('the schedule makes it again with all posts');
  expect(page).toContain('value="2026-03-17T23:00"');
  expect(page).not.toContain('Approve and publish');
  // The server's zone is Europe/Berlin.
  const fields = { key: await keyOf(cookie), version: field(page, 'version') };
  expect((await post(`${path}/schedule`, { ...fields, at: '2026-03-17T23:30' }, cookie)).status).toBe(422);
  expect((await post(`${path}/schedule`, { ...fields, at: '2026-03-18T00:00' }, cookie)).status).toBe(303);
  expect(await (await get(path, cookie)).text()).toContain('Cancel publication');
  const context = { db, config, clock: () => new Date(time.now) };
  expect(await publishDueDrafts(context)).toEqual([]);
  time.now = '2026-03-17T23:00:00.000Z';
  expect(await publishDueDrafts(context)).toHaveLength(1);
});

test('tags are merged, shown as one and split again; names are accepted or ignored', async () => {
  const { db, done, get, post, signIn, keyOf } = await openServers();
  await db.transaction().execute((trx) => saveIssue(trx, { ...draft, status: 'published' }));
  const cookie = await signIn();
  const key = await keyOf(cookie);
  const act = (verb: string, fields: Record<string, string>) =>
    post(`/admin/vocabulary/${verb}`, { key, ...fields }, cookie);
  const [from, into] = ['company/castellan', 'company/marlow-labs'];
  for (const fields of [
    { from, into: from },
    { from, into: 'company/nobody' },
    { from: '../x', into },
  ])
    expect((await act('merge', fields)).status).toBe(422);
  const mistyped = await (await act('merge', { from: 'Castelan', into: 'Marlow Labs' })).text();
  expect(mistyped).toContain('value="Castelan"');
  expect(mistyped).toContain('Unknown tag');
  expect((await act('merge', { from: ' castellan', into: 'Marlow Labs' })).status).toBe(303);
  const moved = await get('/tags/company/castellan', '', 1);
  expect([moved.status, moved.headers.get('location')]).toEqual([301, '/tags/company/marlow-labs']);
  const both = await (await get('/tags/company/marlow-labs', '', 1)).text();
  expect(both).toContain('Castellan’s report has numbers for once.');
  expect(await (await get('/tags', '', 1)).text()).not.toContain('/tags/company/castellan');
  expect(await (await get('/search?tag=company/castellan', '', 1)).text()).toContain('class="results"');
  expect((await act('merge', { from: into, into: from })).status).toBe(422);
  const asked = await (await act('merge', { from: into, into: 'Halyard 3' })).text();
  expect(asked).toContain('Marlow Labs is a company, Halyard 3 is a model. Merge them anyway?');
  expect((await get('/tags/company/marlow-labs', '', 1)).status).toBe(200);
  expect(await (await get('/admin/vocabulary', cookie)).text()).toContain('Split Castellan');
  expect((await act('split', { tag: from })).status).toBe(303);
  expect((await act('split', { tag: from })).status).toBe(422);
  expect((await get('/tags/company/castellan', '', 1)).status).toBe(200);

  expect((await act('accept', { name: 'Quill', kind: 'topic' })).status).toBe(303);
  expect((await act('ignore', { name: 'Quill' })).status).toBe(303);
  // A tag is hidden by its name, as written in the list or in the vocabulary, and shown again.
  expect(await (await get('/admin/vocabulary', cookie)).text()).toContain('Show again: Quelle');
  expect((await act('hide', { tag: 'company/castellan' })).status).toBe(303);
  expect((await act('hide', { tag: 'company/nobody' })).status).toBe(422);
  expect((await act('show', { name: 'Quelle' })).status).toBe(303);
  expect(done).toEqual(['accept Quill topic', 'ignore Quill', 'ignore Castellan', 'show Quelle']);
});

test('Today lists the most harmful problem first, with a link to fix it', async () => {
  const { db, get, signIn } = await openServers();
  const present = [
    { key: 'budget:x', what: 'Reading X has stopped', command: 'Run: tidings something' },
    { key: 'uncertain:daily-x', what: 'One mail may not have arrived' },
    { key: 'failed:issue:daily', what: 'Making daily-x failed' },
  ];
  await db.transaction().execute((trx) => updateIncidents(trx, present, NOW));
  const page = await (await get('/admin', await signIn())).text();
  const order = ['Making daily-x failed', 'One mail may not', 'Reading X has stopped'];
  const places = order.map((text) => page.indexOf(text));
  expect([places[0] !== -1, places]).toEqual([true, places.toSorted((a, b) => a - b)]);
  expect(page.includes('tidings something')).toBe(false);
});

test('failures of sources that are no longer in sources.yaml count nowhere', async () => {
  const { db, followed, get, signIn } = await openServers();
  await saveSources(db, [makeRef('Kept'), makeRef('Removed')]);
  for (const sourceId of ['reddit:kept', 'reddit:removed'])
    await saveOutcome(db, { sourceId, posts: [], error: 'HTTP 503' }, NOW);
  followed.add('reddit:kept');
  const page = await (await get('/admin', await signIn())).text();
  expect(page).toContain('>1 source fails</a>');
  expect(page).toContain('1 source needs attention');
  const metrics = createMetrics(
    db,
    () => new Date(NOW),
    () => followed,
  );
  expect(await metrics.render()).toContain('tidings_sources_failing 1\n');
});

test('a source that does not exist is not offered; one that fails for now is', async () => {
  const { post, signIn, keyOf } = await openServers();
  const cookie = await signIn();
  const key = await keyOf(cookie);
  const find = async (address: string) =>
    (await post('/admin/sources/find', { key, address }, cookie)).text();
  for (const error of ['no such account', 'no such subreddit (404)', 'HTTP 410'])
    expect([error, (await find(`fails:${error}`)).includes('/admin/sources/add')]).toEqual([error, false]);
  expect(await find('fails:timed out after 20 s')).toContain('Add n anyway');
  expect(await find('https://a.example')).toMatch(/>\s*Add n\s*</);
});

test('the notice of a removed or muted source names it', async () => {
  const { get, post, signIn, keyOf } = await openServers();
  const cookie = await signIn();
  const key = await keyOf(cookie);
  for (const [verb, text] of [
    ['remove', 'Removed reddit:&lt;b&gt;.'],
    ['mute', 'Muted reddit:&lt;b&gt;.'],
  ] as const) {
    const done = await post(`/admin/sources/${verb}`, { key, id: 'reddit:<b>' }, cookie);
    expect(await (await get(done.headers.get('location') ?? '', cookie)).text()).toContain(text);
  }
});

test('an issue that nobody misses is not late', async () => {
  const { db, time, reader, get, post, signIn, keyOf } = await openServers();
  time.now = '2026-03-18T10:00:00.000Z';
  const cookie = await signIn();
  expect(await (await get('/admin', cookie)).text()).toContain('daily-x was due');
  await post(`/admin/subscribers/${reader.id}/remove`, { key: await keyOf(cookie) }, cookie);
  await discardDraft(db, draft);
  expect(await (await get('/admin', cookie)).text()).not.toContain('was due');
});

test('a draft that lacks sources says so', async () => {
  const { db, get, signIn } = await openServers();
  const held = '2 of 3 sources could not be read (2 × HTTP 401)';
  await db.transaction().execute((trx) => saveIssue(trx, { ...draft, held }));
  const page = await (await get(`/admin/issues/${draft.id}`, await signIn())).text();
  expect(page).toContain(`Incomplete: ${held}.`);
});

test('a check shows problems first, with links to what fixes them', async () => {
  const { get, post, signIn, keyOf } = await openServers();
  const cookie = await signIn();
  const fields = { key: await keyOf(cookie), service: 'all' };
  const page = await (await post('/admin/settings/check', fields, cookie)).text();
  expect(page.indexOf('No SPF record')).toBeLessThan(page.indexOf('The model answers'));
  expect(page).toContain('<a href="/admin/docs/mail.md">docs/mail.md</a> shows what to enter.');
  expect(page).toContain('Check whether it has moved. <a href="/admin/sources">See the sources</a>');
  expect((await get('/admin/docs/mail.md')).status).toBe(401);
  expect(await (await get('/admin/docs/mail.md', cookie)).text()).toContain('href="/admin/docs/sources.md"');
  expect((await get('/admin/docs/nothing.md', cookie)).status).toBe(404);
});

test('sessions and links hold on every server and after a restart; ending one ends it everywhere', async () => {
  const { get, post, signIn, keyOf, mails, cookieOf } = await openServers();
  const cookie = await signIn(0);
  expect((await get('/admin', cookie, 1)).status).toBe(200);
  await post('/admin/link/request', {});
  const token = /token=([\w-]+)/.exec(mails.join('\n'))?.[1] ?? '';
  const used = await post('/admin/link', { token }, '', 1);
  expect(used.status).toBe(303);
  expect((await get('/admin', cookieOf(used), 0)).status).toBe(200);
  expect((await post('/admin/link', { token }, '', 0)).status).toBe(410);
  // Its link does not make a session of another kind.
  expect((await get('/admin', `tidings_operator=${token}`)).status).toBe(401);
  const security = await (await get('/admin/security', cookie)).text();
  expect(security).toContain('(this one)');
  await post('/admin/leave', { key: await keyOf(cookie) }, cookie, 1);
  expect((await get('/admin', cookie, 0)).status).toBe(401);
});

testOnSqlite('the preview of a mail runs no scripts and can be framed by the site only', async () => {
  const { get, signIn } = await openServers();
  const cookie = await signIn();
  const mail = await get(`/admin/issues/${draft.id}/mail?scheme=dark`, cookie);
  expect(mail.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(mail.headers.get('content-security-policy')).not.toContain('script');
  expect(mail.headers.get('x-frame-options')).toBe('SAMEORIGIN');
  const page = await get(`/admin/issues/${draft.id}/preview`, cookie);
  expect(page.headers.get('content-security-policy')).toContain("frame-src 'self'");
  const other = await get('/admin', cookie);
  expect(other.headers.get('content-security-policy')).not.toContain('frame-src');
  expect(other.headers.get('x-frame-options')).toBe('DENY');
});
