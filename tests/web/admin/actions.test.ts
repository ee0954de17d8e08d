// Every action of the operator's site: who may do it, what two people do at once, and what outlives a restart.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readSubscriberFile } from '../../../src/commands/subscribers/subscriber-file.js';
import { readManuscript, writeBullets } from '../../../src/editorial/manuscript.js';
import type { Bullet, Issue, Messenger } from '../../../src/model.js';
import { findDoubts } from '../../../src/stages/editing/doubts.js';
import { discardDraft, releaseIssue, saveEdited } from '../../../src/stages/editing/release.js';
import { publishDueDrafts, scheduleDraft } from '../../../src/stages/editing/scheduled-drafts.js';
import { PAUSED_BY_OPERATOR, pauseIssue, resumeIssue } from '../../../src/store/deliveries/pauses.js';
import { findIssue, saveIssue } from '../../../src/store/issues.js';
import { listAudit } from '../../../src/store/operator/audit.js';
import { addReport } from '../../../src/store/operator/corrections.js';
import {
  findSubscriber,
  findSubscribersByKey,
  unsubscribe,
} from '../../../src/store/subscribers/subscribers.js';
import { suppressAddress } from '../../../src/store/subscribers/suppressions.js';
import { createApp } from '../../../src/web/app.js';
import type { OperatorActions } from '../../../src/web/ui/operator-actions.js';
import { deliveryContext } from '../../fixtures/delivery.js';
import { makeIssue } from '../../fixtures/issue.js';
import { addReader } from '../../fixtures/readers.js';
import { openTestStore } from '../../fixtures/store.js';

const TOKEN = 'operator-token-0123456789';
const NOW = '2026-03-18T08:00:00.000Z';
const draft: Issue = { ...makeIssue(), status: 'draft' };
const PREFERENCES = { cadence: 'daily', timeZone: 'UTC', hour: 7, omitted: [] as string[] } as const;

/** Two servers on one store, as two processes on one PostgreSQL are. */
async function openServers() {
  const db = await openTestStore();
  await db.transaction().execute((trx) => saveIssue(trx, draft));
  const readerId = await db.transaction().execute((trx) => addReader(trx, 'ann@example.org'));
  const reader = { id: readerId, key: 'ann@example.org' };
  const report = {
    issueId: draft.id,
    anchor: 'b1',
    claim: 'x',
    text: 'It is wrong',
    address: 'bob@example.org',
  };
  const reportId = await addReport(db, report, NOW);
  // Europe/Berlin; the site shows UTC.
  const { config } = deliveryContext(db, { send: async () => [] } as unknown as Messenger);
  const time = { now: NOW };
  const clock = () => new Date(time.now);
  const done: string[] = [];
  const mails: string[] = [];
  const note = (what: string) => async () => void done.push(what);
  const actions: OperatorActions = {
    approve: note('approve'),
    schedule: (issue, local) => scheduleDraft({ db, clock, config }, issue, local),
    deliveries: {
      pause: ({ id }) => pauseIssue(db, id, PAUSED_BY_OPERATOR),
      resume: ({ id }) => resumeIssue(db, id),
      now: note('now'),
      retry: note('retry'),
      repeat: note('repeat'),
    },
    editor: {
      writeBullets,
      readManuscript,
      findDoubts: (issue) => findDoubts(db, issue),
      save: (before, edited) => saveEdited({ db, clock }, before, edited),
      discard: (issue) => discardDraft(db, issue),
      renderMail: async () => ({ subject: 's', html: '<html><head></head><body>m</body></html>', bytes: 9 }),
      sendTest: note('test'),
    },
    runs: {
      planned: () => [
        { id: 'daily-x', cadence: 'daily', period: draft.period, over: true, releaseAt: NOW },
        { id: 'daily-y', cadence: 'daily', period: draft.period, over: false, releaseAt: NOW },
      ],
      spending: async () => ({}),
      makeIssue: async ({ id }, options) => void done.push(`make ${id} ${options.draft}`),
      progress: () => undefined,
    },
    sources: {
      list: () => ({ sources: [], muted: [], version: 'v' }),
      find: async (address) => ({ name: 'n', kind: 'feed', posts: [], address }),
      add: async () => 'n',
      try: async () => ({ name: 'n', kind: 'feed', posts: [] }),
      remove: note('remove'),
      mute: note('mute'),
      unmute: note('unmute'),
      exportOpml: () => '<opml/>',
      importOpml: async () => ({ added: 1, known: 0, refused: [] }),
    },
    readers: {
      preferences: { ...PREFERENCES, omitted: [] },
      readFile: (csv) => readSubscriberFile(csv, { ...PREFERENCES, omitted: [] }),
      exportCsv: async () => 'email',
    },
    settings: { list: () => [], check: async () => [] },
    vocabulary: {
      kinds: ['company', 'topic'],
      isEditable: () => true,
      proposals: async () => [{ name: 'Quill', posts: 4, authors: 3, days: 3, examples: [] }],
      accept: async (name, kind) => void done.push(`accept ${name} ${kind}`),
      ignore: async (name) => void done.push(`ignore ${name}`),
    },
    mailOperator: async (_, lines) => void mails.push(lines.join('\n')),
    mailReader: async (address) => void mails.push(address),
  };
  const serve = () =>
    createApp({
      ...{ db, clock, publication: { name: 'Field Notes', tagline: '', language: 'en', timeZone: 'UTC' } },
      templates: fileURLToPath(new URL('../../../templates', import.meta.url)),
      operator: { token: TOKEN, ...actions },
    });
  const servers = [serve(), serve()] as const;
  const post = (path: string, fields: Record<string, string>, cookie = '', server: 0 | 1 = 0, headers = {}) =>
    servers[server].request(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { cookie, ...headers },
    });
  const get = (path: string, cookie = '', server: 0 | 1 = 0) =>
    servers[server].request(path, { headers: { cookie } });
  const cookieOf = (answer: Response) => answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const signIn = async (server: 0 | 1 = 0) =>
    cookieOf(await post('/admin/enter', { token: TOKEN }, '', server));
  const keyOf = async (cookie: string) => field(await (await get('/admin', cookie)).text(), 'key');
  return { db, time, config, reader, reportId, done, mails, post, get, signIn, keyOf, cookieOf };
}

