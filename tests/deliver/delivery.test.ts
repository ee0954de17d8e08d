import { mkdtempSync, readdirSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createOutbox } from '../../src/deliver/outbox.js';
import { createResend, type ResendOptions } from '../../src/deliver/resend/resend.js';
import { createSmtp } from '../../src/deliver/smtp/smtp.js';
import { isReaderToken } from '../../src/deliver/tokens.js';
import { deliverAllDue, deliverIssue } from '../../src/stages/delivering/delivery.js';
import { releaseIssue } from '../../src/stages/editing/release.js';
import type { Tables } from '../../src/store/database/schema.js';
import { countDeliveries } from '../../src/store/deliveries/counts.js';
import { bringForwardDeliveries } from '../../src/store/deliveries/deliveries.js';
import { findPause, resumeIssue } from '../../src/store/deliveries/pauses.js';
import { openDatabase } from '../../src/store/open.js';
import { getSecret } from '../../src/store/secrets.js';
import { unsubscribe } from '../../src/store/subscribers/subscribers.js';
import { deliveryContext, issue, MORNING, release } from '../fixtures/delivery.js';
import { startResendSink, startSmtpSink } from '../fixtures/mails.js';
import { addReader } from '../fixtures/readers.js';
import { makeDatabase, onPostgres, openTestStore, testOnSqlite } from '../fixtures/store.js';
import { startProxy } from '../fixtures/tcp-proxy.js';

let db: Kysely<Tables>;
const closing: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  db = await openTestStore();
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function openResend(
  before?: Parameters<typeof startResendSink>[0],
  options: Partial<ResendOptions> = {},
) {
  const sink = await startResendSink(before);
  closing.push(sink.close);
  return { sink, messenger: createResend({ apiKey: 're_1', baseUrl: sink.url, tries: 1, ...options }) };
}
const refused = (status: number, message: string) => ({
  status,
  body: { name: 'validation_error', statusCode: status, message },
});
const addReaders = (count: number) =>
  db.transaction().execute(async (trx) => {
    for (let n = 0; n < count; n++) await addReader(trx, `reader${n}@example.org`);
  });

test('if two processes make the same issue at once, the first one’s is kept', async () => {
  const { messenger } = await openResend();
  const context = deliveryContext(db, messenger);
  await release(context);
  const second = { ...issue, headline: 'Written a moment later' };
  expect((await releaseIssue(context, second, { send: true })).headline).toBe(issue.headline);
  const rewritten = await releaseIssue(context, second, { send: false, rewrite: true });
  expect(rewritten.headline).toBe(second.headline);
});

