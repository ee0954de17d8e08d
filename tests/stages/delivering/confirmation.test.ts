import { expect, test } from 'vitest';
import type { Mail } from '../../../src/model.js';
import { createConfirmer } from '../../../src/stages/delivering/confirmation.js';
import { createSubscriber, findSubscriberByAddress } from '../../../src/store/subscribers/subscribers.js';
import { suppressAddress } from '../../../src/store/subscribers/suppressions.js';
import { deliveryContext } from '../../fixtures/delivery.js';
import { addReader, EARLY } from '../../fixtures/readers.js';
import { openTestStore } from '../../fixtures/store.js';

async function open() {
  const db = await openTestStore();
  const mails: Mail[] = [];
  const time = { now: Date.parse(EARLY) };
  const context = deliveryContext(db, {
    name: 'outbox',
    batchSize: 1,
    send: async ([mail]) => {
      if (mail) mails.push(mail);
      return [{ key: mail?.key ?? '', outcome: 'sent' }];
    },
    close: async () => {},
  });
  const confirm = createConfirmer(
    { ...context, clock: () => new Date(time.now++) },
    'https://notes.example/',
  );
  const get = async (address: string) => {
    const subscriber = await findSubscriberByAddress(db, address);
    if (!subscriber) throw new Error(`${address} is not on the list`);
    return subscriber;
  };
  return { db, mails, confirm, get };
}

test('each request gets its own mail, to the address in ASCII, without list headers', async () => {
  const { db, mails, confirm, get } = await open();
  await createSubscriber(
    db,
    { address: 'Ann@bücher.example', key: 'ann@xn--bcher-kva.example' },
    { cadence: 'daily', timeZone: 'UTC', hour: 7, omitted: [] },
    EARLY,
  );
  const ann = await get('ann@bücher.example');
  expect([await confirm(ann), await confirm(ann)]).toEqual(['sent', 'sent']);
  expect(new Set(mails.map(({ key }) => key)).size).toBe(2);
  expect(mails[0]).toMatchObject({
    to: 'Ann@xn--bcher-kva.example',
    from: 'Field Notes <notes@example.org>',
    headers: { 'Auto-Submitted': 'auto-generated' },
  });
  expect(mails[0]?.text).toMatch(/^https:\/\/notes\.example\/confirm\/[\w.-]+$/m);
  expect(Object.keys(mails[0]?.headers ?? {}).join()).not.toContain('List-');
});

test('a current subscriber gets a link to the preferences', async () => {
  const { db, mails, confirm, get } = await open();
  await addReader(db, 'ann@example.org');
  await confirm(await get('ann@example.org'));
  expect(mails[0]?.text).toMatch(/^https:\/\/notes\.example\/preferences\/[\w.-]+$/m);
  expect(mails[0]?.text).not.toContain('/confirm/');
});

test('a suppressed address is never mailed', async () => {
  const { db, mails, confirm, get } = await open();
  await addReader(db, 'ann@example.org');
  await suppressAddress(db, 'ann@example.org', 'bounced', EARLY);
  await expect(confirm(await get('ann@example.org'))).rejects.toThrow('never mailed');
  expect(mails).toEqual([]);
});
