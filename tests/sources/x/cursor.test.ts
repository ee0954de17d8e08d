// How the next X request continues from earlier ones.
import { expect, test } from 'vitest';
import { idAt, moveCursor, parseCursor, planReading, timeOfId } from '../../../src/sources/x/cursor.js';

const day = (date: number) => `2026-04-${String(date).padStart(2, '0')}T00:00:00.000Z`;
const at = (date: number, hour: number) => day(date).replace('T00', `T${String(hour).padStart(2, '0')}`);
const period = (from: number, to: number) => ({ from: day(from), to: day(to) });
const ID = '2041559837541126638';

test('an id contains its time, and a time has a smallest id', () => {
  expect(new Date(timeOfId(ID)).toISOString()).toBe('2026-04-07T16:52:50.274Z');
  expect(timeOfId(idAt(Date.parse(day(7))))).toBe(Date.parse(day(7)));
});

test.each([undefined, '', 'null', '"x"', '{"sinceId":"x"}', '{"sinceId":5'])(
  '%j counts as no cursor',
  (text) => {
    expect(parseCursor(text)).toEqual({});
  },
);

test('a first fetch reads by the times of the period', () => {
  expect(planReading({}, period(6, 7), at(7, 7))).toEqual({ from: day(6), to: day(7), archive: false });
});

test('the next period continues from the newest post', () => {
  const cursor = { from: day(6), until: day(7), sinceId: ID };
  expect(planReading(cursor, period(7, 8), at(8, 7))).toEqual({
    sinceId: ID,
    from: day(7),
    to: day(8),
    archive: false,
  });
});

test('posts that were read are not read and billed again', () => {
  const cursor = { from: day(5), until: at(8, 7), sinceId: ID };
  expect(planReading(cursor, period(6, 7), at(9, 7))).toBeUndefined();
  expect(planReading(cursor, period(6, 9), at(8, 7))).toBeUndefined();
});

test.each([
  ['a period after a gap', { from: day(1), until: day(2), sinceId: ID }, period(7, 8)],
  ['a period that begins before what was seen', { from: day(6), until: day(7), sinceId: ID }, period(2, 8)],
])('%s reads by times', (_, cursor, wanted) => {
  expect(planReading(cursor, wanted, at(8, 7))).toMatchObject(wanted);
  expect(planReading(cursor, wanted, at(8, 7))?.sinceId).toBeUndefined();
});

test('a period that is not over is read up to now', () => {
  expect(planReading({}, period(6, 8), at(7, 7))?.to).toBe(at(7, 7));
});

test('a period that began more than 7 days ago uses the archive', () => {
  expect(planReading({}, period(1, 8), at(8, 7))?.archive).toBe(true);
  expect(planReading({ from: day(1), until: day(7), sinceId: ID }, period(1, 8), at(8, 7))?.archive).toBe(
    false,
  );
});

test('the cursor moves to the newest post, or nearly to the end of the span that was read', () => {
  const plan = { from: day(7), to: day(8), archive: false };
  expect(moveCursor({ userId: '1' }, plan, ['5', idAt(Date.parse(day(8)) - 1000), '7'])).toEqual({
    userId: '1',
    from: day(7),
    until: day(8),
    sinceId: idAt(Date.parse(day(8)) - 1000),
  });
  expect(moveCursor({}, plan, []).sinceId).toBe(idAt(Date.parse(day(8)) - 5 * 60_000));
});

test('a backfill does not move the cursor back', () => {
  const cursor = { from: day(6), until: day(8), sinceId: idAt(Date.parse(day(8))) };
  expect(moveCursor(cursor, { from: day(1), to: day(2), archive: false }, ['5'])).toEqual(cursor);
  expect(moveCursor(cursor, { from: day(5), to: day(7), archive: false }, ['5'])).toEqual({
    ...cursor,
    from: day(5),
  });
});

test('after a gap, only the later part counts', () => {
  const cursor = { from: day(1), until: day(2), sinceId: ID };
  expect(moveCursor(cursor, { from: day(7), to: day(8), archive: false }, [])).toMatchObject({
    from: day(7),
    until: day(8),
  });
});
