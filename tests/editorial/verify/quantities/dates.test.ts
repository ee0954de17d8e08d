import { describe, expect, it } from 'vitest';
import { findDates, supportsDate } from '../../../../src/editorial/verify/quantities/dates.js';

const read = (text: string) =>
  findDates(text).map(({ year, month, day }) => [year ?? '', month, day ?? ''].join('-'));
const holds = (claim: string, post: string, createdAt?: string) =>
  findDates(claim).every((date) => supportsDate(date, findDates(post), createdAt));

describe('findDates and supportsDate', () => {
  it.each([
    ['April 6, 2026', ['2026-4-6']],
    ['Apr 6th', ['-4-6']],
    ['6 April 2026', ['2026-4-6']],
    ['4-6 April', ['-4-6', '-4-4']],
    ['6. April', ['-4-6']],
    ['2026-04-06', ['2026-4-6']],
    ['4/6/2026', ['2026-4-6']],
    ['March 2026', ['2026-3-']],
    ['in May', ['-5-']],
    ['at the end of May', ['-5-']],
    ['through the end of june', ['-6-']],
    ['April 6 and its April price', ['-4-6', '-4-']],
    ['@april_lab, sept, mar', []],
    ['It may 4 times march on', []],
    ['you may see it march', []],
    ['May 93.5% pass', []],
  ])('of %s', (text, dates) => {
    expect(read(text)).toEqual(dates);
  });

  it('treats all forms of a date alike', () => {
    expect(holds('April 6', 'on 2026-04-06')).toBe(true);
    expect(holds('6 April 2026', 'April 6', '2026-04-01T00:00:00.000Z')).toBe(true);
    expect(holds('7 April', 'April 6')).toBe(false);
    expect(holds('April 6, 2025', 'April 6, 2026')).toBe(false);
  });

  it('accepts a month without a day', () => {
    expect(holds('until the end of July', 'through the end of june')).toBe(false);
    expect(holds('until the end of June', 'through the end of june')).toBe(true);
  });

  it('accepts the day of the post in any time zone', () => {
    expect(holds('on 7 April', '', '2026-04-06T23:00:00.000Z')).toBe(true);
    expect(holds('on 9 April', '', '2026-04-06T23:00:00.000Z')).toBe(false);
  });
});
