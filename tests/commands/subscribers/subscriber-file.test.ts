import { expect, test } from 'vitest';
import { readSubscriberFile } from '../../../src/commands/subscribers/subscriber-file.js';

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
