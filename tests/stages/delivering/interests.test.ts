import type { Kysely } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSmtp } from '../../../src/deliver/smtp/smtp.js';
import { deliverIssue } from '../../../src/stages/delivering/delivery.js';
import { releaseIssue } from '../../../src/stages/editing/release.js';
import type { Tables } from '../../../src/store/database/schema.js';
import { bringForwardDeliveries } from '../../../src/store/deliveries/deliveries.js';
import {
  changePreferences,
  findSubscriber,
  unsubscribeFrom,
} from '../../../src/store/subscribers/subscribers.js';
import { deliveryContext, issue, MORNING } from '../../fixtures/delivery.js';
import { makeIssue } from '../../fixtures/issue.js';
import { type MailSink, startSmtpSink } from '../../fixtures/mails.js';
import { addReader } from '../../fixtures/readers.js';
import { openTestStore } from '../../fixtures/store.js';

let db: Kysely<Tables>;
let sink: MailSink;
beforeEach(async () => {
  db = await openTestStore();
  sink = await startSmtpSink();
});
afterEach(() => sink.close());

const weekly = makeIssue({ id: 'weekly-2026-w12', slug: 'week-12', cadence: 'weekly' });
const send = async (one: typeof issue) => {
  const messenger = createSmtp(sink.url);
  const context = deliveryContext(db, messenger);
  await releaseIssue(context, one, { send: true });
  await db.transaction().execute((trx) => bringForwardDeliveries(trx, one, MORNING));
  const { sent } = await deliverIssue(context, one);
  await messenger.close();
  return sent;
};
const unfold = (source: string) =>
  source
    .replace(/\r\n[ \t]/g, ' ')
    .replace(/=\r\n/g, '')
    .replace(/=3D/g, '=');
const mailTo = (name: string) =>
  unfold(sink.received.filter(({ to }) => to.startsWith(name)).at(-1)?.source ?? '');

test('a reader of both cadences gets each issue once, with a link that ends only that one', async () => {
  const id = await addReader(db, 'both@example.org', { cadence: 'both' });
  await addReader(db, 'daily@example.org');
  await addReader(db, 'weekly@example.org', { cadence: 'weekly' });
  expect([await send(issue), await send(issue), await send(weekly)]).toEqual([2, 0, 2]);
  const mails = sink.received
    .filter(({ to }) => to === 'both@example.org')
    .map(({ source }) => unfold(source));
  expect(mails.map((mail) => /^List-Id:.*<(\w+)\./im.exec(mail)?.[1])).toEqual(['daily', 'weekly']);
  expect(mails.map((mail) => /^List-Unsubscribe:\s*<.*\/(\w+)>/im.exec(mail)?.[1])).toEqual([
    'daily',
    'weekly',
  ]);
  expect(mailTo('daily')).toMatch(/^List-Unsubscribe:\s*<https:\/\/example\.org\/unsubscribe\/[^/\s]+>/im);

  expect(await db.transaction().execute((trx) => unsubscribeFrom(trx, id, 'daily', MORNING))).toBe('weekly');
  expect(await findSubscriber(db, id)).toMatchObject({ status: 'active', cadence: 'weekly' });
  expect(await db.transaction().execute((trx) => unsubscribeFrom(trx, id, 'daily', MORNING))).toBe('weekly');
  expect(
    await db.transaction().execute((trx) => unsubscribeFrom(trx, id, 'weekly', MORNING)),
  ).toBeUndefined();
  expect(await findSubscriber(db, id)).toMatchObject({ status: 'unsubscribed' });
});

test('giving up one of two cadences skips its queued mails', async () => {
  const id = await addReader(db, 'both@example.org', { cadence: 'both', hour: 9 });
  const context = deliveryContext(db, createSmtp(sink.url));
  await releaseIssue(context, issue, { send: true });
  await releaseIssue(context, weekly, { send: true });
  await changePreferences(db, id, { cadence: 'weekly', timeZone: 'UTC', hour: 9, omitted: [] });
  const rows = await db.selectFrom('deliveries').select(['cadence', 'state']).orderBy('cadence').execute();
  expect(rows).toEqual([
    { cadence: 'daily', state: 'skipped' },
    { cadence: 'weekly', state: 'queued' },
  ]);
});

test('topics change the mails of their readers, and readers who want only followed topics get only issues about them', async () => {
  const [title = ''] = issue.recaps[0]?.sections.map((section) => section.title) ?? [];
  const word = title.split(' ').sort((a, b) => b.length - a.length)[0] ?? '';
  const interests = { follow: [], followedOnly: false, mute: [] };
  await addReader(db, 'plain@example.org');
  await addReader(db, 'follows@example.org', { interests: { ...interests, follow: [word] } });
  await addReader(db, 'mutes@example.org', { interests: { ...interests, mute: [word] } });
  await addReader(db, 'only@example.org', {
    interests: { ...interests, follow: [word], followedOnly: true },
  });
  const nothing = { ...interests, follow: ['zeppelins'], followedOnly: true };
  await addReader(db, 'nothing@example.org', { interests: nothing });
  expect(await send(issue)).toBe(4);
  expect(mailTo('follows')).toContain('You follow');
  expect(mailTo('only')).toContain('You follow');
  expect(mailTo('plain')).not.toContain('You follow');
  expect(mailTo('mutes')).toMatch(/\d+ items? (is|are) left out because you muted/);
  expect(mailTo('mutes')).not.toContain(title);
  const skipped = await db.selectFrom('deliveries').select('error').where('state', '=', 'skipped').execute();
  expect(skipped).toEqual([{ error: 'mentions nothing that they follow' }]);
});
