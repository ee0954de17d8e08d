// Turns are shared out between clients, and refused to the one that asks for too many.
import { expect, test } from 'vitest';
import { createFairTurns } from '../../../src/web/http/turns.js';

test('a client with many requests delays another by only one', async () => {
  const takeTurn = createFairTurns({ running: 1, perClient: 5, total: 5, spared: 2 });
  const order: string[] = [];
  const work = async (client: string) => {
    const endTurn = await takeTurn(client);
    order.push(endTurn ? client : `${client} refused`);
    endTurn?.();
  };
  const busy = Array.from({ length: 7 }, () => work('busy'));
  await Promise.all([...busy, work('other'), work('other'), work('other')]);
  const served = order.filter((one) => !one.endsWith('refused'));
  // One runs, five wait; of the other client two wait although there are too many.
  expect(served).toEqual(['busy', 'busy', 'other', 'busy', 'other', 'busy', 'busy', 'busy']);
  expect(order).toHaveLength(10);
});

test('all turns are released', async () => {
  const takeTurn = createFairTurns({ running: 2, perClient: 1, total: 1, spared: 0 });
  for (let n = 0; n < 10; n++) {
    const ends = await Promise.all([takeTurn('a'), takeTurn('a')]);
    expect(ends.every(Boolean)).toBe(true);
    for (const end of ends) end?.();
    await new Promise(setImmediate);
  }
});
