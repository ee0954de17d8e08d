import { expect, test } from 'vitest';
import { findIssue, findNeighbours, findReported, listIssues, saveIssue } from '../../src/store/issues.js';
import { makeIssue } from '../fixtures/issue.js';
import { openTestStore } from '../fixtures/store.js';

const on = (day: number, over = {}) =>
  makeIssue({
    id: `daily-2026-03-${day}`,
    slug: `2026-03-${day}`,
    period: { from: `2026-03-${day}T00:00:00.000Z`, to: `2026-03-${day + 1}T00:00:00.000Z` },
    ...over,
  });

test('a stored issue is found unchanged, by id and by slug', async () => {
  const db = await openTestStore();
  const issue = on(17);
  await saveIssue(db, issue);
  expect(await findIssue(db, issue.id)).toEqual(issue);
  expect(await findIssue(db, issue.slug)).toEqual(issue);
  expect(await findIssue(db, 'no-such')).toBeUndefined();
});

test('an issue saved again keeps its slug and creation time and exists once', async () => {
  const db = await openTestStore();
  const first = await saveIssue(db, on(17));
  await saveIssue(db, on(17, { slug: 'other', headline: 'Other', createdAt: '2030-01-01T00:00:00.000Z' }));
  const listed = await listIssues(db, { limit: 9 });
  expect(listed).toMatchObject([{ slug: first.slug, headline: 'Other', createdAt: first.createdAt }]);
});

test('two issues with the same slug get different ones', async () => {
  const db = await openTestStore();
  await saveIssue(db, on(17, { slug: 'same' }));
  expect((await saveIssue(db, on(18, { slug: 'same' }))).slug).toBe('same-2');
});

test('neighbours are published and have the same cadence', async () => {
  const db = await openTestStore();
  for (const day of [15, 16, 17]) await saveIssue(db, on(day));
  await saveIssue(db, on(18, { status: 'draft' }));
  await saveIssue(db, on(14, { id: 'weekly-2026-w11', slug: 'w11', cadence: 'weekly' }));
  const { previous, next } = await findNeighbours(db, on(17));
  expect([previous?.id, next]).toEqual(['daily-2026-03-16', undefined]);
  expect((await findNeighbours(db, on(15))).previous).toBeUndefined();
});

test('reported posts are found by span and cadence, without drafts', async () => {
  const db = await openTestStore();
  const issue = await saveIssue(db, on(17));
  const cited = Object.keys(issue.posts)[0] ?? '';
  const told = {
    cadence: 'daily' as const,
    since: '2026-03-11T00:00:00.000Z',
    until: '2026-03-18T00:00:00.000Z',
  };
  const first = issue.recaps[0]?.sections[0]?.bullets[0]?.citations[0] ?? cited;
  expect((await findReported(db, told)).get(first)).toBe(issue.slug);
  const ofLead = issue.lead.flatMap(({ citations }) => citations);
  expect(ofLead.length).toBeGreaterThan(0);
  for (const id of ofLead) expect((await findReported(db, told)).get(id)).toBe(issue.slug);
  expect((await findReported(db, { ...told, cadence: 'weekly' })).size).toBe(0);
  expect((await findReported(db, { ...told, until: '2026-03-17T00:00:00.000Z' })).size).toBe(0);
});
