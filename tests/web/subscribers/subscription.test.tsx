import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../../src/base/time.js';
import { suppressAddress } from '../../../src/store/subscribers/suppressions.js';
import { makeIssue } from '../../fixtures/issue.js';
import { addReader } from '../../fixtures/readers.js';
import { testOnSqlite } from '../../fixtures/store.js';
import { openReaders, RECAPS, wordsOf } from '../readers.js';
import { openSite } from '../setup.js';

const ANN = 'ann@example.org';

test('a new reader becomes a pending subscriber with the chosen preferences and gets one mail', async () => {
  const { post, find, sent } = await openReaders();
  const { status, text, headers } = await post('/subscribe', [
    ['address', ` ${ANN}`],
    ['cadence', 'weekly'],
    ['zone', 'Asia/Tokyo'],
    ['hour', '6'],
    ['omit', 'X Recap'],
    ['omit', 'Blogs and News'],
  ]);
  expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(wordsOf(text)).toContain(`We send a mail to ${ANN}.`);
  expect(wordsOf(text)).toContain('Some mail servers make new senders wait');
  expect(await find(ANN)).toMatchObject({
    status: 'pending',
    cadence: 'weekly',
    timeZone: 'Asia/Tokyo',
    hour: 6,
    omitted: ['X Recap', 'Blogs and News'],
  });
  expect(sent).toEqual([await find(ANN)]);
});

test('an address alone is enough', async () => {
  const { post, find } = await openReaders();
  await post('/subscribe', { address: ANN });
  expect(await find(ANN)).toMatchObject({
    cadence: 'daily',
    hour: 7,
    timeZone: 'Europe/Berlin',
    omitted: [],
  });
});

testOnSqlite(
  'the front page and the end of an issue take an address, with the latest issue as a sample',
  async () => {
    const mail = { recaps: [], hour: 7, softBounces: 5, sendConfirmation: async () => 'sent' as const };
    const weekly = makeIssue({ id: 'weekly-2026-w12', slug: 'week', cadence: 'weekly' });
    const { get } = await openSite([weekly], { mail, publicUrl: 'https://example.org/news' });
    const form = (html: string) => /<form class="sign-up"[\s\S]*?<\/form>/.exec(html)?.[0] ?? '';
    const front = form((await get('/')).text);
    expect(front).toContain('action="/news/subscribe"');
    expect(front).toContain('href="/news/issues/week"');
    const end = form((await get('/issues/week')).text);
    for (const part of [
      'name="address"',
      'name="cadence" value="weekly"',
      'value="Europe/Berlin"',
      'href="/news/"',
    ])
      expect(end).toContain(part);
    const deaf = await openSite([weekly]);
    expect(form((await deaf.get('/')).text)).toBe('');
  },
);

test('the page after the form changes a pending subscriber’s preferences without a second mail', async () => {
  const { post, find, sent, db } = await openReaders();
  const { text } = await post('/subscribe', { address: ANN, cadence: 'weekly', zone: 'Asia/Tokyo' });
  expect(text).toMatch(/value="weekly" checked/);
  const change = { address: ANN, change: '1', cadence: 'daily', hour: '5', zone: 'Asia/Seoul' };
  const saved = await post('/subscribe', change);
  expect([saved.status, wordsOf(saved.text).includes('Saved.')]).toEqual([200, true]);
  expect(await find(ANN)).toMatchObject({ cadence: 'daily', hour: 5, timeZone: 'Asia/Seoul' });
  const wrong = await post('/subscribe', { ...change, hour: '99' });
  expect([wrong.status, wordsOf(wrong.text).includes('an hour from')]).toEqual([422, true]);
  await addReader(db, 'bob@example.org');
  for (const address of ['bob@example.org', 'new@example.org'])
    expect((await post('/subscribe', { ...change, address })).text).toBe(saved.text.replaceAll(ANN, address));
  expect([await find('bob@example.org'), await find('new@example.org')]).toMatchObject([
    { hour: 7 },
    undefined,
  ]);
  expect(sent).toHaveLength(1);
});

