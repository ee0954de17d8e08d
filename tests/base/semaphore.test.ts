import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createSemaphore } from '../../src/base/semaphore.js';

test('a semaphore limits concurrent work and is first in, first out', async () => {
  const semaphore = createSemaphore(2);
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const work = async (n: number) => {
    most = Math.max(most, ++running);
    order.push(n);
    await sleep(2);
    running--;
  };
  await Promise.all([1, 2, 3, 4, 5].map((n) => semaphore.run(() => work(n))));
  expect(most).toBe(2);
  expect(order).toEqual([1, 2, 3, 4, 5]);
});

test('failed work releases its place, and a second release has no effect', async () => {
  const semaphore = createSemaphore(1);
  await expect(semaphore.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  const release = await semaphore.acquire();
  release();
  release();
  await semaphore.acquire();
  const next = semaphore.acquire().then(() => 'acquired');
  expect(await Promise.race([next, sleep(5).then(() => 'waits')])).toBe('waits');
});

test('a caller with `first` goes ahead of the queue', async () => {
  const semaphore = createSemaphore(1);
  const release = await semaphore.acquire();
  const order: string[] = [];
  const waiters = [
    semaphore.acquire().then((free) => [order.push('a'), free()]),
    semaphore.acquire(true).then((free) => [order.push('b'), free()]),
  ];
  release();
  await Promise.all(waiters);
  expect(order).toEqual(['b', 'a']);
});
