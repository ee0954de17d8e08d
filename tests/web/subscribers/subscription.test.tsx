import { expect, test } from 'vitest';
import { suppressAddress } from '../../../src/store/subscribers/suppressions.js';
import { makeIssue } from '../../fixtures/issue.js';
import { addReader } from '../../fixtures/readers.js';
import { openReaders, RECAPS, wordsOf } from '../readers.js';
import { openSite } from '../setup.js';

const ANN = 'ann@example.org';

test('a stranger becomes a pending subscriber with what was chosen, and is sent one mail', async () => {
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
  expect(wordsOf(text)).toContain(`A mail is on its way to ${ANN}.`);
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

test('the front page and the end of an issue take an address, with the latest issue as a sample', async () => {
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
});

test('the page after the form changes what a pending subscriber asked for, and sends no second mail', async () => {
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
  const { post, db, sent } = await openReaders();
  const states = ['new', 'pending', 'active', 'suppressed'].map((name) => `${name}@example.org`);
  const [, , active = '', suppressed = ''] = states;
  await post('/subscribe', { address: 'pending@example.org' });
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

test('when no mail can be sent, whom none would be sent to gets the same answer', async () => {
  const { post, db, outbox } = await openReaders();
  outbox.answer = 'failed';
  const first = await post('/subscribe', { address: ANN });
  expect(first.status).toBe(503);
  expect(wordsOf(first.text)).toContain('The mail could not be sent. Try again in a few minutes.');
  expect(first.text).toContain(`value="${ANN}"`);
  await addReader(db, 'bob@example.org');
  await suppressAddress(db, 'bob@example.org', 'bounced', '2026-03-17T00:00:00.000Z');
  expect((await post('/subscribe', { address: 'bob@example.org' })).status).toBe(503);
});

test('a mail that cannot be made is written down, and the reader is told to try again', async () => {
  const logged: unknown[] = [];
  const broken = await openSite([], {
    log: { error: (fields) => logged.push(fields), warn: () => {} },
    mail: {
      recaps: [],
      hour: 7,
      softBounces: 5,
      sendConfirmation: () => Promise.reject(new Error('no template')),
    },
  });
  const body = new URLSearchParams({ address: ANN });
  expect((await broken.app.request('/subscribe', { method: 'POST', body })).status).toBe(503);
  expect(logged).toHaveLength(1);
});

test('a refused address is said to be so beside its field', async () => {
  const { post, outbox } = await openReaders();
  outbox.answer = 'rejected';
  const { status, text } = await post('/subscribe', { address: ANN });
  expect(status).toBe(422);
  expect(text).toMatch(/aria-describedby="address-problem"[\s\S]+takes no mail for it/);
});

test.each([
  ['', 'An address is needed'],
  ['ann', 'no address that mail can be sent to'],
  ['ann@example.org\r\nBcc: bob@example.org', 'no address that mail can be sent to'],
  [`${'a'.repeat(10_000)}@example.org`, 'no address that mail can be sent to'],
  ['"><script>alert(1)</script>@example.org', 'no address that mail can be sent to'],
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

test('a Unicode domain is taken, and is the same address as its ASCII form', async () => {
  const { post, find } = await openReaders();
  expect((await post('/subscribe', { address: 'ann@bücher.example' })).status).toBe(200);
  expect(await find('ann@xn--bcher-kva.example')).toMatchObject({ key: 'ann@xn--bcher-kva.example' });
});

test('other fields are checked, and what was entered stands there again', async () => {
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
    'a time zone of the list',
    'an hour from',
    'keep at least one',
  ])
    expect(wordsOf(text)).toContain(message);
  expect(text).toContain(`value="${ANN}"`);
  expect(await find(ANN)).toBeUndefined();
});

test('what fills in the trap is thanked and forgotten', async () => {
  const { post, find, sent } = await openReaders();
  const { status, text } = await post('/subscribe', { address: ANN, homepage: 'https://spam.example' });
  expect(status).toBe(200);
  expect(wordsOf(text)).toContain('A mail is on its way');
  expect([await find(ANN), sent]).toEqual([undefined, []]);
});

test.each<Record<string, string>>([
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

test('one address gets three mails, then one in twenty minutes', async () => {
  const { post, sent, time } = await openReaders();
  let count = 0;
  const ask = (address: string) => post('/subscribe', { address }, { client: `198.51.100.${count++}` });
  for (const address of [ANN, 'ANN@example.org', ANN]) expect((await ask(address)).status).toBe(200);
  const { status, text, headers } = await ask(ANN);
  expect([status, headers.get('retry-after')]).toEqual([429, '1200']);
  expect(wordsOf(text)).toContain('Too many tries. Try again in 20 minutes.');
  expect((await ask('bob@example.org')).status).toBe(200);
  time.now = new Date(time.now.getTime() + 20 * 60_000);
  expect((await ask(ANN)).status).toBe(200);
  expect(sent).toHaveLength(5);
});

test('all names of one mailbox count together, from wherever they are asked for', async () => {
  const { post, sent } = await openReaders();
  const statuses: number[] = [];
  for (let n = 0; n < 6; n++)
    statuses.push(
      (await post('/subscribe', { address: `ann+${n}@example.org` }, { client: `198.51.100.${n}` })).status,
    );
  expect(statuses).toEqual([200, 200, 200, 429, 429, 429]);
  expect(sent).toHaveLength(3);
});

test('one client may ask twenty times; another is not hindered', async () => {
  const { post } = await openReaders();
  const ask = (count: number, client: string, headers = {}) =>
    post('/subscribe', { address: `reader${count}@example.org` }, { client, headers });
  for (let count = 0; count < 20; count++) await ask(count, `2001:db8:1:2::${count + 1}`);
  // Whatever it claims: nobody said that there is a proxy.
  expect((await ask(20, '2001:db8:1:2:3::1', { 'X-Forwarded-For': '192.0.2.9' })).status).toBe(429);
  expect((await ask(21, '2001:db8:1:3::1')).status).toBe(200);
});

test('behind a trusted proxy, the client is whom the proxy saw', async () => {
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

test('a body of any size or kind is answered plainly', async () => {
  const { app, post } = await openReaders();
  expect((await post('/subscribe', { address: 'a'.repeat(70_000) })).status).toBe(413);
  const headers = { 'Content-Type': 'multipart/form-data; boundary=x' };
  const broken = await app.request('/subscribe', { method: 'POST', body: '--y\r\n', headers });
  expect(broken.status).toBe(422);
});

test('the form holds its labels, and a trap that nobody sees or tabs into', async () => {
  const { get } = await openReaders();
  const { status, text } = await get('/subscribe');
  expect(status).toBe(200);
  for (const [, id] of text.matchAll(/<(?:input|select) id="(\w+)"/g))
    expect(text).toContain(`<label for="${id}"`);
  expect(text).toMatch(/class="hidden" aria-hidden="true"[\s\S]{0,200}name="homepage" tabindex="-1"/);
  expect(text).toMatch(/<option value="Europe\/Berlin" selected="">/);
});

test('where nobody could mail them, there is no form and no link to one', async () => {
  const { get } = await openSite([]);
  expect((await get('/subscribe')).status).toBe(404);
  expect((await get('/issues')).text).not.toContain('/subscribe');
});
