import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import type { Db } from '../../../src/store/database/schema.js';
import { restoreBounced, restoreBouncedSince } from '../../../src/store/subscribers/restore.js';
import {
  createSubscriber,
  findSubscriberByAddress,
  unsubscribe,
} from '../../../src/store/subscribers/subscribers.js';
import { suppressAddress } from '../../../src/store/subscribers/suppressions.js';
import { addReader } from '../../fixtures/readers.js';
import { openTestStore } from '../../fixtures/store.js';

const NOW = '2026-04-06T08:00:00.000Z';
const LATER = '2026-04-07T08:00:00.000Z';
const preferences = { cadence: 'daily' as const, timeZone: 'UTC', hour: 7, omitted: [] };
let db: Db;
beforeEach(async () => {
  db = await openTestStore();
  await addReader(db, 'bounced@example.org');
  await addReader(db, 'complained@example.org');
  await addReader(db, 'refused@example.org');
  await unsubscribe(db, await addReader(db, 'left@example.org'), NOW);
  await createSubscriber(db, { address: 'new@example.org', key: 'new@example.org' }, preferences, NOW);
  await suppressAddress(db, 'bounced@example.org', 'no such user', NOW);
  await suppressAddress(db, 'complained@example.org', 'no such user', NOW);
  await suppressAddress(db, 'complained@example.org', 'reported as unwanted', LATER, 'complaint');
  await suppressAddress(db, 'refused@example.org', 'refused by Resend', LATER, 'provider');
  await suppressAddress(db, 'left@example.org', 'no such user', LATER);
  await suppressAddress(db, 'new@example.org', 'no such user', LATER);
});
const statusOf = async (name: string) => (await findSubscriberByAddress(db, `${name}@example.org`))?.status;

test('only bounces are restored, to the earlier status; complaints and unsubscribes are not', async () => {
  const { restored, refused } = await restoreBouncedSince(db, NOW);
  expect(restored).toEqual([
    { address: 'bounced@example.org', status: 'active' },
    { address: 'new@example.org', status: 'pending' },
  ]);
  expect(refused).toEqual([
    { address: 'complained@example.org', reason: 'complaint' },
    { address: 'left@example.org', reason: 'unsubscribed' },
    { address: 'refused@example.org', reason: 'complaint' },
  ]);
  expect([await statusOf('bounced'), await statusOf('new'), await statusOf('left')]).toEqual([
    'active',
    'pending',
    'suppressed',
  ]);
  // The suppression is lifted, too: if the address is deleted and added again, it can be mailed.
  expect((await restoreBounced(db, ['bounced@example.org'])).refused).toEqual([
    { address: 'bounced@example.org', reason: 'not suppressed' },
  ]);
  await suppressAddress(db, 'bounced@example.org', 'no such user', LATER);
  expect(await statusOf('bounced')).toBe('suppressed');
});

test('a day limits which are restored', async () => {
  const { restored } = await restoreBouncedSince(db, LATER);
  expect(restored.map(({ address }) => address)).toEqual(['new@example.org']);
});

test('in rows of older versions, the number of consents shows who had unsubscribed', async () => {
  await sql`update suppressions set former_status = null`.execute(db);
  const { restored, refused } = await restoreBounced(db, ['bounced@example.org', 'left@example.org']);
  expect(restored).toEqual([{ address: 'bounced@example.org', status: 'active' }]);
  expect(refused).toEqual([{ address: 'left@example.org', reason: 'unsubscribed' }]);
});
