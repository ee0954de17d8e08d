import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { createOutbox } from '../../src/deliver/outbox.js';
import { markInterrupted, recordRun } from '../../src/stages/runs.js';
import { addRun, findRun, listRuns } from '../../src/store/runs.js';
import { deliveryContext } from '../fixtures/delivery.js';
import { makePipeline } from '../fixtures/pipeline.js';
import { onPostgres, openTestStore } from '../fixtures/store.js';

const contextOf = async (env: Record<string, string> = {}) =>
  deliveryContext(await openTestStore(), createOutbox('unused'), { env });

test('an issue records its stages, posts, failures and deliveries; the second one fetched nothing new', async () => {
  const { context, run } = await makePipeline();
  const { issue } = await run();
  await run();
  const [second, first] = await listRuns(context.db, { limit: 10 });
  expect(first).toMatchObject({
    kind: 'issue',
    subject: issue.id,
    outcome: 'done',
    figures: {
      ms: { fetch: expect.any(Number), editorial: expect.any(Number), deliver: expect.any(Number) },
      posts: { fetched: expect.any(Number), added: expect.any(Number) },
      sources: { failed: expect.arrayContaining([expect.objectContaining({ source: 'r/PromptLab' })]) },
      model: { name: 'offline', costUsd: 0 },
      deliveries: { sent: 1, failed: 0, skipped: 0 },
    },
  });
  expect(first?.endedAt).toBeDefined();
  expect(first?.figures.posts?.added).toBeGreaterThan(0);
  expect(second?.figures).toMatchObject({ posts: { added: 0 }, deliveries: { sent: 0 } });
  // An issue that is already published was not made in this run, so its cost does not count here.
  expect(second?.figures.model).toBeUndefined();
});

test('a failure is recorded without secrets, with the figures so far, and thrown', async () => {
  const context = await contextOf({ OPENAI_API_KEY: 'sk-very-secret' });
  const run = recordRun(context, { kind: 'fetch', subject: 'web' }, async (note) => {
    await note({ ms: { fetch: 12 } });
    await note({ posts: { fetched: 3, added: 2 } });
    throw new Error('refused: sk-very-secret');
  });
  await expect(run).rejects.toThrow('sk-very-secret');
  expect(await listRuns(context.db, { limit: 1 })).toMatchObject([
    {
      outcome: 'failed',
      error: 'refused: [secret]',
      figures: { ms: { fetch: 12 }, posts: { fetched: 3, added: 2 } },
    },
  ]);
});

test('a run that was asked to stop has not failed', async () => {
  const ending = new AbortController();
  const context = { ...(await contextOf()), signal: ending.signal };
  const run = recordRun(context, { kind: 'fetch', subject: 'web' }, async () => {
    ending.abort();
    ending.signal.throwIfAborted();
  });
  await expect(run).rejects.toThrow();
  expect(await listRuns(context.db, { limit: 1 })).toMatchObject([{ outcome: 'stopped' }]);
});

test('the next run marks the runs of dead processes, but not of living ones', async () => {
  const { db, ...context } = await contextOf();
  const now = context.clock().getTime();
  const ago = (hours: number) => new Date(now - hours * 3_600_000).toISOString();
  const runs = [
    { id: 'dead', owner: `${hostname()}/999999999/x`, startedAt: ago(1) },
    { id: 'mine', owner: `${hostname()}/${process.ppid}/x`, startedAt: ago(1) },
    { id: 'elsewhere', owner: 'another-machine/7/x', startedAt: ago(1) },
    { id: 'elsewhere-old', owner: 'another-machine/7/x', startedAt: ago(13) },
  ];
  for (const run of runs) await addRun(db, { ...run, kind: 'issue', subject: 's', figures: {} });
  await recordRun({ db, ...context }, { kind: 'fetch', subject: 'web' }, async () => {});
  const outcomes = await Promise.all(runs.map(async ({ id }) => (await findRun(db, id))?.outcome));
  // On PostgreSQL a process is alive while it holds its lock, and none of these does.
  const alive = onPostgres ? 'interrupted' : 'running';
  expect(outcomes).toEqual(['interrupted', alive, alive, 'interrupted']);
  expect(await markInterrupted({ db, clock: context.clock })).toEqual([]);
});
