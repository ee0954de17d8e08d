// Readers in the operator's pages: importing, restoring, asking again, changing what they get.
import { expect, test } from 'vitest';
import { listAudit } from '../../../../src/store/operator/audit.js';
import {
  findSubscriber,
  findSubscribersByKey,
  unsubscribe,
} from '../../../../src/store/subscribers/subscribers.js';
import { suppressAddress } from '../../../../src/store/subscribers/suppressions.js';
import { NOW, openServers } from '../servers.js';

test('an imported address that unsubscribed elsewhere is remembered and not added later', async () => {
  const { db, post, signIn, keyOf } = await openServers();
  const cookie = await signIn();
  const key = await keyOf(cookie);
  const send = (path: string, fields: Record<string, string>) =>
    post(`/admin/subscribers/${path}`, { key, ...fields }, cookie);
  const csv =
    'email,status\nann@example.org,unsubscribed\nbea@example.org,active\ncay@example.org,unsubscribed\n';
  const preview = await (await send('import/preview', { csv })).text();
  expect(preview).toContain('cay@example.org');
  expect(preview).toContain('will be recorded as unsubscribed');
  expect((await send('import', { csv })).status).toBe(303);
  const found = await findSubscribersByKey(db, ['ann@example.org', 'bea@example.org', 'cay@example.org']);
  expect([...found.values()].map(({ status }) => status).sort()).toEqual([
    'active',
    'active',
    'unsubscribed',
  ]);
  const again = await send('add', { address: 'cay@example.org', cadence: 'daily', confirmed: 'yes' });
  expect(again.status).toBe(422);
  await send('import', { csv: 'email\ncay@example.org\n' });
  const [cay] = (await findSubscribersByKey(db, ['cay@example.org'])).values();
  expect(cay).toMatchObject({ status: 'unsubscribed' });
});

test('a reader who left, or was suppressed, is restored and gets the next issue', async () => {
  const { db, reader, post, signIn, keyOf } = await openServers();
  const cookie = await signIn();
  const key = await keyOf(cookie);
  const restore = () => post(`/admin/subscribers/${reader.id}/restore`, { key }, cookie);
  await db.transaction().execute((trx) => unsubscribe(trx, reader.id, NOW));
  expect((await restore()).status).toBe(303);
  expect((await findSubscriber(db, reader.id))?.status).toBe('active');
  await suppressAddress(db, reader.key, 'bounced', NOW);
  await restore();
  expect(await findSubscriber(db, reader.id)).toMatchObject({ status: 'active', softBounces: 0 });
  expect(await db.selectFrom('suppressions').selectAll().execute()).toEqual([]);
  await suppressAddress(db, reader.key, 'reported as unwanted', NOW, 'complaint');
  expect(await (await restore()).text()).toContain('Only bounces are restored');
  expect((await findSubscriber(db, reader.id))?.status).toBe('suppressed');
});

test('an import lists invalid lines, and imports the others only if asked to skip them', async () => {
  const { db, post, signIn, keyOf } = await openServers();
  const cookie = await signIn();
  const key = await keyOf(cookie);
  const send = (path: string, fields: Record<string, string>) =>
    post(`/admin/subscribers/${path}`, { key, ...fields }, cookie);
  const csv =
    'email,status\nbea@example.org,active\nno address,active\ncay@example.org,dormant\nBea@example.org,active\n';
  const preview = await (await send('import/preview', { csv })).text();
  expect(preview).toContain('no address, active');
  expect(preview).toContain('perhaps this address should get no mail');
  expect(preview).toContain('Import 1 reader, skip 3 lines');
  const refused = await send('import/refused', { csv });
  expect(refused.headers.get('content-type')).toContain('text/csv');
  expect((await refused.text()).split('\n').map((line) => line.split(',')[0])).toEqual([
    ...['line', '3', '4', '5', ''],
  ]);

  const keys = ['bea@example.org', 'cay@example.org'];
  const without = await send('import', { csv });
  expect(without.status).toBe(422);
  expect(await without.text()).toContain('no address, active');
  expect((await findSubscribersByKey(db, keys)).size).toBe(0);
  const done = await send('import', { csv, skip: 'yes' });
  expect(done.headers.get('location')).toBe('/admin/subscribers?done=imported&added=1&skipped=3');
  expect([...(await findSubscribersByKey(db, keys)).keys()]).toEqual(['bea@example.org']);
  expect(await listAudit(db, { limit: 9 })).toContainEqual(
    expect.objectContaining({ subject: '1 added', detail: '3 invalid lines skipped' }),
  );

  // A file that is unreadable as a whole has no rest.
  for (const broken of ['name\nbea\n', 'email\n"dan@example.org\n']) {
    const page = await (await send('import/preview', { csv: broken })).text();
    expect(page).toContain('Nothing can be imported');
    expect(page).not.toContain('name="skip"');
    expect((await send('import', { csv: broken, skip: 'yes' })).status).toBe(422);
  }
});

