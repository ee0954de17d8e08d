// Files that share a name become issues of their own.
import { expect, test } from 'vitest';
import { guessCadence, makeSlugsUnique } from '../../../src/commands/import/unique-slugs.js';

const week = (date: string) => ({ slug: 'this-week', date });

test('makeSlugsUnique adds the date, then a number', () => {
  const slugs = makeSlugsUnique(
    [week('2024-01-05'), week('2024-01-12'), week('2024-01-12'), { slug: 'one', date: '2024-01-05' }],
    () => false,
  ).map(({ slug }) => slug);
  expect(slugs).toEqual(['2024-01-05-this-week', '2024-01-12-this-week', '2024-01-12-this-week-2', 'one']);
});

test('makeSlugsUnique keeps the slug that the archive has for a document', () => {
  const first = week('2024-01-05');
  const slugs = makeSlugsUnique([first, week('2024-01-12')], (one) => one === first).map(({ slug }) => slug);
  expect(slugs).toEqual(['this-week', '2024-01-12-this-week']);
});

test.each([
  [['2024-01-05', '2024-01-12', '2024-01-19'], 'weekly'],
  [['2024-01-05', '2024-01-06', '2024-01-08'], 'daily'],
  [['2024-01-05'], 'daily'],
  [['2024-01-05', '2024-02-08', '2024-03-01', '2024-03-02'], 'daily'],
])('guessCadence(%j)', (dates, cadence) => expect(guessCadence(dates)).toBe(cadence));