test('each reader gets a mail of their own, once', async () => {
  const { sink, messenger } = await openResend();
  const id = await addReader(db, 'Ann@bücher.example');
  const context = deliveryContext(db, messenger);
  await release(context);
  expect(await deliverIssue(context, issue)).toEqual({ sent: 1, failed: 0, skipped: 0, errors: [] });
  expect(await deliverIssue(context, issue)).toEqual({ sent: 0, failed: 0, skipped: 1, errors: [] });
  expect(sink.mailed).toEqual(['Ann@xn--bcher-kva.example']);
  const [mail] = JSON.parse(sink.asked[0]?.body ?? '');
  const token = /https:\/\/example\.org\/unsubscribe\/([\w.-]+)/.exec(mail.html)?.[1] ?? '';
  expect(isReaderToken([await getSecret(db)], token, { id, generation: 0 })).toBe(true);
  expect(mail.text).toContain(`https://example.org/preferences/${token}`);
  expect(mail.headers).toEqual({
    'Message-ID': `<daily-2026-03-17.${id}@example.org>`,
    'List-Id': '"Field Notes" <daily.example.org>',
    'List-Unsubscribe': `<https://example.org/unsubscribe/${token}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  });
});

testOnSqlite('line breaks in a title do not become headers', async () => {
  const { sink, messenger } = await openResend();
  await addReader(db, 'ann@example.org');
  const hostile = { ...issue, headline: 'One\r\nBcc: bob@example.org', publication: 'Notes\r\n>Bcc: bob' };
  const context = deliveryContext(db, messenger);
  await release(context);
  await deliverIssue(context, hostile);
  const [mail] = JSON.parse(sink.asked[0]?.body ?? '');
  expect([mail.subject, ...Object.values(mail.headers)].join('')).not.toMatch(/[\r\n]/);
});

testOnSqlite(
  'without a public URL, a mail has no links to pages, and readers unsubscribe by reply',
  async () => {
    const { sink, messenger } = await openResend();
    await addReader(db, 'ann@example.org');
    const context = deliveryContext(db, messenger, { env: { PUBLIC_URL: '' } });
    await release(context);
    await deliverIssue(context, issue);
    const [mail] = JSON.parse(sink.asked[0]?.body ?? '');
    expect(mail.headers['List-Unsubscribe']).toBe('<mailto:notes@example.org?subject=unsubscribe>');
    for (const sign of ['\u0002', '/unsubscribe/']) expect(mail.html + mail.text).not.toContain(sign);
  },
);

test('omitted recaps are left out of a reader’s mail', async () => {
  const { sink, messenger } = await openResend();
  const [first, second] = issue.recaps.map(({ title }) => title);
  await addReader(db, 'ann@example.org', { omitted: [first ?? '', 'of another time'] });
  await addReader(db, 'bob@example.org');
  const context = deliveryContext(db, messenger);
  await release(context);
  await deliverIssue(context, issue);
  const mails = JSON.parse(sink.asked[0]?.body ?? '') as { to: string; text: string }[];
  const textOf = (to: string) => mails.find((mail) => mail.to === to)?.text.split('\n') ?? [];
  expect(textOf('ann@example.org')).not.toContain(first);
  expect(textOf('ann@example.org')).toContain(second);
  expect(textOf('bob@example.org')).toContain(first);
});

test('readers around the world get the same issue, each at their hour', async () => {
  const { sink, messenger } = await openResend();
  await addReader(db, 'auckland@example.org', { timeZone: 'Pacific/Auckland' });
  await addReader(db, 'honolulu@example.org', { timeZone: 'Pacific/Honolulu' });
  await addReader(db, 'berlin@example.org', { timeZone: 'Europe/Berlin' });
  await release(deliveryContext(db, messenger, { now: '2026-03-18T06:00:00.000Z' }));
  const mailedBy = async (now: string) => {
    await deliverAllDue(deliveryContext(db, messenger, { now }));
    return sink.mailed.splice(0).map((to) => to.split('@')[0]);
  };
  expect(await mailedBy('2026-03-18T06:00:00.000Z')).toEqual(['berlin']);
  expect(await mailedBy('2026-03-18T16:59:00.000Z')).toEqual([]);
  expect(await mailedBy('2026-03-18T17:00:00.000Z')).toEqual(['honolulu']);
  expect(await mailedBy('2026-03-18T18:00:00.000Z')).toEqual(['auckland']);
});

test('an issue that was published without sending waits for the operator, not for an hour', async () => {
  const { sink, messenger } = await openResend();
  await addReaders(2);
  const context = deliveryContext(db, messenger, { now: '2026-03-19T07:00:00.000Z' });
  await releaseIssue(context, issue, { send: false });
  expect(await countDeliveries(db, issue.id)).toEqual({ queued: 2 });
  await deliverAllDue(context);
  expect(sink.mailed).toEqual([]);
  await bringForwardDeliveries(db, issue, '2026-03-19T07:00:00.000Z');
  expect(await deliverIssue(context, issue)).toMatchObject({ sent: 2 });
});

test('an issue made for the archive creates no deliveries', async () => {
  const { messenger } = await openResend();
  await addReaders(1);
  await releaseIssue(deliveryContext(db, messenger), issue, { send: false, archive: true });
  expect(await countDeliveries(db, issue.id)).toEqual({});
});

test('a mail that has waited for three days is not sent', async () => {
  const { sink, messenger } = await openResend();
  await addReader(db, 'ann@example.org');
  await release(deliveryContext(db, messenger));
  await deliverAllDue(deliveryContext(db, messenger, { now: '2026-03-21T07:00:00.000Z' }));
  expect(sink.mailed).toEqual([]);
  expect(await countDeliveries(db, issue.id)).toEqual({ skipped: 1 });
});

testOnSqlite(
  'after an exhausted quota, sending resumes when the provider says, until the issue is too old',
  async () => {
    const quota = {
      status: 429,
      headers: { 'retry-after': '86400' },
      body: { name: 'daily_quota_exceeded', statusCode: 429, message: 'You have reached your daily quota.' },
    };
    let full = true;
    const { sink, messenger } = await openResend(() => (full ? quota : undefined));
    await addReaders(3);
    const at = (now: string) => deliveryContext(db, messenger, { now });
    await release(at(MORNING));
    expect(await deliverIssue(at(MORNING), issue)).toMatchObject({
      sent: 0,
      failed: 0,
      deferred: { count: 3, waiting: expect.stringContaining('daily quota') },
    });
    await deliverAllDue(at('2026-03-19T06:59:00.000Z'));
    expect(sink.asked).toHaveLength(1);
    full = false;
    await deliverAllDue(at('2026-03-19T07:00:01.000Z'));
    expect(sink.mailed).toHaveLength(3);
  },
);

test('after an exhausted quota, no mail is tried before the given time', async () => {
  let asked = 0;
  const sink = await startSmtpSink({
    onRcptTo: (_, __, callback) =>
      callback(
        ++asked > 2
          ? Object.assign(new Error('5.4.5 Daily user sending limit exceeded'), { responseCode: 550 })
          : null,
      ),
  });
  const messenger = createSmtp(sink.url, { connections: 1 });
  closing.push(messenger.close, sink.close);
  await addReaders(6);
  const at = (now: string) => deliveryContext(db, messenger, { now });
  await release(at(MORNING));
  expect(await deliverIssue(at(MORNING), issue)).toMatchObject({ sent: 2, failed: 0 });
  const before = asked;
  expect((await deliverAllDue(at('2026-03-18T07:14:00.000Z'))).size).toBe(0);
  expect(asked).toBe(before);
  asked = -9;
  await deliverAllDue(at('2026-03-18T07:16:00.000Z'));
  expect(await countDeliveries(db, issue.id)).toEqual({ sent: 6 });
});

testOnSqlite('the maximum age counts from the first due time, whatever wait a server asks for', async () => {
  const { sink, messenger } = await openResend(() => ({
    status: 429,
    headers: { 'retry-after': String(20 * 86_400) },
    body: { name: 'monthly_quota_exceeded', statusCode: 429, message: 'You have reached your quota.' },
  }));
  await addReaders(1);
  const at = (now: string) => deliveryContext(db, messenger, { now });
  await release(at(MORNING));
  await deliverIssue(at(MORNING), issue);
  await deliverAllDue(at('2026-03-19T20:00:00.000Z'));
  expect(await countDeliveries(db, issue.id)).toEqual({ skipped: 1 });
  expect(sink.asked).toHaveLength(1);
});

test('two sendings at once never send twice', async () => {
  const { sink, messenger } = await openResend();
  await addReaders(350);
  const context = deliveryContext(db, messenger);
  await release(context);
  const counts = await Promise.all([1, 2].map(() => deliverIssue(context, issue)));
  expect(counts.reduce((sum, { sent }) => sum + sent, 0)).toBe(350);
  expect(sink.mailed).toHaveLength(350);
  expect(new Set(sink.mailed).size).toBe(350);
});

test('a delivery pauses when too many mails fail, and reports it until it is resumed', async () => {
  const { messenger } = await openResend(({ path, body }) =>
    path === '/emails/batch' || /reader\d*[02468]@/.test(body)
      ? refused(422, 'Invalid `to` field.')
      : undefined,
  );
  await addReaders(100);
  const context = deliveryContext(db, messenger);
  await release(context);
  const { failed, errors } = await deliverIssue(context, issue);
  expect(failed).toBe(50);
  expect(errors.at(-1)).toContain('paused: 50% of the last mails failed');
  expect(await findPause(db, issue.id)).toContain('50%');
  expect((await deliverIssue(context, issue)).sent).toBe(0);
  expect([...(await deliverAllDue(context)).keys()]).toEqual([]);
});

test('an outage does not pause a delivery: the same batch is sent when the service is back', async () => {
  let down = true;
  const { sink, messenger } = await openResend(() => (down ? { status: 503, body: 'down' } : undefined));
  await addReaders(3);
  await release(deliveryContext(db, messenger));
  expect(await deliverIssue(deliveryContext(db, messenger), issue)).toMatchObject({ sent: 0, failed: 3 });
  down = false;
  const later = deliveryContext(db, messenger, { now: '2026-03-18T07:02:00.000Z' });
  expect(await deliverIssue(later, issue)).toMatchObject({ sent: 3, failed: 0 });
  expect(new Set(sink.asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
});

test('mails of a refused batch whose responses were lost keep their keys', async () => {
  let refuses = true;
  const { sink, messenger } = await openResend(({ path }) => {
    if (!refuses) return undefined;
    return path === '/emails/batch' ? refused(422, 'Invalid `to` field.') : 'lost';
  });
  await addReaders(3);
  await release(deliveryContext(db, messenger));
  expect(await deliverIssue(deliveryContext(db, messenger), issue)).toMatchObject({ sent: 0, failed: 3 });
  refuses = false;
  const later = deliveryContext(db, messenger, { now: '2026-03-18T07:02:00.000Z' });
  expect(await deliverIssue(later, issue)).toMatchObject({ sent: 3, failed: 0 });
  expect(sink.mailed).toHaveLength(3);
});

testOnSqlite('a batch of which every mail was refused goes out once the fault is fixed', async () => {
  let refuses = true;
  const { sink, messenger } = await openResend(({ path }, count) => {
    const errors = [0, 1].map((index) => ({ index, message: 'Invalid `subject` field.' }));
    if (count === 1) return { body: { data: [], errors } };
    // As Resend does for another payload under a key that it has answered.
    if (path === '/emails/batch')
      return { status: 409, body: { name: 'invalid_idempotent_request', statusCode: 409, message: 'other' } };
    return refuses ? refused(422, 'Invalid `subject` field.') : undefined;
  });
  await addReaders(2);
  await release(deliveryContext(db, messenger));
  expect(await deliverIssue(deliveryContext(db, messenger), issue)).toMatchObject({ sent: 0, failed: 2 });
  refuses = false;
  await deliverIssue(deliveryContext(db, messenger, { now: '2026-03-18T07:10:00.000Z' }), issue);
  expect([sink.mailed.length, await countDeliveries(db, issue.id)]).toEqual([2, { sent: 2 }]);
});

test('a batch that may have been sent is not split when it is refused later, but reported', async () => {
  const { sink, messenger } = await openResend((_, count) =>
    count === 1 ? 'lost' : count === 2 ? refused(422, 'Invalid `subject` field.') : { status: 503, body: '' },
  );
  await addReaders(3);
  await release(deliveryContext(db, messenger));
  for (const time of ['07:00', '07:02', '07:10', '07:45', '10:00'])
    await deliverIssue(deliveryContext(db, messenger, { now: `2026-03-18T${time}:00.000Z` }), issue);
  expect(await countDeliveries(db, issue.id)).toEqual({ uncertain: 3 });
  expect(new Set(sink.asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
});

testOnSqlite('when a batch is refused for one bad address, only that one is rejected', async () => {
  const { sink, messenger } = await openResend(({ body }) =>
    body.includes('reader1@') ? refused(422, 'Invalid `to` field.') : undefined,
  );
  await addReaders(3);
  const context = deliveryContext(db, messenger);
  await release(context);
  expect(await deliverIssue(context, issue)).toMatchObject({ sent: 2, failed: 1 });
  expect(await countDeliveries(db, issue.id)).toEqual({ sent: 2, rejected: 1 });
  expect(sink.asked.map(({ path }) => path)).toEqual(['/emails/batch', '/emails', '/emails', '/emails']);
});

testOnSqlite.each([
  ['a day later', '2026-03-19T06:30:00.000Z', 'resend'],
  ['by SMTP', '2026-03-18T07:02:00.000Z', 'smtp'],
])('what Resend may have taken is not sent again %s, but named', async (_, now, via) => {
  let answers = false;
  const { sink, messenger } = await openResend(() => (answers ? undefined : 'slow'), { timeoutMs: 50 });
  const smtp = await startSmtpSink();
  const other = createSmtp(smtp.url);
  closing.push(other.close, smtp.close);
  await addReaders(2);
  await release(deliveryContext(db, messenger));
  expect(await deliverIssue(deliveryContext(db, messenger), issue)).toMatchObject({ failed: 2 });
  answers = true;
  await deliverIssue(deliveryContext(db, via === 'smtp' ? other : messenger, { now }), issue);
  expect([sink.mailed, smtp.received, await countDeliveries(db, issue.id)]).toEqual([
    [],
    [],
    { uncertain: 2 },
  ]);
});

testOnSqlite('a mail that may have been sent is uncertain, not failed, after the last attempt', async () => {
  const { messenger } = await openResend(() => ({ status: 503, body: 'down' }));
  await addReaders(2);
  await release(deliveryContext(db, messenger));
  for (const time of ['07:00', '07:02', '07:10', '07:45', '10:00'])
    await deliverIssue(deliveryContext(db, messenger, { now: `2026-03-18T${time}:00.000Z` }), issue);
  expect(await countDeliveries(db, issue.id)).toEqual({ uncertain: 2 });
});

test('a mail that Resend refused can be sent by SMTP', async () => {
  const { messenger } = await openResend(() => refused(403, 'the domain is not verified'));
  const smtp = await startSmtpSink();
  const other = createSmtp(smtp.url);
  closing.push(other.close, smtp.close);
  await addReaders(2);
  await release(deliveryContext(db, messenger));
  expect(await deliverIssue(deliveryContext(db, messenger), issue)).toMatchObject({ failed: 2 });
  expect(await findPause(db, issue.id)).toMatch(/domain is not verified.*check MAIL_FROM/);
  expect(await countDeliveries(db, issue.id)).toEqual({ queued: 2 });
  await resumeIssue(db, issue.id);
  const later = deliveryContext(db, other, { now: '2026-03-18T07:02:00.000Z' });
  expect(await deliverIssue(later, issue)).toMatchObject({ sent: 2 });
});

testOnSqlite('a mailbox that does not exist is suppressed, also with SMTP', async () => {
  const sink = await startSmtpSink({
    onRcptTo: ({ address }, _, callback) =>
      address.startsWith('reader1@')
        ? callback(Object.assign(new Error('5.1.1 no such user'), { responseCode: 550 }))
        : callback(),
  });
  const messenger = createSmtp(sink.url);
  closing.push(messenger.close, sink.close);
  await addReaders(3);
  const context = deliveryContext(db, messenger);
  await release(context);
  expect(await deliverIssue(context, issue)).toMatchObject({ sent: 2, failed: 1 });
  expect(await countDeliveries(db, issue.id)).toEqual({ sent: 2, rejected: 1 });
});

test('results that could not be recorded are recorded later: every reader has one mail', async () => {
  let away = false;
  const rename = (from: string, to: string) =>
    sql`alter table ${sql.table(from)} rename to ${sql.table(to)}`.execute(db);
  const sink = await startSmtpSink({
    onData: (stream, { envelope }, callback) => {
      stream.resume();
      stream.on('end', async () => {
        sink.received.push({ to: envelope.rcptTo[0]?.address ?? '', source: '' });
        const breaks = !away;
        away = true;
        if (breaks) await rename('deliveries', 'gone');
        callback();
      });
    },
  });
  const messenger = createSmtp(sink.url);
  closing.push(messenger.close, sink.close);
  await addReaders(45);
  await release(deliveryContext(db, messenger));
  await expect(deliverIssue(deliveryContext(db, messenger), issue)).rejects.toThrow('deliveries');
  await rename('gone', 'deliveries');
  expect(await countDeliveries(db, issue.id)).toEqual({ claimed: 5, queued: 40 });
  // As when a claim is committed and the answer is lost.
  await sql`update deliveries set state = 'claimed', batch = 'lost', batched_at = ${MORNING}, claimed_at = ${MORNING},
    via = 'smtp', claimed_by = (select min(claimed_by) from deliveries) where state = 'queued'`.execute(db);
  const soon = deliveryContext(db, messenger, { now: '2026-03-18T07:01:00.000Z' });
  expect((await deliverAllDue(soon)).get(issue.id)).toMatchObject({ sent: 44, failed: 0 });
  expect(await countDeliveries(db, issue.id)).toEqual({ sent: 45 });
  expect(new Set(sink.received.map(({ to }) => to)).size).toBe(45);
  expect(sink.received).toHaveLength(45);
});

test('a killed process leaves one uncertain mail by SMTP; a mail that was only begun is sent again', async () => {
  let isUp = false;
  let reply = () => {};
  const sink = await startSmtpSink({
    onData: (stream, { envelope }, callback) => {
      stream.resume();
      stream.on('end', () => {
        sink.received.push({ to: envelope.rcptTo[0]?.address ?? '', source: '' });
        if (isUp) callback();
        else reply = callback;
      });
    },
  });
  const messenger = createSmtp(sink.url);
  closing.push(messenger.close, sink.close);
  await addReaders(12);
  await release(deliveryContext(db, messenger));
  const sending = deliverIssue(deliveryContext(db, messenger), issue);
  await vi.waitFor(() => expect(sink.received).toHaveLength(1), { timeout: 10_000 });
  const stateOf = () =>
    sql`select state, batched_at is not null as begun, count(*) as count from deliveries
      group by 1, 2 order by 1, 2`.execute(db);
  await vi.waitFor(
    async () =>
      expect((await stateOf()).rows.map((row) => Object.values(row as object).map(Number))).toEqual([
        [Number.NaN, 0, 4],
        [Number.NaN, 1, 1],
        [Number.NaN, 0, 7],
      ]),
    { timeout: 10_000 },
  );
  // Another process finds the claims of one that is gone.
  const ended = `${hostname()}/999999999/x/1`;
  const ours = await sql<{ owner: string }>`select min(claimed_by) as owner from deliveries`.execute(db);
  await sql`update deliveries set claimed_by = ${ended} where state = 'claimed'`.execute(db);
  expect(ours.rows[0]?.owner).toBeTruthy();
  const second = await startSmtpSink();
  const other = createSmtp(second.url);
  closing.push(other.close, second.close);
  expect((await deliverAllDue(deliveryContext(db, other))).get(issue.id)).toMatchObject({ sent: 11 });
  expect(await countDeliveries(db, issue.id)).toEqual({ sent: 11, uncertain: 1 });
  expect(second.received.map(({ to }) => to)).not.toContain(sink.received[0]?.to);
  // What was not begun is no failed attempt.
  const { rows } = await sql`select max(attempts) as most from deliveries`.execute(db);
  expect(rows).toEqual([{ most: 1 }]);
  // If it lives after all, it sends none of them, and its own result settles the uncertain one.
  isUp = true;
  reply();
  expect(await sending).toMatchObject({ sent: 1 });
  expect(sink.received).toHaveLength(1);
  expect(await countDeliveries(db, issue.id)).toEqual({ sent: 12 });
});

test('a reader who unsubscribes during a delivery gets no mail', async () => {
  const { sink, messenger } = await openResend();
  const id = await addReader(db, 'ann@example.org');
  const context = deliveryContext(db, messenger);
  await release(context);
  await unsubscribe(db, id, MORNING);
  await deliverIssue(context, issue);
  expect(sink.mailed).toEqual([]);
});

testOnSqlite('without a sender, no mail is sent', async () => {
  const { messenger } = await openResend();
  await addReaders(1);
  const context = deliveryContext(db, messenger, { env: { MAIL_FROM: '' } });
  await release(context);
  await expect(deliverIssue(context, issue)).rejects.toThrow('MAIL_FROM is missing');
  expect(await countDeliveries(db, issue.id)).toEqual({ queued: 1 });
});

test('without subscribers and a mail service, the operator gets one copy', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-'));
  const context = deliveryContext(db, createOutbox(folder));
  await release(context);
  expect(await deliverIssue(context, issue)).toMatchObject({ sent: 1, skipped: 0 });
  expect(await deliverIssue(context, issue)).toMatchObject({ sent: 0, skipped: 1 });
  expect(readdirSync(folder)).toHaveLength(3);
});

test.runIf(onPostgres)(
  'a batch whose claim was committed and not answered is sent all the same',
  async () => {
    const url = await makeDatabase();
    const direct = await openDatabase(url);
    // Ends the first connection that claims, once the server has answered its commit.
    let armed = true;
    const proxy = await startProxy(url, (asked) => {
      const cuts = armed && asked.includes('claimed_by =') && asked.endsWith('commit\0');
      if (cuts) armed = false;
      return cuts;
    });
    db = await openDatabase(proxy.url);
    const sink = await startSmtpSink();
    const messenger = createSmtp(sink.url);
    closing.push(
      messenger.close,
      sink.close,
      () => db.destroy(),
      proxy.close,
      () => direct.destroy(),
    );
    await addReaders(45);
    const context = deliveryContext(db, messenger);
    await release(context);
    expect(await deliverIssue(context, issue)).toMatchObject({ sent: 45 });
    expect(armed).toBe(false);
    expect(await countDeliveries(direct, issue.id)).toEqual({ sent: 45 });
    expect(new Set(sink.received.map(({ to }) => to)).size).toBe(sink.received.length);
  },
);
