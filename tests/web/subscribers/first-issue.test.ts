// When a new reader's first issue arrives.
import { expect, test } from 'vitest';
import { findFirstArrival } from '../../../src/web/subscribers/first-issue.js';

const SCHEDULE = { hour: 7, weeklyHour: 8, weeklyDay: 1, timeZone: 'Europe/Berlin' };

test.each([
  // 17 March 2026 is a Tuesday; Berlin is an hour ahead of UTC.
  ['before the hour, the same day', 'daily', 7, 'Europe/Berlin', '2026-03-17T05:59:00Z', '2026-03-17T06:00'],
  ['after the hour, the next day', 'daily', 7, 'Europe/Berlin', '2026-03-17T06:00:00Z', '2026-03-18T06:00'],
  ['at the reader’s later hour', 'daily', 20, 'America/New_York', '2026-03-17T05:00:00Z', '2026-03-18T00:00'],
  [
    'at the reader’s earlier hour, a day later',
    'daily',
    5,
    'Europe/Berlin',
    '2026-03-17T05:00:00Z',
    '2026-03-18T04:00',
  ],
  [
    'a weekly issue, on its weekday',
    'weekly',
    8,
    'Europe/Berlin',
    '2026-03-17T05:00:00Z',
    '2026-03-23T07:00',
  ],
  ['both: whichever is first', 'both', 8, 'Europe/Berlin', '2026-03-23T06:30:00Z', '2026-03-23T07:00'],
  ['over the change of the clocks', 'daily', 7, 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T05:00'],
] as const)('%s', (_, cadence, hour, timeZone, now, expected) => {
  const preferences = { cadence, hour, timeZone, omitted: [] };
  expect(findFirstArrival(preferences, SCHEDULE, new Date(now)).slice(0, 16)).toBe(expected);
});
