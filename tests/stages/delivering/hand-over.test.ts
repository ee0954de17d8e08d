import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createHandOver } from '../../../src/stages/delivering/hand-over.js';
import { makeMail } from '../../fixtures/mails.js';

const mail = (n: number) => makeMail(n, { batch: `batch ${n}` });
function open({
  count = 10,
  mark = async () => true,
}: {
  count?: number;
  mark?: () => Promise<boolean>;
} = {}) {
  const marks: string[] = [];
  const stop = new AbortController();
  const turns = createHandOver({
    count,
    signal: stop.signal,
    mark: async ({ batch }, mayHaveIt) => {
      marks.push(`${mayHaveIt ? '+' : '-'}${batch}`);
      return mark();
    },
  });
  return { turns, marks, stop };
}

test('one mail at a time is handed over, and the next after the result of the first is recorded', async () => {
  const { turns, marks } = open();
  await turns.begin(mail(1));
  const second = turns.begin(mail(2));
  await sleep(5);
  expect(marks).toEqual(['+batch 1']);
  // After a broken connection, the same mail keeps its turn.
  await turns.begin(mail(1));
  turns.end(['batch 1']);
  await second;
  expect(marks).toEqual(['+batch 1', '+batch 2']);
  // The server did not accept it, so it is sent again after others.
  const third = turns.begin(mail(3));
  await turns.withdraw(mail(2));
  await third;
  expect(marks.slice(2)).toEqual(['-batch 2', '+batch 3']);
});

test('a mail that ends while it waits takes no turn from others', async () => {
  const { turns, marks } = open();
  await turns.begin(mail(1));
  const [second, third] = [turns.begin(mail(2)), turns.begin(mail(3))];
  turns.end(['batch 2']);
  turns.end(['batch 1']);
  await expect(second).rejects.toThrow('stopped');
  await third;
  expect(marks).toEqual(['+batch 1', '+batch 3']);
});

test('nothing is handed over after a stop, if another process sends it, or if the ledger does not answer', async () => {
  const { turns, stop, marks } = open();
  await turns.begin(mail(1));
  const second = turns.begin(mail(2));
  stop.abort();
  turns.end(['batch 1']);
  await expect(second).rejects.toThrow('stopped');
  expect(marks).toEqual(['+batch 1']);

  const taken = open({ mark: async () => false });
  await expect(taken.turns.begin(mail(1))).rejects.toThrow('another process');
  const away = open({
    mark: async () => {
      throw new Error('away');
    },
  });
  // One after another: each frees its place.
  await expect(away.turns.begin(mail(1))).rejects.toThrow('away');
  await expect(away.turns.begin(mail(2))).rejects.toThrow('away');
});

test('with slow replies and a long list, several mails are handed over at a time', async () => {
  const { turns, marks } = open({ count: 1_000_000 });
  await turns.begin(mail(1));
  await sleep(20);
  turns.end(['batch 1']);
  for (const n of [2, 3, 4, 5]) await turns.begin(mail(n));
  expect(marks).toHaveLength(5);
});
