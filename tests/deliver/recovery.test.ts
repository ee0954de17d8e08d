import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { classifyClaim } from '../../src/deliver/recovery.js';

const now = new Date('2026-04-06T12:00:00Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
const me = 'here/1/x/1';
const ended = `${hostname()}/999999999/x`;
const running = `${hostname()}/1/x`;
const elsewhere = 'elsewhere/7/x';
const isAlive = (owner: string) => [me, running, elsewhere].includes(owner);
const sender = { isAlive, via: 'resend' };

test.each([
  ['mine', me, 'smtp', 5, 'alive'],
  ['mine, too old', me, 'smtp', 45, 'uncertain'],
  ['of a process that ended, by Resend', ended, 'resend', 1, 'repeat'],
  ['of a process that ended, by SMTP', ended, 'smtp', 1, 'uncertain'],
  ['of a process that ended before it sent anything, by SMTP', ended, 'smtp', undefined, 'repeat'],
  ['of a process that ended, as a file', ended, 'outbox', 1, 'repeat'],
  [
    'of an earlier process with my number, or of a sending of mine that broke off',
    `${hostname()}/${process.pid}/x`,
    'resend',
    1,
    'repeat',
  ],
  ['of a process that runs', running, 'resend', 5, 'alive'],
  ['of a process that runs, too old', running, 'resend', 45, 'repeat'],
  ['of another machine', elsewhere, 'smtp', 5, 'alive'],
  ['of another machine, too old', elsewhere, 'smtp', 45, 'uncertain'],
  ['whose key Resend has forgotten', ended, 'resend', 24 * 60, 'uncertain'],
])('a claim %s', (_, owner, via, minutes, fate) =>
  expect(
    classifyClaim(
      { owner, via, claimedAt: ago(minutes ?? 1), batchedAt: minutes === undefined ? null : ago(minutes) },
      sender,
      now,
    ),
  ).toBe(fate),
);

test('a mail that Resend may have accepted is not sent again by SMTP', () => {
  const claim = { owner: ended, via: 'resend', claimedAt: ago(1), batchedAt: ago(1) };
  expect(classifyClaim(claim, { isAlive, via: 'smtp' }, now)).toBe('uncertain');
});
