import { expect, test } from 'vitest';
import { retryWhileDatabaseDown } from '../../../src/store/database/retry.js';

const coded = (code: string) => Object.assign(new Error('the database'), { code });

test.each([
  ['its server restarts', coded('57P01')],
  ['it cannot be reached', coded('ECONNREFUSED')],
  ['its connection broke', new Error('Connection terminated unexpectedly')],
  ['another process holds it', coded('SQLITE_BUSY')],
  ['its operator cancels a statement', coded('57014')],
  ['it waited too long for a lock', coded('55P03')],
  ['a transaction was idle for too long', coded('25P03')],
  ['its socket is not there yet', Object.assign(coded('ENOENT'), { syscall: 'connect' })],
])('repeats the work when %s, and reports that it is a repetition', async (_, error) => {
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
  ['a mistake of ours', new TypeError('x is not a function')],
  ['a statement that is refused', coded('SQLITE_ERROR')],
  ['a row that may not be', coded('23505')],
  ['a file that is missing', Object.assign(coded('ENOENT'), { syscall: 'open' })],
])('does not repeat the work for %s', async (_, error) => {
  let tries = 0;
  const work = async () => {
    tries++;
    throw error;
  };
  await expect(retryWhileDatabaseDown(work, [0, 0])).rejects.toBe(error);
  expect(tries).toBe(1);
});
