import { expect, test } from 'vitest';
import { createBudget, estimateTokens } from '../../src/llm/budget.js';

test.each([
  ['', 0],
  ['word', 1],
  ['words', 2],
  ['Überraß', 2],
  ['你好吗', 2],
  ['привет', 4],
  ['ok 😀', 3],
])('%j is about %i tokens', (text, tokens) => expect(estimateTokens(text)).toBe(tokens));

test('a reservation waits for running calls, and fails once they leave no room', async () => {
  const budget = createBudget({ maxTokens: 10 });
  const settle = await budget.reserve({ tokens: 8, usd: 0 });
  const patient = budget.reserve({ tokens: 5, usd: 0 });
  settle({ tokens: 3, usd: 0 });
  const settlePatient = await patient;
  const unlucky = budget.reserve({ tokens: 5, usd: 0 });
  settlePatient({ tokens: 5, usd: 0 });
  await expect(unlucky).rejects.toMatchObject({
    reason: 'budget',
    message: 'the budget of 10 tokens is too small: 8 used, up to 5 more needed',
  });
});

test('without limits, any reservation succeeds', async () => {
  const budget = createBudget({});
  (await budget.reserve({ tokens: 1e9, usd: 1e9 }))({ tokens: 1e9, usd: 1e9 });
  await expect(budget.reserve({ tokens: 1e9, usd: 1e9 })).resolves.toBeTypeOf('function');
});
