// Servers with the habits of real ones, from the release to the ledger: who has the mail, who waits, who is suppressed.
import type { SMTPServerOptions } from 'smtp-server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSmtp } from '../../src/deliver/smtp/smtp.js';
import { deliverAllDue } from '../../src/stages/delivering/delivery.js';
import type { Db } from '../../src/store/database/schema.js';
import { countDeliveries } from '../../src/store/deliveries/counts.js';
import { findPause, resumeIssue } from '../../src/store/deliveries/pauses.js';
import { countSubscribers } from '../../src/store/subscribers/counts-over-time.js';
import { deliveryContext, issue, MORNING, release } from '../fixtures/delivery.js';
import { startSmtpSink } from '../fixtures/mails.js';
import { addReader } from '../fixtures/readers.js';
import { openTestStore } from '../fixtures/store.js';

const MINUTE = 60_000;
let db: Db;
let now: number;
const closing: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  db = await openTestStore();
  now = Date.parse(MORNING);
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Refuse = (address: string, sessionId: string) => [code: number, text: string] | 'drop' | undefined;

/** Releases the issue to readers whose server answers each recipient by `refuse`. */
async function open(names: string[], refuse: Refuse) {
  const onRcptTo: SMTPServerOptions['onRcptTo'] = ({ address }, session, callback) => {
    const answer = refuse(address, session.id);
    if (answer === 'drop') return callback(Object.assign(new Error('going away'), { responseCode: 421 }));
    callback(answer && Object.assign(new Error(answer[1]), { responseCode: answer[0] }));
  };
  const sink = await startSmtpSink({ onRcptTo });
  const messenger = createSmtp(sink.url, { connections: 3 });
  closing.push(messenger.close, sink.close);
  for (const name of names) await addReader(db, `${name}@example.org`);
  const look = (signal = new AbortController().signal) =>
    deliverAllDue({ ...deliveryContext(db, messenger, { now: new Date(now).toISOString() }), signal });
  await release(deliveryContext(db, messenger));
  const suppressed = async () => (await countSubscribers(db, new Date(now).toISOString())).suppressed;
  return { sink, look, suppressed };
}

const names = (count: number, name = 'reader') => Array.from({ length: count }, (_, n) => `${name}${n}`);

test.each<[kind: string, words: [number, string]]>([
  ['relaying', [550, 'relay not permitted']],
  ['a blocklist', [554, 'Service unavailable; Client host [192.0.2.7] blocked using list.example']],
  ['SPF', [550, '5.7.23 SPF validation failed']],
  ['a sender that is not allowed', [553, '5.1.8 Sender address rejected']],
  ['content', [554, '5.7.1 Message contains spam or virus']],
])('refused for %s: the issue pauses with the words, and nobody is suppressed', async (_, words) => {
  let refuses = true;
  const { sink, look, suppressed } = await open(names(30), () =>
    refuses && sink.received.length >= 10 ? words : undefined,
  );
  await look();
  expect(await findPause(db, issue.id)).toContain(words[1]);
  expect(await suppressed()).toBe(0);
  const { sent = 0, failed = 0, queued = 0 } = await countDeliveries(db, issue.id);
  expect([sent >= 10 && sent < 13, failed < 10, sent + failed + queued]).toEqual([true, true, 30]);
  refuses = false;
  await resumeIssue(db, issue.id);
  await look();
  expect(sink.received).toHaveLength(sent + queued);
});

test('mailboxes that do not exist are suppressed; a full one is not', async () => {
  const { sink, look, suppressed } = await open([...names(12), 'gone1', 'gone2', 'full1'], (address) =>
    address.startsWith('gone')
      ? [550, '5.1.1 The email account that you tried to reach does not exist']
      : address.startsWith('full')
        ? [552, '5.2.2 Mailbox full']
        : undefined,
  );
  await look();
  expect([sink.received.length, await suppressed()]).toEqual([12, 2]);
  expect(await countDeliveries(db, issue.id)).toEqual({ sent: 12, rejected: 2, failed: 1 });
  expect(await findPause(db, issue.id)).toBeUndefined();
});

test('greylisting, dropped connections, a quota and five killed senders: each reader gets one mail', async () => {
  const firstTried = new Map<string, number>();
  const sessions = new Set<string>();
  let quotaEnds = 0;
  const { sink, look, suppressed } = await open(names(60), (address, id) => {
    sessions.add(id);
    // Not before the server has shown how many mails it takes: else the sender begins slowly.
    if (sink.received.length > 9 && [...sessions].indexOf(id) % 10 === 9) return 'drop';
    if (sink.received.length >= 30) quotaEnds ||= now + 60 * MINUTE;
    if (now < quotaEnds) return [550, 'You have exceeded the max emails per hour'];
    if (Number(/\d+/.exec(address)?.[0]) % 10 > 2) return undefined;
    if (!firstTried.has(address)) firstTried.set(address, now);
    return now - (firstTried.get(address) ?? now) < 5 * MINUTE
      ? [450, '4.2.0 Greylisted, try again in 300 seconds']
      : undefined;
  });
  for (let round = 0; round < 12; round++) {
    const end = new AbortController();
    const ending = round < 5 ? setTimeout(() => end.abort(), 15) : undefined;
    await look(end.signal);
    clearTimeout(ending);
    now += 20 * MINUTE;
  }
  expect(await countDeliveries(db, issue.id)).toEqual({ sent: 60 });
  const mailed = sink.received.map(({ to }) => to);
  expect([mailed.length, new Set(mailed).size, await suppressed()]).toEqual([60, 60, 0]);
});
