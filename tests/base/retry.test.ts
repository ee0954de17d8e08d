import { expect, test } from 'vitest';
import { addJitter, backoffMs, createCircuitBreaker, parseRetryAfter, retry } from '../../src/base/retry.js';

function failing(times: number) {
  const waits: number[] = [];
  const seen: number[] = [];
  const attempt = async (failures: number) => {
    seen.push(failures);
    if (failures < times) throw new Error(`failure ${failures + 1}`);
    return 'done';
  };
  const sleep = async (ms: number) => void waits.push(ms);
  return { attempt, sleep, waits, seen };
}

test('retry waits between attempts and returns the first success', async () => {
  const { attempt, sleep, waits, seen } = failing(2);
  const waitMs = (_: unknown, failures: number) => backoffMs(100, failures);
  expect(await retry(attempt, { attempts: 3, waitMs, sleep })).toBe('done');
  expect(waits).toEqual([100, 200]);
  expect(seen).toEqual([0, 1, 2]);
});

test('retry throws the last error when no attempt is left, and at once if a retry is pointless', async () => {
  const first = failing(5);
  await expect(retry(first.attempt, { attempts: 2, waitMs: () => 1, sleep: first.sleep })).rejects.toThrow(
    'failure 2',
  );
  const second = failing(5);
  const waitMs = () => undefined;
  await expect(retry(second.attempt, { attempts: 9, waitMs, sleep: second.sleep })).rejects.toThrow(
    'failure 1',
  );
  expect(second.waits).toEqual([]);
});

test('parseRetryAfter reads only seconds and dates', () => {
  const now = Date.parse('Mon, 06 Apr 2026 06:00:00 GMT');
  expect(parseRetryAfter('1.5', now)).toBe(1500);
  expect(parseRetryAfter('Mon, 06 Apr 2026 06:00:07 GMT', now)).toBe(7000);
  expect(parseRetryAfter('Mon, 06 Apr 2026 05:00:00 GMT', now)).toBe(0);
  for (const header of [undefined, '', 'soon', ['3']]) expect(parseRetryAfter(header, now)).toBeUndefined();
});

test('addJitter changes a wait by at most a quarter', () => {
  for (let n = 0; n < 50; n++) {
    expect(addJitter(1000)).toBeGreaterThanOrEqual(750);
    expect(addJitter(1000)).toBeLessThanOrEqual(1250);
  }
});

test('a circuit breaker opens after failures in a row, or at once after a final one, and stays open', () => {
  const breaker = createCircuitBreaker(2);
  expect(breaker.fail('a')).toBe(false);
  breaker.succeed();
  expect(breaker.fail('b')).toBe(false);
  expect(breaker.openedBy()).toBeUndefined();
  expect(breaker.fail('c')).toBe(true);
  expect(breaker.fail('d')).toBe(false);
  expect(breaker.openedBy()).toBe('c');
  expect(createCircuitBreaker(9).fail('denied', true)).toBe(true);
});
