import { beforeEach, expect, test } from 'vitest';
import { mailboxOf, parseAddress } from '../../../src/base/mail-address.js';
import type { Db } from '../../../src/store/database/schema.js';
import { getSecret } from '../../../src/store/secrets.js';
import { addSubscribers } from '../../../src/store/subscribers/add-many.js';
import {
  countSubscribers,
  countSubscribersByMonth,
  readSubscribers,
} from '../../../src/store/subscribers/counts-over-time.js';
import {
  confirmSubscriber,
  createSubscriber,
  deleteSubscriber,
  findSubscriber,
  findSubscriberByAddress,
  type Preferences,
  pauseSubscriber,
  type Subscriber,
  unsubscribe,
} from '../../../src/store/subscribers/subscribers.js';
import {
  addMailEvent,
  addSoftBounce,
  clearSoftBounces,
  suppressAddress,
} from '../../../src/store/subscribers/suppressions.js';
import { addReader, EARLY } from '../../fixtures/readers.js';
import { openTestStore } from '../../fixtures/store.js';

const NOW = '2026-04-06T08:00:00.000Z';
const preferences: Preferences = { cadence: 'weekly', timeZone: 'Asia/Tokyo', hour: 6, omitted: ['X Recap'] };
const ann = { address: 'Ann@Example.org', key: 'ann@example.org' };
let db: Db;
beforeEach(async () => {
  db = await openTestStore();
});
const statusOf = async (address: string) => (await findSubscriberByAddress(db, address))?.status;

test.each([
  ['ann@example.org', 'ann@example.org'],
  [' Ann.Lee+news@EXAMPLE.Org ', 'ann.lee+news@example.org'],
  ['ann@bücher.example', 'ann@xn--bcher-kva.example'],
  ['ann@bu\u0308cher.example', 'ann@xn--bcher-kva.example'],
  ["o'neil@example.co.uk", "o'neil@example.co.uk"],
])('%s can be mailed', (text, key) => expect(parseAddress(text)?.key).toBe(key));

test.each([
  '',
  'ann',
  '@example.org',
  'ann@',
  'ann@localhost',
  'ann@[127.0.0.1]',
  'ann@127.0.0.1',
  'a b@example.org',
  'a..b@example.org',
  'ann@example.org\r\nBcc: bob@example.org',
  'ann\n@example.org',
  'ann@exa\nmple.org',
  'Ann <ann@example.org>',
  "=cmd|'/C'!A0@example.org",
  '+1@example.org',
  '-ann@example.org',
  'ann@example.org,bob@example.org',
  `${'a'.repeat(65)}@example.org`,
  `${'a'.repeat(10_000)}@example.org`,
  `ann@${'a.'.repeat(120)}example.org`,
])('%j cannot be mailed', (text) => expect(parseAddress(text)).toBeUndefined());

test('a transport address has the local part as entered and the domain in ASCII', () => {
  const address = parseAddress('Ann@BÜCHER.example');
  expect(address && mailboxOf(address)).toBe('Ann@xn--bcher-kva.example');
});

test('a known address returns its subscriber; an active one is not changed', async () => {
  const { subscriber, created } = await createSubscriber(db, ann, preferences, NOW);
  expect({ subscriber, created }).toMatchObject({
    created: true,
    subscriber: { status: 'pending', ...preferences },
  });
  const daily: Preferences = { ...preferences, cadence: 'daily' };
  const again = await createSubscriber(db, ann, daily, NOW);
  expect(again).toMatchObject({ created: false, subscriber: { id: subscriber.id, cadence: 'daily' } });
  await confirmSubscriber(db, subscriber, NOW);
  await createSubscriber(db, ann, preferences, NOW);
  expect(await findSubscriber(db, subscriber.id)).toMatchObject({ status: 'active', cadence: 'daily' });
});

