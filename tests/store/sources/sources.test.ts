import { expect, test } from 'vitest';
import {
  findSources,
  listSources,
  nameSources,
  saveOutcome,
  saveSources,
} from '../../../src/store/sources/sources.js';
import { makeRef, openTestStore } from '../../fixtures/store.js';

const id = 'reddit:localmodels';

test('failures are counted, a success resets them, and a missing cursor keeps the old one', async () => {
  const db = await openTestStore();
  await saveSources(db, [makeRef('LocalModels')]);
  await saveOutcome(db, { sourceId: id, posts: [], cursor: 'c1' }, '2026-03-17T01:00:00.000Z');
  await saveOutcome(db, { sourceId: id, posts: [], error: 'timed out' }, '2026-03-17T02:00:00.000Z');
  await saveOutcome(db, { sourceId: id, posts: [], error: 'refused (403)' }, '2026-03-17T03:00:00.000Z');
  expect((await listSources(db))[0]).toMatchObject({
    failures: 2,
    error: 'refused (403)',
    succeeded_at: '2026-03-17T01:00:00.000Z',
  });
  await saveOutcome(db, { sourceId: id, posts: [] }, '2026-03-17T04:00:00.000Z');
  expect((await listSources(db))[0]).toMatchObject({ failures: 0, error: null });
  expect((await findSources(db, [id])).get(id)?.cursor).toBe('c1');
});

test('only the requested sources are returned', async () => {
  const db = await openTestStore();
  await saveSources(db, ['A', 'B', 'C'].map(makeRef));
  const found = await findSources(db, ['reddit:c', 'reddit:a', 'reddit:unknown']);
  expect([...found.keys()].sort()).toEqual(['reddit:a', 'reddit:c']);
  expect(found.get('reddit:a')).toEqual((await listSources(db))[0]);
  expect(await findSources(db, [])).toEqual(new Map());
});

test('a skipped source keeps its health', async () => {
  const db = await openTestStore();
  await saveSources(db, [makeRef('LocalModels')]);
  await saveOutcome(db, { sourceId: id, posts: [], skipped: 'no client' }, '2026-03-17T01:00:00.000Z');
  expect((await listSources(db))[0]).toMatchObject({ checked_at: null, failures: 0, note: 'no client' });
});

test('saving a source again renames it and keeps the rest', async () => {
  const db = await openTestStore();
  await saveSources(db, [makeRef('LocalModels')]);
  await saveOutcome(db, { sourceId: id, posts: [], error: 'x' }, '2026-03-17T01:00:00.000Z');
  await saveSources(db, [{ ...makeRef('LocalModels'), name: 'r/localmodels' }]);
  expect(await listSources(db)).toMatchObject([{ name: 'r/localmodels', failures: 1 }]);
});

test('a source without a configured name gets the name that it provides', async () => {
  const db = await openTestStore();
  const refs = () => [{ ...makeRef('LocalModels'), isUnnamed: true }, makeRef('Other')];
  const title = 'Local Models Weekly';
  await saveSources(db, refs());
  await saveOutcome(db, { sourceId: id, posts: [], title }, '2026-03-17T01:00:00.000Z');
  await saveSources(db, refs());
  const later = refs();
  await nameSources(db, later);
  expect(later.map(({ name }) => name)).toEqual([title, 'r/Other']);
  // A name in sources.yaml takes precedence.
  await saveSources(db, [{ ...makeRef('LocalModels'), name: 'Mine' }]);
  expect((await findSources(db, [id])).get(id)?.name).toBe('Mine');
});

test('a source that waits because of its host keeps its health, and rests', async () => {
  const db = await openTestStore();
  await saveSources(db, [makeRef('LocalModels')]);
  const until = '2026-03-17T02:00:00.000Z';
  await saveOutcome(db, { sourceId: id, posts: [], skipped: 'waits' }, '2026-03-17T01:00:00.000Z', until);
  expect((await listSources(db))[0]).toMatchObject({ failures: 0, note: 'waits', next_at: until });
});