test('the answer is the same for every address, known or not', async () => {
  const { post, db, sent, time } = await openReaders();
  const states = ['new', 'pending', 'active', 'suppressed'].map((name) => `${name}@example.org`);
  const [, , active = '', suppressed = ''] = states;
  await post('/subscribe', { address: 'pending@example.org' });
  time.now = new Date(time.now.getTime() + HOUR_MS);
  await addReader(db, active);
  await addReader(db, suppressed);
  await suppressAddress(db, suppressed, 'bounced', '2026-03-17T00:00:00.000Z');
  sent.length = 0;
  const answers = await Promise.all(states.map((address) => post('/subscribe', { address })));
  const same = answers.map(({ status, text }, index) => [status, text.replaceAll(states[index] ?? '', '…')]);
  expect(new Set(same.map(String)).size).toBe(1);
  expect(sent.map(({ address, status }) => `${status} ${address}`).sort()).toEqual([
    'active active@example.org',
    'pending new@example.org',
    'pending pending@example.org',
  ]);
});

test('the answer does not wait for the mail, and is the same whatever the mail server says', async () => {
  const answers: string[] = [];
  let finish = () => {};
  for (const outcome of ['sent', 'failed', 'rejected', 'deferred', 'slow'] as const) {
    const { app } = await openReaders({
      onBackground: () => {},
      sendConfirmation: () =>
        outcome === 'slow'
          ? new Promise((resolve) => {
              finish = () => resolve('sent');
            })
          : Promise.resolve(outcome),
    });
    const body = new URLSearchParams({ address: ANN });
    const response = await app.request('/subscribe', { method: 'POST', body });
    answers.push(`${response.status} ${await response.text()}`);
  }
  expect(answers[0]).toMatch(/^200 /);
  expect(new Set(answers).size).toBe(1);
  finish();
});

test('a mail that cannot be rendered is logged and tried again', async () => {
  const logged: unknown[] = [];
  const log = { error: (fields: unknown) => logged.push(fields), warn: () => {} };
  let broken = true;
  const { post, sendDue, time } = await openReaders(
    { sendConfirmation: () => (broken ? Promise.reject(new Error('no template')) : Promise.resolve('sent')) },
    { log },
  );
  expect((await post('/subscribe', { address: ANN })).status).toBe(200);
  broken = false;
  time.now = new Date(time.now.getTime() + 5 * MINUTE_MS);
  await sendDue();
  await sendDue();
  expect(logged).toHaveLength(1);
});

test('a mail that the server defers is tried again, until it is sent once', async () => {
  const { post, outbox, sent, time, sendDue, waiting } = await openReaders();
  outbox.answer = 'deferred';
  await post('/subscribe', { address: ANN });
  const after = async (minutes: number) => {
    time.now = new Date(time.now.getTime() + minutes * MINUTE_MS);
    await sendDue();
    return sent.length;
  };
  expect([await after(4), await after(1), await after(9), await after(1)]).toEqual([1, 2, 2, 3]);
  expect(await waiting()).toEqual({ limit: 0, server: 1 });
  outbox.answer = 'sent';
  expect([await after(20), await after(60), await after(60)]).toEqual([4, 4, 4]);
  expect(await waiting()).toEqual({ limit: 0, server: 0 });
});

test('a request whose mail is deferred for a day and a half is dropped', async () => {
  const { post, outbox, sent, time, sendDue } = await openReaders();
  outbox.answer = 'deferred';
  await post('/subscribe', { address: ANN });
  time.now = new Date(time.now.getTime() + 37 * HOUR_MS);
  await sendDue();
  time.now = new Date(time.now.getTime() + HOUR_MS);
  await sendDue();
  expect(sent).toHaveLength(2);
});

test.each([
  ['', 'Enter an address'],
  ['ann', 'No mail can be sent to this address'],
  ['ann@example.org\r\nBcc: bob@example.org', 'No mail can be sent to this address'],
  [`${'a'.repeat(10_000)}@example.org`, 'No mail can be sent to this address'],
  ['"><script>alert(1)</script>@example.org', 'No mail can be sent to this address'],
])('%j as an address is refused beside its field', async (address, message) => {
  const { post, db, sent } = await openReaders();
  const { status, text } = await post('/subscribe', { address });
  expect(status).toBe(422);
  expect(wordsOf(text)).toContain(message);
  expect(text).not.toContain('<script>alert');
  expect(text.length).toBeLessThan(60_000);
  expect(sent).toEqual([]);
  expect(await db.selectFrom('subscribers').selectAll().execute()).toEqual([]);
});

