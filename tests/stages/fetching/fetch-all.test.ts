// Fetching all sources side by side.
import { describe, expect, test } from 'vitest';
import type { FetchOutcome, FetchRequest, Post, Source, SourceRef } from '../../../src/model.js';
import { fetchAll } from '../../../src/stages/fetching/fetch-all.js';

const ref = (id: string, target = id): SourceRef => ({
  id,
  kind: 'feed',
  platform: 'web',
  name: id,
  target,
  limit: 10,
});
const request = (signal = new AbortController().signal): FetchRequest => ({
  period: { from: '2026-04-06T00:00:00.000Z', to: '2026-04-07T00:00:00.000Z' },
  now: '2026-04-07T07:00:00.000Z',
  cursors: new Map(),
  signal,
});
const outcome = (sourceId: string, ...ids: string[]): FetchOutcome => ({
  sourceId,
  posts: ids.map((id) => ({ id, sourceId }) as Post),
});
const source = (ids: string[], lane: string, fetch: Source['fetch']): Source => ({
  refs: ids.map((id) => ref(id)),
  lane,
  fetch,
});

describe('fetchAll', () => {
  test('returns posts, outcomes and failures in the order of the sources', async () => {
    const slow = source(['a'], 'one', async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return [outcome('a', 'p1')];
    });
    const fast = source(['b', 'c'], 'two', async () => [
      { sourceId: 'c', posts: [], error: 'broken' },
      outcome('b', 'p2', 'p3'),
    ]);
    const fetched = await fetchAll([slow, fast], request(), { concurrency: 2 });
    expect(fetched.posts.map((post) => post.id)).toEqual(['p1', 'p2', 'p3']);
    expect(fetched.outcomes.map((each) => each.sourceId)).toEqual(['a', 'b', 'c']);
    expect(fetched.failures).toEqual([{ source: ref('c'), error: 'broken' }]);
  });

  test('after a host refuses one source, its others are not requested', async () => {
    const asked: string[] = [];
    const make = (id: string, lane: string, more: Partial<FetchOutcome> = {}) =>
      source([id], lane, async () => {
        asked.push(id);
        return [{ ...outcome(id), ...more }];
      });
    const notBefore = '2026-04-07T08:00:00.000Z';
    const refused = { error: 'too many requests (429)', notBefore, laneRefused: true };
    const sources = [make('a', 'x'), make('b', 'x', refused), make('c', 'x'), make('d', 'y')];
    const heard: string[] = [];
    const { outcomes, failures } = await fetchAll(sources, request(), {
      concurrency: 3,
      onOutcome: ({ sourceId }) => void heard.push(sourceId),
    });
    expect(asked.sort()).toEqual(['a', 'b', 'd']);
    expect(heard.sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(outcomes[2]).toEqual({
      sourceId: 'c',
      posts: [],
      skipped: 'waits until 2026-04-07 08:00 UTC: its host refused another source (429)',
      failedBefore: expect.stringContaining('429'),
      notBefore,
      refused: true,
    });
    expect(failures).toHaveLength(1);
  });

  test('a lane is sequential, and lanes are parallel up to the limit', async () => {
    const running = new Set<string>();
    let most = 0;
    const make = (id: string, lane: string) =>
      source([id], lane, async () => {
        expect(running.has(lane)).toBe(false);
        running.add(lane);
        most = Math.max(most, running.size);
        await new Promise((resolve) => setImmediate(resolve));
        running.delete(lane);
        return [outcome(id)];
      });
    const lanes = ['one', 'two', 'three', 'four'];
    const sources = lanes.flatMap((lane) => [make(`${lane}-1`, lane), make(`${lane}-2`, lane)]);
    const { outcomes } = await fetchAll(sources, request(), { concurrency: 3 });
    expect(outcomes).toHaveLength(8);
    expect(most).toBe(3);
  });

  test('a source that throws affects only itself', async () => {
    const sources = [
      source(['a', 'b'], 'one', async () => {
        throw new Error('a defect\nin it');
      }),
      source(['c'], 'one', async () => [outcome('c', 'p')]),
    ];
    const { posts, failures } = await fetchAll(sources, request(), { concurrency: 1 });
    expect(posts).toHaveLength(1);
    expect(failures.map(({ source: { id }, error }) => [id, error])).toEqual([
      ['a', 'a defect in it'],
      ['b', 'a defect in it'],
    ]);
  });

  test('missing and invented outcomes are corrected', async () => {
    const forgetful = source(['a', 'b'], 'one', async () => [outcome('a'), outcome('stranger', 'p')]);
    const { outcomes, posts } = await fetchAll([forgetful], request(), { concurrency: 1 });
    expect(outcomes).toEqual([
      outcome('a'),
      { sourceId: 'b', posts: [], error: 'its adapter returned no outcome' },
    ]);
    expect(posts).toEqual([]);
  });

  test('after an abort, the remaining sources fail with `stopped`', async () => {
    const stop = new AbortController();
    const sources = [
      source(['a'], 'one', async () => {
        stop.abort();
        return [outcome('a', 'p')];
      }),
      source(['b'], 'one', async () => [outcome('b', 'q')]),
    ];
    const { posts, failures } = await fetchAll(sources, request(stop.signal), { concurrency: 1 });
    expect(posts.map((post) => post.id)).toEqual(['p']);
    expect(failures).toEqual([{ source: ref('b'), error: 'stopped' }]);
  });

  test('reports each outcome and waits for the listener', async () => {
    const told: string[] = [];
    const sources = [
      source(['a', 'b'], 'one', async () => [outcome('a'), outcome('b')]),
      source(['c'], 'one', async () => {
        expect(told).toEqual(['a', 'b']);
        return [outcome('c')];
      }),
    ];
    const onOutcome = async ({ sourceId }: FetchOutcome) => {
      await new Promise((resolve) => setImmediate(resolve));
      told.push(sourceId);
    };
    const { failures } = await fetchAll(sources, request(), { concurrency: 1, onOutcome });
    expect(told).toEqual(['a', 'b', 'c']);
    expect(failures).toEqual([]);
  });

  test('a listener that throws ends the fetch', async () => {
    const onOutcome = () => {
      throw new Error('the store is full');
    };
    const all = fetchAll([source(['a'], 'one', async () => [])], request(), { concurrency: 1, onOutcome });
    await expect(all).rejects.toThrow('the store is full');
  });

  test('many lanes that share a signal are not reported as a leak', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on('warning', onWarning);
    const sources = Array.from({ length: 20 }, (_, n) =>
      source([`s${n}`], `lane ${n}`, async ({ signal }) => {
        signal.addEventListener('abort', () => {});
        return [outcome(`s${n}`)];
      }),
    );
    await fetchAll(sources, request(), { concurrency: 20 });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
  });

  test('without sources, it returns nothing', async () => {
    expect(await fetchAll([], request(), { concurrency: 4 })).toEqual({
      outcomes: [],
      posts: [],
      failures: [],
    });
  });
});

test('a slow host is not requested again at once, and does not delay others', async () => {
  const order: string[] = [];
  const slow = (id: string) =>
    source([id], 'slow', async () => {
      order.push(id);
      await new Promise((resolve) => setTimeout(resolve, 40));
      return [outcome(id)];
    });
  const quick = source(['c'], 'quick', async () => {
    order.push('c');
    return [outcome('c')];
  });
  await fetchAll([slow('a'), slow('b'), quick], request(), { concurrency: 1 });
  expect(order).toEqual(['a', 'c', 'b']);
});
