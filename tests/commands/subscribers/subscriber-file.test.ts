import { expect, test } from 'vitest';
import {
  exportHeader,
  exportLine,
  readSubscriberFile,
} from '../../../src/commands/subscribers/subscriber-file.js';

const defaults = { cadence: 'daily' as const, timeZone: 'UTC', hour: 7, omitted: [] };

test.each([
  ['beehiiv', 'email,status,unsubscribed_at', 'active,', 'active,2026-01-02 03:04:05 UTC'],
  ['Kit', 'email,state', 'active', 'cancelled'],
  ['Kit', 'email,state', 'active', 'bounced'],
  ['Resend', 'email,unsubscribed', 'false', 'true'],
  ['Steady', 'email,state,subscription_state', 'Bavaria,active', 'Bavaria,cancelled'],
])('%s: who left stays out (%s)', (_, header, stays, left) => {
  const text = `${header}\nann@example.org,${stays}\nbob@example.org,${left}\n`;
  const read = readSubscriberFile(text, defaults);
  expect(read.subscribers.map(({ mailbox }) => mailbox.address)).toEqual(['ann@example.org']);
  expect([read.left, read.mistakes]).toEqual([1, []]);
});

test('a value that is not understood stops the import and is named', () => {
  const text = 'email,mail state\nann@example.org,active\nbob@example.org,somewhere\n';
  const { subscribers, mistakes, refused } = readSubscriberFile(text, defaults);
  expect(subscribers).toHaveLength(1);
  expect(mistakes).toEqual(['line 3: "mail state" is "somewhere": perhaps this address should get no mail']);
  expect(refused).toMatchObject([{ line: 3, fields: ['bob@example.org', 'somewhere'] }]);
});

test.each([
  ['first', 'bob@example.org,unsubscribed\nBOB@example.org,active'],
  ['last', 'BOB@example.org,active\nbob@example.org,unsubscribed'],
])('an address that left on one line and stays on another is not added: left %s', (_, lines) => {
  const { subscribers, left, mistakes } = readSubscriberFile(`email,status\n${lines}\n`, defaults);
  expect([subscribers, left, mistakes]).toEqual([
    [],
    1,
    [expect.stringContaining('the same address unsubscribed')],
  ]);
});

test('semicolons, a comma and a line break in quotes, and a header in another language', () => {
  const text =
    '"Name, Vorname";E-Mail-Adresse;Abgemeldet am\r\n"Doe, Ann";ann@example.org;\r\n"Roe,\r\nBob";bob@example.org;02.03.2026\r\n';
  const { subscribers, mistakes } = readSubscriberFile(text, defaults);
  expect(subscribers.map(({ mailbox }) => mailbox.address)).toEqual(['ann@example.org']);
  expect(mistakes).toEqual([
    'line 3: "Abgemeldet am" is "02.03.2026": perhaps this address should get no mail',
  ]);
});

test('cadence and topics are exported and imported', () => {
  const interests = { follow: ['OpenAI', 'gemma 4'], followedOnly: true, mute: ['crypto'] };
  const [listed] = readSubscriberFile(
    'email,cadence,follow,followed_only,mute\nann@example.org,both,"OpenAI, gemma 4",yes,=crypto\n',
    defaults,
  ).subscribers;
  expect(listed?.preferences).toMatchObject({ cadence: 'both', interests });
  const subscriber = {
    ...defaults,
    ...listed?.preferences,
    id: 'a',
    address: 'ann@example.org',
    key: 'ann@example.org',
    status: 'active' as const,
    createdAt: '2026-01-02T00:00:00.000Z',
    softBounces: 0,
    generation: 0,
    consents: 1,
  };
  const again = readSubscriberFile(`${exportHeader}\n${exportLine(subscriber)}\n`, defaults);
  expect(again.mistakes).toEqual([]);
  expect(again.subscribers[0]?.preferences).toEqual(listed?.preferences);
  const wrong = readSubscriberFile(`email,mute\nann@example.org,${'x'.repeat(61)}\n`, defaults);
  expect(wrong.mistakes).toEqual([expect.stringContaining('line 2: mute has more than 30 topics')]);
});