test('a Unicode domain is accepted and equals its ASCII form', async () => {
  const { post, find } = await openReaders();
  expect((await post('/subscribe', { address: 'ann@bücher.example' })).status).toBe(200);
  expect(await find('ann@xn--bcher-kva.example')).toMatchObject({ key: 'ann@xn--bcher-kva.example' });
});

testOnSqlite('other fields are checked, and the form keeps what was entered', async () => {
  const { post, find } = await openReaders();
  const { status, text } = await post('/subscribe', [
    ['address', ANN],
    ['cadence', 'hourly'],
    ['zone', 'Mars/Olympus'],
    ['hour', '24'],
    ...RECAPS.map((title): [string, string] => ['omit', title]),
  ]);
  expect(status).toBe(422);
  for (const message of [
    'every day or every week',
    'a time zone from the list',
    'an hour from',
    'Keep at least one',
  ])
    expect(wordsOf(text)).toContain(message);
  expect(text).toContain(`value="${ANN}"`);
  expect(await find(ANN)).toBeUndefined();
});

testOnSqlite('if the trap field is filled in, nothing is sent, and the page says so', async () => {
  const { post, find, sent } = await openReaders();
  const { status, text } = await post('/subscribe', { address: ANN, homepage: 'https://spam.example' });
  expect(status).toBe(422);
  expect(wordsOf(text)).toContain('Nothing was sent yet');
  expect(text).toContain(`value="${ANN}"`);
  expect(text).not.toContain('spam.example');
  expect([await find(ANN), sent]).toEqual([undefined, []]);
  expect((await post('/subscribe', { address: ANN, homepage: '' })).status).toBe(200);
});

testOnSqlite.each<Record<string, string>>([
  { 'Sec-Fetch-Site': 'cross-site' },
  { 'Sec-Fetch-Site': 'same-site' },
  { Origin: 'https://evil.example' },
  { Origin: 'null' },
])('a form that %j sent is refused', async (headers) => {
  const { post, sent } = await openReaders();
  const { status, text } = await post('/subscribe', { address: ANN }, { headers });
  expect([status, sent]).toEqual([403, []]);
  expect(wordsOf(text)).toContain('sent from another site');
  // The form of an exported copy on another host ends here: one click subscribes.
  expect(text).toContain(`value="${ANN}"`);
});