const field = (html: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? '';

const PATHS = [
  '/admin/make/draft',
  '/admin/make/send',
  `/admin/issues/${draft.id}/approve`,
  `/admin/issues/${draft.id}/schedule`,
  ...['merge', 'split', 'accept', 'ignore'].map((verb) => `/admin/vocabulary/${verb}`),
  `/admin/issues/${draft.id}/edit`,
  `/admin/issues/${draft.id}/discard`,
  `/admin/issues/${draft.id}/test`,
  ...['find', 'try', 'add', 'remove', 'mute', 'unmute', 'opml'].map((verb) => `/admin/sources/${verb}`),
  '/admin/subscribers/add',
  '/admin/subscribers/import',
  '/admin/subscribers/import/preview',
  ...['remove', 'restore', 'invite', 'pause', 'resume', 'delete'].map(
    (verb) => `/admin/subscribers/READER/${verb}`,
  ),
  '/admin/corrections/REPORT',
  ...['pause', 'resume', 'now', 'retry', 'repeat'].map((verb) => `/admin/deliveries/${draft.id}/${verb}`),
  '/admin/settings/check',
  '/admin/security/end',
  '/admin/leave',
];

test('no action is done for strangers, without the form’s key, or for a page of another site', async () => {
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
});

test('each action is done with the key, once, and recorded', async () => {
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

test('an imported line that says it left is remembered: the address is not added later', async () => {
  const { db, post, signIn, keyOf } = await openServers();
  const cookie = await signIn();
  const key = await keyOf(cookie);
  const send = (path: string, fields: Record<string, string>) =>
    post(`/admin/subscribers/${path}`, { key, ...fields }, cookie);
  const csv =
    'email,status\nann@example.org,unsubscribed\nbea@example.org,active\ncay@example.org,unsubscribed\n';
  const preview = await (await send('import/preview', { csv })).text();
  expect(preview).toContain('cay@example.org');
  expect(preview).toContain('is noted as left');
  expect((await send('import', { csv })).status).toBe(303);
  const found = await findSubscribersByKey(db, ['ann@example.org', 'bea@example.org', 'cay@example.org']);
  expect([...found.values()].map(({ status }) => status).sort()).toEqual([
    'active',
    'active',
    'unsubscribed',
  ]);
  const again = await send('add', { address: 'cay@example.org', cadence: 'daily', confirmed: 'yes' });
  expect(again.status).toBe(422);
  await send('import', { csv: 'email\ncay@example.org\n' });
  const [cay] = (await findSubscribersByKey(db, ['cay@example.org'])).values();
  expect(cay).toMatchObject({ status: 'unsubscribed' });
});

test('a reader who left, or was suppressed, is restored and gets the next issue', async () => {
  const { db, reader, post, signIn, keyOf } = await openServers();
  const cookie = await signIn();
  const key = await keyOf(cookie);
  const restore = () => post(`/admin/subscribers/${reader.id}/restore`, { key }, cookie);
  await db.transaction().execute((trx) => unsubscribe(trx, reader.id, NOW));
  expect((await restore()).status).toBe(303);
  expect((await findSubscriber(db, reader.id))?.status).toBe('active');
  await suppressAddress(db, reader.key, 'bounced', NOW);
  await restore();
  expect(await findSubscriber(db, reader.id)).toMatchObject({ status: 'active', softBounces: 0 });
  expect(await db.selectFrom('suppressions').selectAll().execute()).toEqual([]);
  await suppressAddress(db, reader.key, 'reported as unwanted', NOW, 'complaint');
  expect(await (await restore()).text()).toContain('Only bounces are restored');
  expect((await findSubscriber(db, reader.id))?.status).toBe('suppressed');
});

/** The fields of the editor's form as they are. */
function formOf(html: string): Record<string, string> {
  const decode = (text: string) =>
    text
      .replace(/&quot;/g, '"')
      .replace(/&#39;/g, "'")
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&amp;/g, '&');
  const form = html.slice(html.indexOf('class="editor"'));
  const fields: Record<string, string> = {};
  for (const [, name = '', value = ''] of form.matchAll(/<input[^>]* name="([^"]+)" value="([^"]*)"/g))
    fields[name] ??= decode(value);
  for (const [, name = '', value = ''] of form.matchAll(/<textarea[^>]* name="([^"]+)"[^>]*>\n?([^<]*)</g))
    fields[name] = decode(value);
  return fields;
}

test('a draft is published at its time, by one of two servers, as it is then', async () => {
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

test('tags are merged, read as one and split again; names are accepted or ignored', async () => {
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
  expect(await (await get('/admin/vocabulary', cookie)).text()).toContain('Split Castellan');
  expect((await act('split', { tag: from })).status).toBe(303);
  expect((await act('split', { tag: from })).status).toBe(422);
  expect((await get('/tags/company/castellan', '', 1)).status).toBe(200);

  expect((await act('accept', { name: 'Quill', kind: 'topic' })).status).toBe(303);
  expect((await act('ignore', { name: 'Quill' })).status).toBe(303);
  expect(done).toEqual(['accept Quill topic', 'ignore Quill']);
});

test('a published issue keeps its words until the operator insists on what its posts do not support', async () => {
  const { db, get, post, signIn } = await openServers();
  await db.transaction().execute((trx) => saveIssue(trx, { ...draft, status: 'published' }));
  const path = `/admin/issues/${draft.id}/edit`;
  const cookie = await signIn();
  const page = await (await get(path, cookie)).text();
  expect(page).toContain('This issue is published');
  const form = formOf(page);
  const name = Object.keys(form).find((one) => one.startsWith('text-')) ?? '';
  const invented = { ...form, [name]: (form[name] ?? '').replace(' {b', ' It costs 8,417 dollars. {b') };
  const refused = await post(path, invented, cookie);
  expect(refused.status).toBe(422);
  const shown = await refused.text();
  expect(shown).toContain('Not saved');
  expect(formOf(shown)).toMatchObject({ [name]: invented[name], version: form.version });
  expect(JSON.stringify(await findIssue(db, draft.id))).not.toContain('8,417');
  expect((await post(path, { ...form, headline: 'Another title' }, cookie)).status).toBe(303);
  const again = formOf(await (await get(path, cookie)).text());
  expect((await post(path, { ...again, [name]: invented[name] ?? '', anyway: 'yes' }, cookie)).status).toBe(
    303,
  );
  expect(JSON.stringify(await findIssue(db, draft.id))).toContain('8,417');
});

test('of two editors the second is told, and loses nothing', async () => {
  const { db, get, post, signIn } = await openServers();
  const path = `/admin/issues/${draft.id}/edit`;
  const [ann, bob] = [await signIn(0), await signIn(1)];
  const formOfAnn = formOf(await (await get(path, ann)).text());
  const formOfBob = formOf(await (await get(path, bob, 1)).text());
  expect((await post(path, { ...formOfAnn, headline: 'Of Ann' }, ann)).status).toBe(303);
  const late = await post(path, { ...formOfBob, headline: 'Of Bob' }, bob, 1);
  expect(late.status).toBe(409);
  const text = await late.text();
  expect(text).toContain('Somebody changed this issue');
  expect(text).toContain('# Of Bob');
  expect((await findIssue(db, draft.id))?.headline).toBe('Of Ann');
});

test('a run beside an editor: the editor is told when the draft was remade, and an edited draft stays', async () => {
  const { db, get, post, signIn } = await openServers();
  const path = `/admin/issues/${draft.id}/edit`;
  const cookie = await signIn();
  const form = formOf(await (await get(path, cookie)).text());
  await db.transaction().execute((trx) => saveIssue(trx, { ...draft, headline: 'Remade' }));
  expect((await post(path, { ...form, headline: 'Mine' }, cookie)).status).toBe(409);
  const fresh = formOf(await (await get(path, cookie)).text());
  expect((await post(path, { ...fresh, headline: 'Mine', slug: 'my-own-slug' }, cookie)).status).toBe(303);
  expect(await findIssue(db, 'my-own-slug')).toMatchObject({ headline: 'Mine', edited: true });
});

test('a large issue is edited a recap at a time, below 150 KB, and the other parts stay', async () => {
  const { db, get, post, signIn } = await openServers();
  const path = `/admin/issues/${draft.id}/edit`;
  const cookie = await signIn();
  const many = (bullets: Bullet[], from: number) =>
    Array.from({ length: 12 }, (_, n) => bullets.map((one) => ({ ...one, id: `b${from + n}` }))[0]).flatMap(
      (one) => one ?? [],
    );
  const large: Issue = {
    ...draft,
    intro: 'Mine.',
    recaps: draft.recaps.map((recap, r) => ({
      ...recap,
      sections: recap.sections.map((section, s) => ({
        ...section,
        bullets: many(section.bullets, 1000 + r * 200 + s * 20),
      })),
    })),
  };
  await db.transaction().execute((trx) => saveIssue(trx, large));
  const recap = large.recaps[1];
  for (const part of ['top', ...large.recaps.map(({ id }) => id)]) {
    const text = await (await get(`${path}?part=${part}`, cookie)).text();
    expect([part, Buffer.byteLength(text) < 150_000]).toEqual([part, true]);
  }
  const form = formOf(await (await get(`${path}?part=${recap?.id}`, cookie)).text());
  expect(form).not.toHaveProperty('headline');
  const title = `title-${recap?.sections[0]?.id}`;
  const saved = await post(path, { ...form, [title]: 'Retitled', open: 'top' }, cookie);
  expect(saved.headers.get('location')).toBe(`${path}?done=saved&part=top`);
  const stored = await findIssue(db, draft.id);
  expect(stored?.recaps[1]?.sections[0]?.title).toBe('Retitled');
  expect(stored).toMatchObject({
    headline: large.headline,
    intro: 'Mine.',
    slug: large.slug,
    lead: large.lead,
  });
  expect(stored?.recaps[0]).toEqual(large.recaps[0]);
});

test('an unusable manuscript is not saved, and what was written stays on the page', async () => {
  const { db, get, post, signIn } = await openServers();
  const path = `/admin/issues/${draft.id}/edit`;
  const cookie = await signIn();
  const form = formOf(await (await get(path, cookie)).text());
  const answer = await post(path, { ...form, lead: '- Nothing is cited here {b1}' }, cookie);
  expect(answer.status).toBe(422);
  const text = await answer.text();
  expect(text).toContain('cites no post');
  expect(text).toContain('Nothing is cited here');
  expect(await findIssue(db, draft.id)).toEqual(draft);
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

test('the preview of a mail runs nothing and is framed by the site alone', async () => {
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
