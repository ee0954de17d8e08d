import { expect, test } from 'vitest';
import { createSendingRate } from '../../src/deliver/sending-rate.js';

test('a server that refuses before it took a mail is tried at two mails a second, and further refusals slow down', () => {
  const rate = createSendingRate();
  rate.slowDown();
  expect(rate.current()).toBeCloseTo(1.94);
  // Within the same second it is the same refusal.
  rate.slowDown();
  expect(rate.current()).toBeCloseTo(1.94);
});

test('a server that took mails goes on at what it took, below the operator’s limit', () => {
  const rate = createSendingRate(100);
  for (let n = 0; n < 14; n++) rate.addSent();
  rate.slowDown();
  expect(rate.current()).toBeCloseTo(13.58);
});
