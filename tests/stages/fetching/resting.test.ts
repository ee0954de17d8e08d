// How long sources rest, and which are skipped.
import { expect, test } from 'vitest';
import type { FetchOutcome, Source, SourceRef } from '../../../src/model.js';
import { restAfter, restingOutcomes } from '../../../src/stages/fetching/resting.js';
import type { SourceRow } from '../../../src/store/database/schema.js';

const NOW = '2026-04-07T07:00:00.000Z';
const outcome = (more: Partial<FetchOutcome>): FetchOutcome => ({ sourceId: 'a', posts: [], ...more });
const hours = (rest: string | null) => (rest === null ? 0 : (Date.parse(rest) - Date.parse(NOW)) / 3_600_000);
const inHours = (n: number) => new Date(Date.parse(NOW) + n * 3_600_000).toISOString();

test.each([
  [0, 0.5],
  [1, 1],
  [4, 8],
  [6, 23],
  [1000, 23],
])('after %i failures before this one: %d hours', (failures, rest) =>
  expect(hours(restAfter(outcome({ error: 'x' }), failures, NOW, 0))).toBe(rest),
);

test.each<[string, Partial<FetchOutcome>, number]>([
  ['an answer: none', {}, 0],
  ['a wish: as it says', { notBefore: inHours(6) }, 6],
  ['a wish of weeks: less than a day', { notBefore: inHours(500) }, 23],
  ['an order: as it says', { notBefore: inHours(48), refused: true, error: 'x' }, 48],
  ['an order of months: a week', { notBefore: inHours(5000), refused: true }, 168],
  [
    'a short order after a failure: the longer of both',
    { notBefore: inHours(0.1), refused: true, error: 'x' },
    0.5,
  ],
])('rest: %s', (_, given, rest) => expect(hours(restAfter(outcome(given), 0, NOW, 0))).toBeCloseTo(rest));

test('jitter shortens a rest after failures by up to a quarter', () =>
  expect([0, 0.5, 1].map((chance) => hours(restAfter(outcome({ error: 'x' }), 2, NOW, chance)))).toEqual([
    2, 1.75, 1.5,
  ]));

const row = (id: string, more: Partial<SourceRow>): SourceRow => ({
  id,
  kind: 'feed',
  platform: 'web',
  name: id,
  cursor: null,
  checked_at: null,
  succeeded_at: null,
  error: null,
  failures: 0,
  note: null,
  next_at: null,
  retired_at: null,
  ...more,
});
const rows = [
  row('free', {}),
  row('over', { next_at: NOW, failures: 3, error: 'x' }),
  row('failed', { next_at: inHours(2), failures: 2, error: 'timed out' }),
  row('asked', { next_at: inHours(2) }),
  row('gone', { retired_at: '2026-03-01T07:00:00.000Z', failures: 1 }),
];

test('the schedule skips resting sources', () =>
  expect([...restingOutcomes(rows, { now: NOW, scheduled: true }).values()]).toEqual([
    {
      sourceId: 'failed',
      posts: [],
      skipped: 'rests until 2026-04-07 09:00 UTC after 2 failures: timed out',
      failedBefore: 'timed out',
    },
    { sourceId: 'asked', posts: [], unchanged: true },
    { sourceId: 'gone', posts: [], skipped: 'gone for good since 2026-03-01' },
  ]));

test('a manual run fetches all except those that are gone', () =>
  expect([...restingOutcomes(rows, { now: NOW, scheduled: false }).keys()]).toEqual(['gone']));

test('the schedule skips sources that sleep at this hour, whenever they were last fetched', () => {
  const refs = ['nine', 'seven'].map((id) => ({ id }) as SourceRef);
  const source: Source = {
    refs,
    lane: '',
    fetch: async () => [],
    sleeps: (cursor, now) => cursor === now.slice(11, 13),
  };
  const some = [row('nine', { cursor: '09' }), row('seven', { cursor: '07' }), row('new', {})];
  const asleep = (scheduled: boolean) =>
    [...restingOutcomes(some, { now: NOW, scheduled, sources: [source] })].map(([id]) => id);
  expect([asleep(true), asleep(false)]).toEqual([['seven'], []]);
});
