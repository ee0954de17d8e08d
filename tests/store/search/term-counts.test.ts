import { expect, test } from 'vitest';
import { addTermCounts, findLastCountedDay, listTermCounts } from '../../../src/store/search/term-counts.js';
import { openTestStore } from '../../fixtures/store.js';

test('term counts add up over days, recent counts decay, and single occurrences are deleted', async () => {
  const db = await openTestStore();
  await addTermCounts(db, '2026-05-04', [
    { term: '', texts: 10, upper: 0 },
    { term: 'e heron', texts: 4, upper: 0 },
    { term: 'w once', texts: 1, upper: 0 },
  ]);
  await addTermCounts(db, '2026-05-05', [
    { term: '', texts: 6, upper: 0 },
    { term: 'c heron', texts: 5, upper: 3 },
    { term: 'e heron', texts: 1, upper: 0 },
  ]);
  const counts = new Map((await listTermCounts(db)).map((row) => [row.term, row]));
  expect(counts.get('')).toMatchObject({ texts: 16, recent: 13.5 });
  expect(counts.get('e heron')).toMatchObject({ texts: 5, recent: 4, counted_on: '2026-05-05' });
  expect(counts.get('c heron')).toMatchObject({ texts: 5, upper: 3 });
  expect(await findLastCountedDay(db)).toBe('2026-05-05');
  await addTermCounts(db, '2026-07-05', []);
  expect((await listTermCounts(db)).map(({ term }) => term)).not.toContain('w once');
});
