import { expect, test } from 'vitest';
import { assignStories, planRecap } from '../../src/editorial/plan.js';
import type { Story } from '../../src/model.js';
import { makePost } from '../fixtures/store.js';

const story = (id: string, weight: number, voices = 1, sources = ['a']): Story => ({
  id,
  weight,
  voices,
  posts: sources.map((sourceId, n) => makePost(`${id}-${n}`, { sourceId })),
});
const recapOf = (sourceId: string) => ({ a: 0, b: 1 })[sourceId];
const settings = { title: 'R', platform: 'x' as const, maxSections: 3, maxBullets: 2 };
const options = { maxStoryShare: 0.35 };
const pairs = (stories: Story[]) =>
  Array.from({ length: Math.ceil(stories.length / 2) }, (_, n) => stories.slice(n * 2, n * 2 + 2));

test('a story is assigned to the recap where its posts weigh most', () => {
  const both = story('s', 1, 2, ['a', 'b']);
  const scores = new Map([
    ['s-0', 1],
    ['s-1', 2],
  ]);
  expect(assignStories([both], scores, recapOf, 2).map((list) => list.length)).toEqual([0, 1]);
  expect(assignStories([story('s', 1, 1, ['none'])], scores, recapOf, 2).flat()).toEqual([]);
});
test('sections come in descending weight, up to the maximum', () => {
  const stories = [1, 2, 9, 8, 5, 5, 3, 3].map((weight, n) => story(`${n}`, weight));
  const plan = planRecap(stories, settings, { ...options, group: pairs });
  expect(plan.sections.map(({ weight }) => weight)).toEqual([17, 10, 6]);
});
test('a group with too many stories shows the heaviest ones, in any input order', () => {
  const stories = [3, 1, 2].map((weight) => story(`${weight}`, weight));
  const group = (given: Story[]) => [given.toReversed()];
  const plan = planRecap(stories, settings, { ...options, group });
  expect(plan.sections[0]?.stories.map((each) => each.story.id)).toEqual(['3', '2']);
});
test('a group with far too many stories is split rather than truncated', () => {
  const stories = Array.from({ length: 6 }, (_, n) => story(`${n}`, 6 - n));
  const lump = (given: Story[]) => (given.length === 6 ? [given] : pairs(given));
  const split = planRecap(stories, settings, {
    ...options,
    group: (given, maxSections) => (maxSections === 6 ? lump(given) : pairs(given)),
  });
  expect(split.sections.flatMap((section) => section.stories)).toHaveLength(6);
});
test('many light stories do not replace a heavy one, nor do the parts of a split group', () => {
  const section = (name: string, ...weights: number[]) =>
    weights.map((weight, n) => story(`${name}${n}`, weight));
  const groups = [section('a', 9), section('b', 2, 2), section('c', 2, 2), section('d', 3)];
  const plan = planRecap(groups.flat(), settings, { ...options, group: () => groups });
  expect(plan.sections.map(({ stories }) => stories[0]?.story.id)).toEqual(['a0', 'b0', 'd0']);
});
test('no story exceeds its share, and stories with more voices get more bullets', () => {
  const group = (stories: Story[]) => stories.map((each) => [each]);
  const stories = [story('big', 9, 40), story('b', 2), story('c', 1)];
  const plan = planRecap(stories, { ...settings, maxBullets: 5 }, { ...options, group });
  expect(plan.sections.map((section) => section.stories[0]?.bullets)).toEqual([1, 1, 1]);
  const wide = planRecap(stories, { ...settings, maxBullets: 5 }, { ...options, maxStoryShare: 1, group });
  expect(wide.sections.map((section) => section.stories[0]?.bullets)).toEqual([3, 1, 1]);
});

test('while there is room for a section, no story is dropped because its own is full', () => {
  const stories = Array.from({ length: 3 }, (_, n) => story(`${n}`, 3 - n));
  const group = (given: Story[], maxSections: number) => (maxSections === 6 ? [given] : pairs(given));
  const plan = planRecap(stories, settings, { ...options, group });
  expect(plan.sections.flatMap((section) => section.stories)).toHaveLength(3);
});
