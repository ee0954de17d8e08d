import { expect, test } from 'vitest';
import {
  confirmationToken,
  isReaderToken,
  readConfirmationToken,
  readerIdOf,
  readerToken,
} from '../../src/deliver/tokens.js';

const secret = Buffer.alloc(32, 7);
const now = new Date('2026-04-06T08:00:00Z');
const later = (days: number) => new Date(now.getTime() + days * 86_400_000);
const token = confirmationToken(secret, { id: 'Ab-1_', consents: 2 }, now);

test('a reader’s token is valid for one holder, generation and secret', () => {
  const mine = readerToken(secret, { id: 'ann', generation: 0 });
  expect(readerIdOf(mine)).toBe('ann');
  expect(isReaderToken([secret], mine, { id: 'ann', generation: 0 })).toBe(true);
  expect(isReaderToken([secret], mine, { id: 'ann', generation: 1 })).toBe(false);
  expect(isReaderToken([secret], mine.replace('ann', 'bob'), { id: 'bob', generation: 0 })).toBe(false);
  expect(isReaderToken([Buffer.alloc(32, 8)], mine, { id: 'ann', generation: 0 })).toBe(false);
});

test('a confirmation token is valid for one consent, for seven days', () => {
  expect(readConfirmationToken([secret], token, later(6.9))).toEqual({ id: 'Ab-1_', consents: 2 });
  expect(readConfirmationToken([secret], token, later(7.1))).toBe('expired');
});

test.each([
  ['empty', ''],
  ['cut', token.slice(0, -1)],
  ['another subscriber', token.replace('Ab-1_', 'Ab-2_')],
  ['another consent', token.replace('.2.', '.3.')],
  ['a later expiry', token.replace(/\.1\d+\./, '.9999999999.')],
  ['a reader’s token', readerToken(secret, { id: 'Ab-1_', generation: 0 })],
  ['line breaks', `${token}\n`],
  ['10,000 characters', 'a.'.repeat(5000)],
])('a forged confirmation token is nothing: %s', (_, forged) =>
  expect(readConfirmationToken([secret], forged, now)).toBeUndefined(),
);

test('tokens of a former secret are valid while that secret is accepted', () => {
  const [former, holder] = [Buffer.alloc(32, 6), { id: 'ann', generation: 0 }];
  const old = [
    readerToken(former, holder),
    confirmationToken(former, { id: 'ann', consents: 0 }, now),
  ] as const;
  expect(isReaderToken([secret, former], old[0], holder)).toBe(true);
  expect(isReaderToken([secret], old[0], holder)).toBe(false);
  expect(readConfirmationToken([secret, former], old[1], now)).toEqual({ id: 'ann', consents: 0 });
  expect(readConfirmationToken([secret], old[1], now)).toBeUndefined();
});
