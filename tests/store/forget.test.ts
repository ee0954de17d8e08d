import { expect, test } from 'vitest';
import { forgetStale } from '../../src/store/forget.js';
import { confirmSubscriber, createSubscriber, findSubscriber } from '../../src/store/subscribers.js';
import { addMailEvent } from '../../src/store/suppressions.js';
import { openTestStore } from '../fixtures/store.js';

const OLD = '2026-01-01T00:00:00.000Z';
const NEW = '2026-03-01T00:00:00.000Z';
const preferences = { cadence: 'daily' as const, timeZone: 'UTC', hour: 7, omitted: [] };

test('who never confirmed is forgotten, who did or may still is not; old events go', async () => {
  const db = await openTestStore();
  const join = async (name: string, now: string) =>
    (await createSubscriber(db, { address: `${name}@a.example`, key: `${name}@a.example` }, preferences, now))
      .subscriber;
  const [never, did, again] = [await join('never', OLD), await join('did', OLD), await join('again', OLD)];
  const may = await join('may', NEW);
  await join('again', NEW);
  await confirmSubscriber(db, did, OLD);
  await addMailEvent(db, 'e1', 'bounced', OLD);
  await addMailEvent(db, 'e2', 'bounced', NEW);
  expect(await forgetStale(db, '2026-02-01T00:00:00.000Z')).toEqual({ pending: 1, events: 1 });
  expect(await findSubscriber(db, never.id)).toBeUndefined();
  expect(await findSubscriber(db, did.id)).toBeDefined();
  expect(await findSubscriber(db, may.id)).toBeDefined();
  expect(await findSubscriber(db, again.id)).toBeDefined();
});
