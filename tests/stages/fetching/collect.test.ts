// What a collection stores: health, rests, reads.
import { expect, test } from 'vitest';
import { periodOf } from '../../../src/base/time.js';
import type { FetchOutcome, Source, SourceRef } from '../../../src/model.js';
import { collectPosts, sourcesChecked } from '../../../src/stages/fetching/collect.js';
import { findReads } from '../../../src/store/sources/reads.js';
import { listSources } from '../../../src/store/sources/sources.js';
import { makePipeline } from '../../fixtures/pipeline.js';
import { makePost } from '../../fixtures/store.js';

const ref = (name: string): SourceRef => ({
  id: `feed:${name}`,
  kind: 'feed',
  platform: 'web',
  name,
  target: name,
  limit: 10,
});
const period = periodOf('2026-03-17', 'daily', 'UTC');

/** Sources that respond with these outcomes in order, and record requests. */
async function pipelineOf(answers: Record<string, Partial<FetchOutcome>[]>) {
  const asked: string[] = [];
  const sources = Object.entries(answers).map(
    ([name, list]): Source => ({
      refs: [ref(name)],
      lane: name,
      fetch: async () => {
        asked.push(name);
        return [{ sourceId: `feed:${name}`, posts: [], ...list.shift() }];
      },
    }),
  );
  let now = '2026-03-18T07:00:00.000Z';
  const { context } = await makePipeline({ sources });
  return {
    context: { ...context, clock: () => new Date(now) },
    asked,
    at: (instant: string) => {
      now = instant;
    },
  };
}

test('a scheduled collection skips sources that failed or asked to wait; a manual one does not', async () => {
  const { context, asked, at } = await pipelineOf({
    failing: [{ error: 'timed out' }, { error: 'timed out' }],
    slow: [{ notBefore: '2026-03-18T09:00:00.000Z' }, {}],
    plain: [{}, {}],
  });
  await collectPosts(context, period, { scheduled: true });
  at('2026-03-18T07:20:00.000Z');
  asked.length = 0;
  const collected = await collectPosts(context, period, { scheduled: true });
  expect(asked).toEqual(['plain']);
  expect(sourcesChecked(context.sources, collected)).toMatchObject({
    feeds: 3,
    failed: [{ source: 'failing', error: 'timed out' }],
    skipped: [],
  });
  expect(sourcesChecked(context.sources, collected, { asksOnly: true })).toMatchObject({
    feeds: 2,
    failed: [],
    skipped: [
      {
        source: 'failing',
        why: expect.stringMatching(/^rests until 2026-03-18 07:(2[2-9]|30) UTC after a failure: timed out$/),
      },
    ],
  });
  asked.length = 0;
  await collectPosts(context, period);
  expect(asked.sort()).toEqual(['failing', 'plain', 'slow']);
  const rows = await listSources(context.db);
  expect(rows.map(({ name, failures, next_at }) => [name, failures, next_at])).toEqual([
    ['failing', 2, expect.stringMatching(/^2026-03-18T08:(0[5-9]|1\d|20):/)],
    ['plain', 0, null],
    ['slow', 0, null],
  ]);
});

test('a source that is gone is not fetched, and an answer to a check restores it', async () => {
  const { context, asked, at } = await pipelineOf({
    gone: [{ error: 'gone permanently (410)', gone: true }],
  });
  await collectPosts(context, period);
  at('2026-04-18T07:00:00.000Z');
  const { outcomes } = await collectPosts(context, period);
  expect(asked).toEqual(['gone']);
  expect(outcomes).toEqual([{ sourceId: 'feed:gone', posts: [], skipped: 'gone for good since 2026-03-18' }]);
  expect((await listSources(context.db))[0]).toMatchObject({
    failures: 1,
    retired_at: '2026-03-18T07:00:00.000Z',
  });
});

test('paid reads are counted once per UTC day', async () => {
  const posts = ['x:1', 'x:2'].map((id) => makePost(id, { sourceId: 'feed:paid' }));
  const paid = { posts, reads: { posts: 3, users: 1 } };
  const { context, at } = await pipelineOf({
    paid: [paid, { ...paid, reads: { posts: 3, users: 0 } }, paid],
  });
  await collectPosts(context, period);
  await collectPosts(context, period);
  expect((await findReads(context.db, '2026-03-18')).today).toEqual({ posts: 4, users: 1 });
  at('2026-03-19T00:00:00.000Z');
  await collectPosts(context, period);
  expect((await findReads(context.db, '2026-03-19')).today).toEqual({ posts: 3, users: 1 });
});

test('a stopped run blames no source', async () => {
  const stop = new AbortController();
  const { context } = await pipelineOf({ first: [{}], second: [{}] });
  const [first, second] = context.sources as [Source, Source];
  const stopping: Source = {
    ...first,
    fetch: async (request) => {
      stop.abort(new Error('stopped by hand'));
      return first.fetch(request);
    },
  };
  const one = { ...context.config, network: { ...context.config.network, concurrency: 1 } };
  await expect(
    collectPosts({ ...context, config: one, sources: [stopping, second], signal: stop.signal }, period),
  ).rejects.toThrow('stopped by hand');
  expect((await listSources(context.db)).map(({ failures }) => failures)).toEqual([0, 0]);
});

test('a cursor returned with an error is kept', async () => {
  const { context } = await pipelineOf({ moved: [{ error: 'not found (404)', cursor: '{}' }] });
  await collectPosts(context, period);
  expect((await listSources(context.db))[0]?.cursor).toBe('{}');
});
