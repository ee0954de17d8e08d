import { expect, test } from 'vitest';
import { createRequestPace } from '../../../src/deliver/resend/pace.js';
import { holdTurns, remainingHoldMs, reserveTurn } from '../../../src/store/cluster/shared-pace.js';
import { onPostgres, openTestStore } from '../../fixtures/store.js';

test.runIf(onPostgres)('turns that many take at once follow each other at their distance', async () => {
  const db = await openTestStore();
  const waits = await Promise.all(Array.from({ length: 10 }, () => reserveTurn(db, 'resend', 60_000)));
  const minutes = waits.map((ms) => Math.round(ms / 60_000));
  expect(minutes.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(await reserveTurn(db, 'another', 60_000)).toBe(0);
});

test.runIf(onPostgres)('what one process is told to wait, another waits, too', async () => {
  const db = await openTestStore();
  const shared = {
    take: (ms: number) => reserveTurn(db, 'resend', ms),
    held: () => remainingHoldMs(db, 'resend'),
    hold: (ms: number) => holdTurns(db, 'resend', ms),
  };
  const [one, other] = [createRequestPace(60_000, shared), createRequestPace(60_000, shared)];
  await one.holdBack(30_000, { 'retry-after': '1' });
  await holdTurns(db, 'resend', 10);
  const left = await remainingHoldMs(db, 'resend');
  expect(left).toBeGreaterThan(500);
  const before = performance.now();
  await other.waitForTurn();
  expect(performance.now() - before).toBeGreaterThan(400);
  expect(await remainingHoldMs(db, 'resend')).toBe(0);
});
