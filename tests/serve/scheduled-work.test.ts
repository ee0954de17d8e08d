// The work that the schedule plans on a real store.
import { expect, test } from 'vitest';
import type { Context } from '../../src/context.js';
import type { Source } from '../../src/model.js';
import type { Handlers, Job, Queue } from '../../src/queue/queue.js';
import { startWork } from '../../src/serve/scheduled-work.js';
import { listRuns } from '../../src/store/runs.js';
import { makePipeline } from '../fixtures/pipeline.js';

/** A queue whose jobs and plans run when the test says so. */
function openManualQueue() {
  const jobs: Job[] = [];
  let handlers: Handlers | undefined;
  let plan = async () => {};
  const queue: Queue = {
    shared: false,
    add: async (added) => {
      jobs.push(...added.filter(({ kind }) => kind === 'fetch'));
    },
    count: async () => jobs.length,
    failed: async () => new Map(),
    start: async (given, planning) => {
      handlers = given;
      plan = planning;
    },
    findTroubles: async () => [],
    stop: async () => {},
  };
  const signal = new AbortController().signal;
  const runAll = async () => {
    for (const job of jobs.splice(0)) if (job.kind === 'fetch') await handlers?.fetch(job, signal);
  };
  return { queue, jobs, plan: () => plan(), runAll };
}

test('a fetch of sources that all rest is due again after its interval, not at once', async () => {
  let asked = 0;
  const failing: Source = {
    refs: [
      {
        id: 'feed:down',
        kind: 'feed',
        platform: 'web',
        name: 'down',
        target: 'https://down.example',
        limit: 5,
      },
    ],
    lane: 'down.example',
    fetch: async () => {
      asked++;
      return [{ sourceId: 'feed:down', posts: [], error: 'server error (503)', refused: true, notBefore }];
    },
  };
  const notBefore = '2026-03-19T06:00:00.000Z';
  let now = '2026-03-18T10:00:00.000Z';
  const { context } = await makePipeline({ sources: [failing] });
  const log = { info() {}, warn() {}, error() {}, debug() {} };
  const { queue, jobs, plan, runAll } = openManualQueue();
  await startWork({ ...context, log, clock: () => new Date(now) } as unknown as Context, queue);
  const planAt = async (instant: string) => {
    now = instant;
    await plan();
    const planned = jobs.length;
    await runAll();
    return planned;
  };
  expect(await planAt('2026-03-18T10:00:00.000Z')).toBe(1);
  expect(await planAt('2026-03-18T10:31:00.000Z')).toBe(1);
  expect(await planAt('2026-03-18T10:31:01.000Z')).toBe(0);
  expect(await planAt('2026-03-18T10:40:00.000Z')).toBe(0);
  expect(await planAt('2026-03-18T11:02:00.000Z')).toBe(1);
  expect(asked).toBe(1);
  expect(await listRuns(context.db, { limit: 10 })).toHaveLength(3);
});
