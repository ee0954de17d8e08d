import { expect, test } from 'vitest';
import { isCalendarDay, isTimeZone, lastPeriod, periodOf } from '../../src/base/time.js';

const hours = (period: { from: string; to: string }) =>
  (Date.parse(period.to) - Date.parse(period.from)) / 3_600_000;

test('periodOf starts a day in Berlin at its own midnight', () =>
  expect(periodOf('2026-04-06', 'daily', 'Europe/Berlin')).toEqual({
    cadence: 'daily',
    name: '2026-04-06',
    from: '2026-04-05T22:00:00.000Z',
    to: '2026-04-06T22:00:00.000Z',
  }));
test('a day with a clock change has 23 or 25 hours', () =>
  expect(['2026-03-29', '2026-10-25'].map((day) => hours(periodOf(day, 'daily', 'Europe/Berlin')))).toEqual([
    23, 25,
  ]));
test('a week is an ISO week, also at the turn of the year', () => {
  expect(periodOf('2026-04-08', 'weekly', 'UTC')).toMatchObject({
    name: '2026-w15',
    from: '2026-04-06T00:00:00.000Z',
  });
  expect(periodOf('2027-01-01', 'weekly', 'UTC')).toMatchObject({
    name: '2026-w53',
    to: '2027-01-04T00:00:00.000Z',
  });
});
test('the last period is the one that is over in the publication’s time zone', () => {
  const now = new Date('2026-04-07T05:00:00Z');
  expect(lastPeriod(now, 'daily', 'UTC').name).toBe('2026-04-06');
  expect(lastPeriod(now, 'daily', 'Pacific/Honolulu').name).toBe('2026-04-05');
  expect(lastPeriod(now, 'weekly', 'UTC').name).toBe('2026-w14');
});
test.each(['2026-02-30', '26-02-03', 'yesterday', ''])('%s is not a calendar day', (text) =>
  expect(isCalendarDay(text)).toBe(false),
);
test('isTimeZone knows IANA names', () =>
  expect(['UTC', 'Asia/Kolkata', 'Mars/Base'].map(isTimeZone)).toEqual([true, true, false]));
