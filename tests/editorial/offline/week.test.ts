import { expect, test } from 'vitest';
import { planWeek } from '../../../src/editorial/offline/week.js';
import { WEEKLY_RECAP } from '../../../src/editorial/plan.js';
import type { Story } from '../../../src/model.js';
import { makePost } from '../../fixtures/store.js';

const story = (id: string, weight: number, text: string, day: number): Story => ({
  id,
  weight,
  voices: 1,
  posts: [
    makePost(id, {
      platform: 'x',
      author: id,
      title: '',
      text,
      createdAt: `2026-03-${10 + day}T10:00:00.000Z`,
    }),
  ],
});

test('a story of the week is a section with its development in order of time', () => {
  const stories = [
    story('c', 4, 'The port of Tarn is closed for the week.', 1),
    story('b', 4, 'Heron 3.1 fails two of the tests on a phone.', 4),
    story('a', 3, 'Tessel releases Heron 3.1 for phones.', 2),
    story('d', 1, 'Readers of Tarn Library queue again.', 3),
  ];
  const { sections } = planWeek(stories, WEEKLY_RECAP);
  expect(sections.map((section) => section.stories.map(({ story: { id } }) => id))).toEqual([
    ['a', 'b'],
    ['c'],
    ['d'],
  ]);
});

test('stories that open alike with a new name are one story of the week', () => {
  const stories = [
    story('a', 4, 'On Monday the city closed the Velsen bridge after divers found cracks in its pillars.', 1),
    story('b', 3, 'Divers found cracks in the pillars of the Velsen bridge, which closed on Monday.', 3),
    story('c', 2, 'For the club of Velsen it was the last game of the season.', 4),
  ];
  const { sections } = planWeek(stories, WEEKLY_RECAP);
  expect(sections.map((section) => section.stories.map(({ story: { id } }) => id))).toEqual([
    ['a', 'b'],
    ['c'],
  ]);
});

test('a week has at most ten stories with three bullets each', () => {
  const alone = Array.from({ length: 14 }, (_, at) =>
    story(`s${at}`, 20 - at, `The ${'abcdefghijklmn'[at]} of it`, 1),
  );
  const popular = { ...(alone[0] as Story), voices: 9 };
  const { sections } = planWeek([popular, ...alone.slice(1)], WEEKLY_RECAP);
  expect(sections).toHaveLength(10);
  expect(sections[0]?.stories).toMatchObject([{ bullets: 3 }]);
});
