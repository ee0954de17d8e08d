import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { claimBatch, recordResults } from '../../../src/store/deliveries/claims.js';
import {
  bringForwardDeliveries,
  createDeliveries,
  listDeliveries,
} from '../../../src/store/deliveries/deliveries.js';
import { requeueDeliveries } from '../../../src/store/deliveries/recovery.js';
import { saveIssue } from '../../../src/store/issues.js';
import { makeIssue } from '../../fixtures/issue.js';
import { addReader } from '../../fixtures/readers.js';
import { openReaders } from '../readers.js';

const KEY = Buffer.from('a secret of the webhook for tests');
const SECRET = `whsec_${KEY.toString('base64')}`;
const ANN = 'ann@example.org';
let site: Awaited<ReturnType<typeof openReaders>>;
let count = 0;
beforeEach(async () => {
  site = await openReaders({ webhookSecret: SECRET, softBounces: 3 });
  await addReader(site.db, ANN);
});

interface Sent {
  id?: string;
  /** Seconds ago, by the real clock: the package that verifies looks at it. */
  ago?: number;
  key?: Buffer;
}

async function sendText(payload: string, { id = `msg_${count++}`, ago = 0, key = KEY }: Sent = {}) {
  const timestamp = String(Math.floor(Date.now() / 1000) - ago);
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${payload}`).digest('base64');
  const headers = { 'svix-id': id, 'svix-timestamp': timestamp, 'svix-signature': `v1,${signature}` };
  const answer = await site.app.request('/webhooks/resend', { method: 'POST', body: payload, headers });
  return `${answer.status} ${(await answer.text()).trim()}`;
}

const send = (type: string, data: object = {}, sent: Sent = {}) =>
  sendText(
    JSON.stringify({
      type,
      created_at: '2026-03-18T08:00:00Z',
      data: { email_id: 'e1', to: [ANN], ...data },
    }),
    sent,
  );
const bounce = (type: string, sent: Sent = {}) =>
  send('email.bounced', { bounce: { type, subType: 'General', message: 'no\r\nsuch user' } }, sent);
const status = async () => {
  const { status, reason, softBounces } = (await site.find(ANN)) ?? {};
  return { status, reason, softBounces };
};

test('a hard bounce suppresses at once, with its reason on one line', async () => {
  expect(await bounce('Permanent')).toBe('200 done');
  expect(await status()).toMatchObject({ status: 'suppressed', reason: 'bounced: no such user' });
});

test('a complaint and a suppression by the provider also suppress at once', async () => {
  expect(await send('email.complained')).toBe('200 done');
  expect(await status()).toMatchObject({ status: 'suppressed', reason: 'reported as unwanted' });
  await addReader(site.db, 'bob@example.org');
  await send('email.suppressed', {
    to: ['bob@example.org'],
    suppressed: { message: 'on the list', type: 'x' },
  });
  expect(await site.find('bob@example.org')).toMatchObject({
    status: 'suppressed',
    reason: 'refused by Resend: on the list',
  });
});

test('soft bounces in a row suppress an address; a delivered mail resets the count', async () => {
  await bounce('Transient');
  await bounce('Undetermined');
  expect(await send('email.delivered')).toBe('200 done');
  await bounce('Transient');
  await bounce('Transient');
  expect(await status()).toMatchObject({ status: 'active', softBounces: 2 });
  await bounce('Transient');
  expect(await status()).toMatchObject({ status: 'suppressed', reason: 'bounced 3 times: no such user' });
});

test('a bounce that blames the sender suppresses nobody, however permanent it is', async () => {
  const blocked = { type: 'Permanent', message: 'smtp; 554 5.7.1 Client host [192.0.2.9] is on a blocklist' };
  const content = { type: 'Transient', subType: 'ContentRejected', message: 'no' };
  for (const bounce of [blocked, content])
    expect(await send('email.bounced', { bounce })).toBe('200 ignored');
  expect(await status()).toMatchObject({ status: 'active', softBounces: 0 });
});

test('a repeated event is accepted and counted once', async () => {
  expect(await bounce('Transient', { id: 'msg_again' })).toBe('200 done');
  expect(await bounce('Transient', { id: 'msg_again', ago: -10 })).toBe('200 already handled');
  expect(await status()).toMatchObject({ softBounces: 1 });
});

describe('a mail that Resend took and could not send', () => {
  const issue = makeIssue();
  const now = '2026-03-19T08:00:00.000Z';
  const claim = () => claimBatch(site.db, issue.id, { owner: 'one', via: 'resend', now, limit: 9 });
  const claimOne = async () => {
    const [claimed] = await claim();
    if (!claimed) throw new Error('nothing to send');
    return claimed;
  };
  const failed = () => send('email.failed', { failed: { reason: 'reached_daily_quota' } });
  const listed = () => listDeliveries(site.db, { state: 'failed', limit: 9 });
  beforeEach(async () => {
    await saveIssue(site.db, issue);
    await createDeliveries(site.db, issue, { from: now, now });
    await bringForwardDeliveries(site.db, issue, now);
  });

  test('fails and is sent again under a new key', async () => {
    const first = await claimOne();
    await recordResults(site.db, [{ delivery: first, outcome: 'sent', providerId: 'e1' }], now);

    expect(await failed()).toBe('200 done');
    expect(await listed()).toMatchObject([
      { address: ANN, error: 'Resend accepted it but could not send it: reached_daily_quota' },
    ]);
    expect(await failed()).toBe('200 ignored');
    expect(await status()).toMatchObject({ status: 'active', softBounces: 0 });

    await requeueDeliveries(site.db, issue.id, {
      states: ['failed'],
      now,
      keysSince: '2026-03-19T07:00:00.000Z',
    });
    expect(await failed()).toBe('200 ignored');
    const second = await claimOne();
    expect(second).toMatchObject({ to: ANN, uncertain: false });
    expect(second.batch).not.toBe(first.batch);
  });

  test('is repeated by Resend if it arrives before the delivery is recorded, even after a lost response', async () => {
    const delivery = await claimOne();
    expect(await failed()).toBe('503 not yet');
    const retry = { at: now, batch: delivery.batch };
    await recordResults(site.db, [{ delivery, outcome: 'failed', uncertain: true, retry }], now);
    expect(await failed()).toBe('503 not yet');
    const again = await claimOne();
    await recordResults(site.db, [{ delivery: again, outcome: 'sent', providerId: 'e1' }], now);
    expect(await failed()).toBe('200 done');
    expect(await listed()).toHaveLength(1);
  });

  test('is ignored if the address has no delivery in progress', async () => {
    expect(await failed()).toBe('200 ignored');
    const delivery = await claimOne();
    await recordResults(site.db, [{ delivery, outcome: 'sent', providerId: 'e2' }], now);
    expect(await failed()).toBe('200 ignored');
    expect(await listed()).toEqual([]);
  });
});

test('a failed mail that is not a delivery, such as a confirmation, is ignored', async () => {
  expect(await send('email.failed', { failed: { reason: 'reached_daily_quota' } })).toBe('200 ignored');
  expect(await status()).toMatchObject({ status: 'active', softBounces: 0 });
});

test.each<[string, Sent]>([
  ['signed with another secret', { key: Buffer.from('another') }],
  ['replayed after six minutes', { ago: 360 }],
  ['dated six minutes ahead', { ago: -360 }],
])('one that is %s is refused', async (_, sent) => {
  expect(await bounce('Permanent', sent)).toMatch(/^401 invalid or expired signature/);
  expect(await status()).toMatchObject({ status: 'active' });
});

test('an event without a signature is refused', async () => {
  const { status: code, text } = await site.post('/webhooks/resend', { type: 'email.bounced' });
  expect([code, text]).toEqual([401, expect.stringContaining('invalid or expired signature')]);
});

test('a signed request that is not an event gets a clear error', async () => {
  expect(await sendText('not json')).toBe('400 not an event');
  expect(await sendText('[]')).toBe('400 not an event');
  expect(await sendText(JSON.stringify({ type: 'email.bounced', data: {} }))).toBe(
    '400 not an event of this kind',
  );
  expect(await sendText('x'.repeat(300_000))).toBe('413 too large');
});

test('other events, unknown addresses and mails to several recipients are ignored', async () => {
  expect(await send('email.opened')).toBe('200 ignored');
  expect(await send('contact.created', { to: undefined })).toBe('200 ignored');
  expect(await send('email.complained', { to: ['eve@example.org'] })).toBe('200 ignored');
  expect(await send('email.complained', { to: [ANN, 'eve@example.org'] })).toBe('200 ignored');
  expect(await status()).toMatchObject({ status: 'active' });
  expect(await site.db.selectFrom('suppressions').selectAll().execute()).toEqual([]);
});

test('without a secret, Resend is asked to retry, and the log reports it once', async () => {
  const logged: string[] = [];
  const log = { error: () => {}, warn: (_: object, message: string) => void logged.push(message) };
  site = await openReaders({}, { log });
  expect(await bounce('Permanent')).toMatch(/^503 no webhook secret/);
  expect(await bounce('Permanent')).toMatch(/^503 no webhook secret/);
  expect(logged).toEqual([expect.stringContaining('RESEND_WEBHOOK_SECRET is not set')]);
});
