import { expect, test } from 'vitest';
import { costOf, findPrice } from '../../src/llm/prices.js';

test.each([
  ['gpt-5-mini', 0.25],
  ['gpt-5-mini-2025-08-07', 0.25],
  ['openai/gpt-5-mini', 0.25],
  ['gpt-5-2025-08-07', 1.25],
  ['gpt-5.4-mini', 0.75],
  ['gpt-6.2-sol', 2],
])('%s has the price of its longest family', (model, input) => expect(findPrice(model)?.input).toBe(input));

test.each(['gpt-5.9', 'gpt-50', 'llama3.3', 'toString'])('%s has no price', (model) =>
  expect(findPrice(model)).toBeUndefined(),
);

test('the operator’s prices take precedence', () => {
  const prices = { 'gpt-5-mini': { input: 9, output: 9 }, llama: { input: 1, output: 1 } };
  expect(findPrice('gpt-5-mini', prices)?.input).toBe(9);
  expect(findPrice('llama-3.3', prices)?.input).toBe(1);
  expect(findPrice('gpt-5', prices)?.input).toBe(1.25);
});

test('cached input costs less if the price has an entry for it', () => {
  const tokens = { in: 1_000, inCached: 400, inWritten: 0, out: 100 };
  expect(costOf(tokens, { input: 1, cachedInput: 0.1, output: 10 })).toBeCloseTo(0.00164);
  expect(costOf(tokens, { input: 1, output: 10 })).toBeCloseTo(0.002);
  expect(costOf(tokens, undefined)).toBe(0);
});

test('writing to the cache costs more if the price has an entry for it', () => {
  const tokens = { in: 1_000, inCached: 400, inWritten: 500, out: 0 };
  expect(costOf(tokens, { input: 1, cachedInput: 0.1, cacheWrite: 1.25, output: 10 })).toBeCloseTo(
    0.000765,
    9,
  );
  expect(costOf(tokens, { input: 1, output: 10 })).toBeCloseTo(0.001, 9);
  expect(findPrice('gpt-6.1-terra')?.cacheWrite).toBe(1.25);
  expect(findPrice('gpt-5-mini')?.cacheWrite).toBeUndefined();
});
