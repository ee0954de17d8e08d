// Combines the fetches of several processes as if one run had fetched everything.
import { expect, test } from 'vitest';
import { periodOf } from '../../../src/base/time.js';
import type { FetchOutcome, Source } from '../../../src/model.js';
import { collectPosts } from '../../../src/stages/fetching/collect.js';
import { findCollected } from '../../../src/stages/fetching/collected-parts.js';
import { makePipeline } from '../../fixtures/pipeline.js';

const period = periodOf('2026-03-17', 'daily', 'UTC');
const EARLIER = '2026-03-18T06:00:00.000Z';
const SINCE = '2026-03-18T07:00:00.000Z';

/** A source that returns a copy of the outcome each time, and sleeps in the hours of its cursor. */
function makeSource(name: string, ...answers: Partial<FetchOutcome>[]): Source {
  const ref = { id: `feed:${name}`, kind: 'feed', platform: 'web', name, target: name, limit: 10 } as const;
  return {
    refs: [ref],
    lane: name,
    fetch: async () => [{ sourceId: ref.id, posts: [], ...answers.shift() }],
    sleeps: (cursor, now) => cursor === now.slice(11, 13),
  };
}

test('failed, resting, sleeping and retired sources are described as in one run', async () => {
  const sources = [
    makeSource('fails', {}, { error: 'timed out' }),
    makeSource('rests', { error: 'not found (404)', notBefore: '2026-03-18T09:00:00.000Z' }),
    makeSource('asked for rest', { notBefore: '2026-03-18T09:00:00.000Z' }),
    makeSource('sleeps', { cursor: '07' }),
    makeSource('gone', { error: 'gone permanently (410)', gone: true }),
    makeSource('has gone now', {}, { error: 'gone permanently (410)', gone: true }),
    makeSource('plain', {}, {}),
    makeSource('waits', { skipped: 'waits until …', notBefore: '2026-03-18T09:00:00.000Z', refused: true }),
    makeSource('in part', {}, { partial: 'the X budget of a day is spent' }),
  ];
  const { context } = await makePipeline({ sources });
  const collectAt = (now: string) =>
    collectPosts({ ...context, clock: () => new Date(now) }, period, { scheduled: true });
  await collectAt(EARLIER);
  const { outcomes } = await collectAt(SINCE);
  const told = (list: FetchOutcome[]) =>
    Object.fromEntries(
      list.map(({ sourceId, error, skipped, partial }) => [sourceId, { error, skipped, partial }]),
    );
  expect(told((await findCollected(context, SINCE)).outcomes)).toEqual(told(outcomes));
});

test('sources that were not fetched in time are reported, even if they had rested before', async () => {
  const rested = makeSource('rested', { notBefore: '2026-03-18T06:30:00.000Z' });
  const { context } = await makePipeline({ sources: [rested] });
  await collectPosts({ ...context, clock: () => new Date(EARLIER) }, period, { scheduled: true });
  expect((await findCollected(context, SINCE)).outcomes).toEqual([
    { sourceId: 'feed:rested', posts: [], error: 'was not fetched in time' },
  ]);
});
