import { expect, test } from 'vitest';
import type { CachedAnswer } from '../../src/model.js';
import { answering, cutOff, failing, hanging, nonsense, withoutUsage } from '../fixtures/model-server.js';
import { failureOf, question, right, schema, setUp } from './setup.js';

const counting = (usage: { in: number; inCached?: number; out: number }) => answering(() => right, { usage });

function createCache(entries = new Map<string, CachedAnswer>()) {
  return {
    entries,
    get: async (key: string) => entries.get(key)?.answer,
    set: async (key: string, entry: CachedAnswer) => void entries.set(key, entry),
  };
}

test('usage comes from the server, by stage and in total, with its price', async () => {
  const { model } = await setUp([counting({ in: 1_000_000, inCached: 400_000, out: 100_000 })]);
  await model.complete(question({ stage: 'write' }));
  await model.complete(question({ stage: 'cluster' }));
  const each = {
    calls: 1,
    cached: 0,
    tokensIn: 1_000_000,
    tokensInCached: 400_000,
    tokensOut: 100_000,
    costUsd: 0.36,
  };
  expect(model.usage()).toEqual({
    name: 'gpt-5-mini',
    calls: 2,
    cached: 0,
    tokensIn: 2_000_000,
    tokensInCached: 800_000,
    tokensOut: 200_000,
    costUsd: 0.72,
    priceKnown: true,
    stages: [
      { stage: 'cluster', ...each },
      { stage: 'write', ...each },
    ],
  });
});

test('the cost includes repairs and retries, but not refused requests', async () => {
  const { model } = await setUp([
    failing(503),
    cutOff({ in: 100, inCached: 20, out: 60 }),
    nonsense(),
    answering(() => right),
  ]);
  await model.complete(question());
  expect(model.usage()).toMatchObject({ calls: 3, tokensIn: 300, tokensInCached: 60, tokensOut: 80 });
});

test('usage is estimated if the server does not report it', async () => {
  const { model } = await setUp([withoutUsage(right)]);
  await model.complete(question());
  const { calls, tokensIn, tokensOut } = model.usage();
  expect(calls).toBe(1);
  expect(tokensIn).toBeGreaterThan(50);
  expect(tokensOut).toBe(Math.ceil(JSON.stringify(right).length / 4));
});

test('a model without a price costs 0 and logs this once', async () => {
  const { model, events } = await setUp([counting({ in: 10, out: 10 })], {
    model: 'llama3.3',
    budget: { maxUsd: 1 },
  });
  await model.complete(question());
  await model.complete(question({ user: 'another' }));
  expect(model.usage().costUsd).toBe(0);
  expect(events.map(({ message }) => message)).toEqual([
    'the price of llama3.3 is unknown: its cost counts as $0, so the dollar budget has no effect',
  ]);
});

test('a repeated question is answered from the cache, also in another run', async () => {
  const cache = createCache();
  const first = await setUp([answering(() => right)], { cache });
  await first.model.complete(question());
  const second = await setUp([failing(500)], { cache });
  expect(await second.model.complete(question())).toEqual(right);
  expect(second.server.requests).toHaveLength(0);
  expect(second.model.usage()).toMatchObject({ calls: 0, cached: 1, tokensIn: 0, costUsd: 0 });
  expect([...cache.entries.values()]).toEqual([
    { model: 'gpt-5-mini', stage: 'write', answer: JSON.stringify(right), tokensIn: 100, tokensOut: 10 },
  ]);
});

test.each([
  ['prompt version', { promptVersion: '2' }],
  ['system prompt', { system: 'Other.' }],
  ['user prompt', { user: 'Other.' }],
  ['schema', { schema: schema.describe('another') }],
  ['room', { maxOutputTokens: 101 }],
])('another %s is another cache entry', async (_what, change) => {
  const cache = createCache();
  const { model, server } = await setUp([answering(() => right)], { cache });
  await model.complete(question());
  await model.complete(question(change));
  expect(server.requests).toHaveLength(2);
});

test('a cached answer that does not match is requested again and replaced', async () => {
  const cache = createCache();
  const { model, server } = await setUp([answering(() => right)], { cache });
  await model.complete(question());
  for (const entry of cache.entries.values()) entry.answer = '{"title": 5}';
  expect(await model.complete(question())).toEqual(right);
  expect(server.requests).toHaveLength(2);
  expect([...cache.entries.values()][0]?.answer).toBe(JSON.stringify(right));
});

test('a failing cache does not prevent an answer', async () => {
  const broken = async () => {
    throw new Error('disk full');
  };
  const { model, events } = await setUp([answering(() => right)], { cache: { get: broken, set: broken } });
  expect(await model.complete(question())).toEqual(right);
  expect(events.map(({ message }) => message)).toEqual([
    'the answer cache cannot be read: disk full',
    'the answer cache cannot be written: disk full',
  ]);
});

test('a call that could exceed the token budget is not sent', async () => {
  const { model, server } = await setUp([counting({ in: 300, out: 100 })], { budget: { maxTokens: 700 } });
  await model.complete(question({ maxOutputTokens: 400 }));
  const failure = await failureOf(model.complete(question({ user: 'another', maxOutputTokens: 400 })));
  expect(failure).toMatchObject({ reason: 'budget', message: expect.stringContaining('400 used') });
  expect(server.requests).toHaveLength(1);
});

test('a call that could exceed the dollar budget is not sent', async () => {
  const prices = { 'gpt-5-mini': { input: 0, output: 1_000 } };
  const { model, server } = await setUp([counting({ in: 1, out: 50 })], { prices, budget: { maxUsd: 0.14 } });
  await model.complete(question());
  expect(model.usage().costUsd).toBe(0.05);
  expect(await failureOf(model.complete(question({ user: 'another' })))).toMatchObject({ reason: 'budget' });
  expect(server.requests).toHaveLength(1);
});

test('concurrent calls cannot exceed the budget together, and are not blocked by mere reservations', async () => {
  const { model, server } = await setUp([counting({ in: 50, out: 10 })], { budget: { maxTokens: 700 } });
  const users = ['a', 'b', 'c', 'd'];
  await Promise.all(users.map((user) => model.complete(question({ user, maxOutputTokens: 400 }))));
  expect(server.requests).toHaveLength(4);
  expect(model.usage().tokensIn).toBe(200);
});

test('an aborted call is counted in full', async () => {
  const { model } = await setUp([hanging()], { budget: { maxTokens: 700 }, callTimeoutMs: 300 });
  await failureOf(model.complete(question({ maxOutputTokens: 400 })));
  const failure = await failureOf(model.complete(question({ user: 'another', maxOutputTokens: 400 })));
  expect(failure).toMatchObject({ reason: 'budget' });
});

test('a cached answer needs no budget', async () => {
  const cache = createCache();
  await (await setUp([answering(() => right)], { cache })).model.complete(question());
  const { model } = await setUp([failing(500)], { cache, budget: { maxTokens: 1 } });
  expect(await model.complete(question())).toEqual(right);
});