test('the operator changes a reader’s preferences; the change is recorded, and invalid values are refused', async () => {
  const { db, reader, get, post, signIn, keyOf } = await openServers();
  const cookie = await signIn();
  const key = await keyOf(cookie);
  const path = `/admin/subscribers/${reader.id}`;
  const change = (fields: { cadence?: string; hour?: string; zone?: string }) =>
    post(
      `${path}/preferences`,
      { key, cadence: 'weekly', hour: '18', zone: 'Asia/Tokyo', ...fields },
      cookie,
    );
  const before = await findSubscriber(db, reader.id);
  for (const wrong of [{ cadence: 'hourly' }, { hour: '24' }, { hour: '' }, { zone: 'Mars/Base' }])
    expect((await change(wrong)).status).toBe(422);
  expect(await findSubscriber(db, reader.id)).toEqual(before);
  expect((await change({})).status).toBe(303);
  expect(await findSubscriber(db, reader.id)).toEqual({
    ...before,
    ...{ cadence: 'weekly', hour: 18, timeZone: 'Asia/Tokyo' },
  });
  expect((await change({})).status).toBe(303);
  const log = (await listAudit(db, { limit: 9 })).filter(({ action }) => action === 'change preferences');
  expect(log.map(({ detail }) => detail)).toEqual([
    expect.stringMatching(/^daily at \d+:00 \S+ → weekly at 18:00 Asia\/Tokyo$/),
  ]);
  await db.transaction().execute((trx) => unsubscribe(trx, reader.id, NOW));
  expect((await change({ cadence: 'daily' })).status).toBe(422);
  expect(await (await get(path, cookie)).text()).not.toContain('id="reader-cadence"');
});

test('an unconfirmed reader is asked again, within the site’s rate limit', async () => {
  const { db, time, asked, get, post, signIn, keyOf } = await openServers();
  const cookie = await signIn();
  const key = await keyOf(cookie);
  const added = await post(
    '/admin/subscribers/add',
    { key, address: 'dot.ty@gmail.com', cadence: 'daily' },
    cookie,
  );
  const path = (added.headers.get('location') ?? '').split('?')[0] ?? '';
  const invite = async () => (await post(`${path}/invite`, { key }, cookie)).status;
  expect(await invite()).toBe(422);
  expect(await (await get(path, cookie)).text()).toContain('sent again from');
  const statuses: number[] = [];
  for (const at of ['09:01', '09:30', '10:02', '11:30']) {
    time.now = `2026-03-18T${at}:00.000Z`;
    statuses.push(await invite());
  }
  // One an hour and three a day, the first one included.
  expect(statuses).toEqual([303, 422, 303, 422]);
  time.now = '2026-03-19T08:01:00.000Z';
  const next = await signIn();
  const again = await post(`${path}/invite`, { key: await keyOf(next) }, next);
  expect(again.status).toBe(303);
  expect(asked).toEqual(Array(4).fill('dot.ty@gmail.com'));
  // The site's own requests count the same mails.
  expect(await db.selectFrom('confirmation_mails').select('counts').execute()).toEqual(
    Array(4).fill({ counts: 0 }),
  );
});
