import { expect, test } from 'vitest';
import { createOutbox } from '../../src/deliver/outbox.js';
import { findMissingIssues } from '../../src/serve/watchdog.js';
import { saveIssue } from '../../src/store/issues.js';
import { findScheduleState } from '../../src/store/schedule.js';
import { deliveryContext } from '../fixtures/delivery.js';
import { makeIssue } from '../fixtures/issue.js';
import { openTestStore } from '../fixtures/store.js';

test('issues count as missing only since the schedule first ran, and only for cadences with issues', async () => {
  const db = await openTestStore();
  const missing = async (now: string) => {
    const context = { ...deliveryContext(db, createOutbox('unused')), clock: () => new Date(now) };
    return (await findMissingIssues(context)).map(({ cadence, name }) => `${cadence}-${name}`);
  };
  const saveDay = (day: string) =>
    db.transaction().execute((trx) => saveIssue(trx, { ...makeIssue(), id: `daily-${day}`, slug: day }));
  // The first check comes after that day's hour, so the issue is not missed.
  await findScheduleState(db, '2026-03-18T09:00:00.000Z');
  await saveDay('2026-03-15');
  expect(await missing('2026-03-18T09:00:00Z')).toEqual([]);
  expect(await missing('2026-03-19T05:59:00Z')).toEqual([]);
  // Weeks pass, but no weekly issue was ever made.
  expect(await missing('2026-03-24T09:00:00Z')).toEqual(['daily-2026-03-23']);
  await saveDay('2026-03-23');
  expect(await missing('2026-03-24T09:00:00Z')).toEqual([]);
});
