import { expect, test } from 'vitest';
import { retryWhileDatabaseDown } from '../../../src/store/database/retry.js';

const coded = (code: string) => Object.assign(new Error('the database'), { code });

test.each([
  ['the database restarts', coded('57P01')],
  ['the database cannot be reached', coded('ECONNREFUSED')],
  ['the connection breaks', new Error('Connection terminated unexpectedly')],
  ['another process locks the database', coded('SQLITE_BUSY')],
  ['the administrator cancels a statement', coded('57014')],
  ['a lock takes too long', coded('55P03')],
  ['a transaction was idle for too long', coded('25P03')],
  ['the socket does not exist yet', Object.assign(coded('ENOENT'), { syscall: 'connect' })],
])('repeats the work when %s, and reports the repetition', async (_, error) => {
  const tries: boolean[] = [];
  const done = retryWhileDatabaseDown(
    async (again) => {
      tries.push(again);
      if (tries.length < 3) throw error;
      return 'done';
    },
    [0, 0],
  );
  expect([await done, tries]).toEqual(['done', [false, true, true]]);
});

test('gives up after the last wait', async () => {
  let tries = 0;
  const work = async () => {
    tries++;
    throw coded('08006');
  };
  await expect(retryWhileDatabaseDown(work, [0, 0])).rejects.toThrow('the database');
  expect(tries).toBe(3);
});

test.each([
  ['a programming error', new TypeError('x is not a function')],
  ['an invalid statement', coded('SQLITE_ERROR')],
  ['a constraint violation', coded('23505')],
  ['a missing file', Object.assign(coded('ENOENT'), { syscall: 'open' })],
])('does not repeat the work for %s', async (_, error) => {
  let tries = 0;
  const work = async () => {
    tries++;
    throw error;
  };
  await expect(retryWhileDatabaseDown(work, [0, 0])).rejects.toBe(error);
  expect(tries).toBe(1);
});
