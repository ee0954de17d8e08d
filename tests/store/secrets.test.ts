import { expect, test } from 'vitest';
import { getSecret, getSecrets, rotateSecret } from '../../src/store/secrets.js';
import { openTestStore } from '../fixtures/store.js';

const at = (day: number) => `2026-03-${String(day).padStart(2, '0')}T00:00:00.000Z`;

test('a new secret signs, and earlier ones are valid until they expire', async () => {
  const db = await openTestStore();
  const rotate = (day: number, until: number) =>
    db.transaction().execute((trx) => rotateSecret(trx, { now: at(day), until: at(until) }));
  const one = await getSecret(db);
  await rotate(1, 10);
  const two = await getSecret(db);
  await rotate(5, 20);
  const three = await getSecret(db);
  expect(new Set([one, two, three].map(String)).size).toBe(3);
  expect(await getSecrets(db, at(6))).toEqual([three, two, one]);
  expect(await getSecrets(db, at(10))).toEqual([three, two]);
  expect(await getSecrets(db, at(21))).toEqual([three]);
  await rotate(12, 30);
  expect((await getSecrets(db, at(6))).map(String)).not.toContain(String(one));
  await rotate(13, 13);
  expect(await getSecrets(db, at(13))).toEqual([await getSecret(db)]);
});
