import { expect, test } from 'vitest';
import { addReads, findReads } from '../../../src/store/sources/reads.js';
import { openTestStore } from '../../fixtures/store.js';

test('reads add up by UTC day and by month', async () => {
  const db = await openTestStore();
  await addReads(db, '2026-03-31', { posts: 1000, users: 0 });
  await addReads(db, '2026-04-01', { posts: 5, users: 2 });
  await addReads(db, '2026-04-06', { posts: 10, users: 0 });
  await addReads(db, '2026-04-06', { posts: 7, users: 1 });
  expect(await findReads(db, '2026-04-06')).toEqual({
    today: { posts: 17, users: 1 },
    month: { posts: 22, users: 3 },
  });
  expect(await findReads(db, '2026-05-01')).toEqual({
    today: { posts: 0, users: 0 },
    month: { posts: 0, users: 0 },
  });
});