test('a list is added by the same rules as a single address', async () => {
  const mailboxOfName = (name: string) => ({ address: `${name}@Example.org`, key: `${name}@example.org` });
  const add = (names: string[], confirmed: boolean) =>
    addSubscribers(
      db,
      names.map((name) => ({ mailbox: mailboxOfName(name), preferences })),
      { confirmed, now: NOW },
    );
  const outcomesOf = (all: Awaited<ReturnType<typeof add>>) => all.map(({ outcome }) => outcome);
  await addReader(db, 'active@example.org');
  const { subscriber: left } = await createSubscriber(db, mailboxOfName('left'), preferences, NOW);
  await unsubscribe(db, left.id, NOW);
  await createSubscriber(db, mailboxOfName('asked'), { ...preferences, cadence: 'daily' }, EARLY);
  await suppressAddress(db, 'gone@example.org', 'complained', NOW);
  const names = ['active', 'left', 'asked', 'gone', 'new', 'new'];
  const pending = await add(names, false);
  expect(outcomesOf(pending)).toEqual(['known', 'left', 'added', 'suppressed', 'added', 'added']);
  expect(pending[2]?.subscriber).toMatchObject({ status: 'pending', cadence: 'weekly' });
  expect(await findSubscriberByAddress(db, 'new@example.org')).toMatchObject({
    status: 'pending',
    consents: 0,
  });
  const many = Array.from({ length: 1001 }, (_, n) => `r${n}`);
  const sure = await add([...names, ...many, 'late', 'late'], true);
  expect(outcomesOf(sure)).toEqual([
    ...['known', 'left', 'added', 'suppressed', 'added', 'known'],
    ...many.map(() => 'added'),
    ...['added', 'known'],
  ]);
  for (const name of ['asked', 'new', 'r1000', 'late'])
    expect(await findSubscriberByAddress(db, `${name}@example.org`)).toMatchObject({
      ...{ status: 'active', confirmedAt: NOW, consents: 1, address: `${name}@Example.org` },
      ...preferences,
    });
  expect(await statusOf('gone@example.org')).toBe('suppressed');
  expect(await statusOf('left@example.org')).toBe('unsubscribed');
});

test('a confirmation link works once, and not after the reader unsubscribed', async () => {
  const { subscriber } = await createSubscriber(db, ann, preferences, NOW);
  expect(await confirmSubscriber(db, subscriber, NOW)).toBe('confirmed');
  expect(await confirmSubscriber(db, subscriber, NOW)).toBe('repeated');
  await unsubscribe(db, subscriber.id, NOW);
  expect(await confirmSubscriber(db, subscriber, NOW)).toBe('void');
  expect(await statusOf('ANN@example.org')).toBe('unsubscribed');
  const { subscriber: back } = await createSubscriber(db, ann, preferences, NOW);
  expect(await confirmSubscriber(db, back, NOW)).toBe('confirmed');
});

test('a suppressed address stays suppressed: it cannot confirm, even after all its data was deleted', async () => {
  const { subscriber } = await createSubscriber(db, ann, preferences, NOW);
  await suppressAddress(db, ann.key, 'complained', NOW);
  expect(await confirmSubscriber(db, { id: subscriber.id, consents: 1 }, NOW)).toBe('void');
  await unsubscribe(db, subscriber.id, NOW);
  expect(await findSubscriber(db, subscriber.id)).toMatchObject({
    status: 'suppressed',
    reason: 'complained',
  });
  await deleteSubscriber(db, subscriber.id);
  expect(await findSubscriber(db, subscriber.id)).toBeUndefined();
  const { subscriber: back } = await createSubscriber(db, ann, preferences, NOW);
  expect(back.status).toBe('suppressed');
});

test('a number of soft bounces in a row suppresses an address', async () => {
  await addReader(db, ann.address);
  const bounce = () => addSoftBounce(db, ann.key, { reason: 'mailbox full', limit: 3, now: NOW });
  await bounce();
  await bounce();
  await clearSoftBounces(db, ann.key);
  await bounce();
  await bounce();
  expect(await statusOf(ann.address)).toBe('active');
  await bounce();
  expect(await statusOf(ann.address)).toBe('suppressed');
});

test('the list is read in pages, and counted by status and month', async () => {
  for (let n = 0; n < 7; n++) await addReader(db, `reader${n}@example.org`);
  const list: Subscriber[] = [];
  for await (const subscriber of readSubscribers(db, 3)) list.push(subscriber);
  expect(list).toHaveLength(7);
  const [first, second] = list;
  await unsubscribe(db, first?.id ?? '', NOW);
  await pauseSubscriber(db, second?.id ?? '', NOW);
  expect(await countSubscribers(db, EARLY)).toMatchObject({ active: 5, paused: 1, unsubscribed: 1 });
  expect(await countSubscribers(db, NOW)).toMatchObject({ active: 6, paused: 0, unsubscribed: 1 });
  expect(await countSubscribersByMonth(db)).toEqual([
    { month: '2026-03', joined: 7, left: 0 },
    { month: '2026-04', joined: 0, left: 1 },
  ]);
});

test('the secret is created once, and a repeated event is recognised', async () => {
  expect(await getSecret(db)).toEqual(await getSecret(db));
  expect(await addMailEvent(db, 'evt_1', 'bounced', NOW)).toBe(true);
  expect(await addMailEvent(db, 'evt_1', 'bounced', NOW)).toBe(false);
});
