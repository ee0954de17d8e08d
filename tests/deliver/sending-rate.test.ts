import { expect, test } from 'vitest';
import { createSendingRate } from '../../src/deliver/sending-rate.js';

test('a server that refuses before it accepts a mail gets two mails a second, and fewer after further refusals', () => {
  const rate = createSendingRate();
  rate.slowDown();
  expect(rate.current()).toBeCloseTo(1.94);
  // Within the same second it is the same refusal.
  rate.slowDown();
  expect(rate.current()).toBeCloseTo(1.94);
});

test('after a refusal, sending continues at the measured rate, below the operator’s limit', () => {
  const rate = createSendingRate(100);
  for (let n = 0; n < 14; n++) rate.addSent();
  rate.slowDown();
  expect(rate.current()).toBeCloseTo(13.58);
});