test.each<Record<string, string>>([
  { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' },
  { Origin: 'https://notes.example' },
])('a form that %j sent is taken', async (headers) => {
  const { post } = await openReaders();
  expect((await post('/subscribe', { address: ANN }, { headers })).status).toBe(200);
});

test('one mailbox gets one mail an hour and three a day, in any spelling and after a restart', async () => {
  const { post, sent, time, db } = await openReaders();
  const spellings = [
    'ann.lee@gmail.com',
    'annlee@gmail.com',
    'A.n.n.Lee@GoogleMail.com',
    'annlee+x@gmail.com',
  ];
  let client = 0;
  const askAll = async () => {
    for (const address of spellings)
      expect((await post('/subscribe', { address }, { client: `198.51.100.${client++}` })).status).toBe(200);
  };
  const counts: number[] = [];
  for (let hour = 0; hour < 26; hour++) {
    await askAll();
    counts.push(sent.length);
    time.now = new Date(time.now.getTime() + HOUR_MS);
  }
  expect(counts.slice(0, 5)).toEqual([1, 2, 3, 3, 3]);
  expect(counts.at(-1)).toBe(5);
  const again = await openReaders({}, { db, clock: () => time.now });
  time.now = new Date(time.now.getTime() - 2 * HOUR_MS);
  await again.post('/subscribe', { address: spellings[0] ?? '' });
  expect(again.sent).toEqual([]);
});

test('dots distinguish mailboxes except at Gmail, and a reader gets the link three times an hour', async () => {
  const { post, sent, db } = await openReaders();
  await post('/subscribe', { address: 'ann.lee@example.org' });
  await post('/subscribe', { address: 'annlee@example.org' });
  expect(sent).toHaveLength(2);
  await addReader(db, 'bob@example.org');
  for (let n = 0; n < 5; n++) await post('/subscribe', { address: 'bob@example.org' });
  expect(sent.filter(({ status }) => status === 'active')).toHaveLength(3);
});

test('above the hourly limit requests wait instead of failing; readers are exempt', async () => {
  const { post, sent, db, time, sendDue, waiting } = await openReaders({ confirmationsPerHour: 3 });
  await addReader(db, 'bob@example.org');
  for (let n = 0; n < 5; n++) {
    const answer = await post('/subscribe', { address: `r${n}@example.org` });
    expect(answer.status).toBe(200);
  }
  await post('/subscribe', { address: 'bob@example.org' });
  expect(sent.map(({ address }) => address.split('@')[0])).toEqual(['r0', 'r1', 'r2', 'bob']);
  expect(await waiting()).toEqual({ limit: 2, server: 0 });
  time.now = new Date(time.now.getTime() + HOUR_MS);
  await sendDue();
  expect(sent).toHaveLength(6);
});

testOnSqlite('one client may send twenty requests; others are not affected', async () => {
  const { post } = await openReaders();
  const ask = (count: number, client: string, headers = {}) =>
    post('/subscribe', { address: `reader${count}@example.org` }, { client, headers });
  for (let count = 0; count < 20; count++) await ask(count, `2001:db8:1:2::${count + 1}`);
  // Whatever it claims: nobody said that there is a proxy.
  expect((await ask(20, '2001:db8:1:2:3::1', { 'X-Forwarded-For': '192.0.2.9' })).status).toBe(429);
  expect((await ask(21, '2001:db8:1:3::1')).status).toBe(200);
});

testOnSqlite('behind a trusted proxy, the client is the address that the proxy reports', async () => {
  const { post } = await openReaders({}, { trustProxy: true });
  const ask = (count: number, forwarded: string) =>
    post(
      '/subscribe',
      { address: `reader${count}@example.org` },
      { client: '127.0.0.1', headers: { 'X-Forwarded-For': forwarded } },
    );
  for (let count = 0; count < 20; count++) await ask(count, `203.0.113.${count}, 192.0.2.7`);
  expect((await ask(20, '203.0.113.99, 192.0.2.7')).status).toBe(429);
  expect((await ask(21, '192.0.2.7, 192.0.2.8')).status).toBe(200);
});

testOnSqlite('a body of any size or type gets a clear response', async () => {
  const { app, post } = await openReaders();
  expect((await post('/subscribe', { address: 'a'.repeat(70_000) })).status).toBe(413);
  const headers = { 'Content-Type': 'multipart/form-data; boundary=x' };
  const broken = await app.request('/subscribe', { method: 'POST', body: '--y\r\n', headers });
  expect(broken.status).toBe(422);
});

testOnSqlite('the form has labels, and a trap field that is hidden and not focusable', async () => {
  const { get } = await openReaders();
  const { status, text } = await get('/subscribe');
  expect(status).toBe(200);
  for (const [, id] of text.matchAll(/<(?:input|select) id="(\w+)"/g))
    expect(text).toContain(`<label for="${id}"`);
  expect(text).toMatch(/class="hidden" aria-hidden="true"[\s\S]{0,200}name="homepage" tabindex="-1"/);
  expect(text).toMatch(/<option value="Europe\/Berlin" selected="">/);
});

testOnSqlite('without mail, there is no sign-up form and no link to one', async () => {
  const { get } = await openSite([]);
  expect((await get('/subscribe')).status).toBe(404);
  expect((await get('/issues')).text).not.toContain('/subscribe');
});

test('work that depends on whose address it is happens after the response', async () => {
  const background: Promise<void>[] = [];
  const site = await openReaders({ onBackground: (work) => background.push(work) });
  const ask = (fields: Record<string, string>) =>
    site.app.request(
      '/subscribe',
      { method: 'POST', body: new URLSearchParams({ address: 'new@example.org', ...fields }) },
      { incoming: { socket: { remoteAddress: '192.0.2.1' } } },
    );
  expect((await ask({})).status).toBe(200);
  expect(await site.find('new@example.org')).toBeUndefined();
  await Promise.all(background);
  expect((await ask({ change: '1', cadence: 'weekly' })).status).toBe(200);
  expect(await site.find('new@example.org')).toMatchObject({ status: 'pending', cadence: 'daily' });
  await Promise.all(background);
  expect(await site.find('new@example.org')).toMatchObject({ cadence: 'weekly' });
});
