import { expect, test } from 'vitest';
import { findEvents } from '../../../../src/editorial/offline/events/events.js';
import { rankByLead } from '../../../../src/editorial/offline/events/lead-order.js';
import type { PlannedRecap } from '../../../../src/editorial/plan.js';
import type { Story } from '../../../../src/model.js';
import { makePost } from '../../../fixtures/store.js';

const story = (id: string, weight: number, text: string, title = ''): Story => ({
  id,
  weight,
  voices: 1,
  posts: [makePost(id, { title, text, author: id })],
});
const recap = (...sections: Story[][]): PlannedRecap => ({
  settings: { title: 'R', platform: 'x', maxSections: 6, maxBullets: 5 },
  sections: sections.map((stories) => ({
    title: 'T',
    weight: stories.reduce((sum, each) => sum + each.weight, 0),
    stories: stories.map((each) => ({ story: each, bullets: 1 })),
  })),
});
const first = (...recaps: PlannedRecap[]) => rankByLead(recaps, findEvents(recaps))[0]?.story.id;

test('the subject of many stories opens the issue, whichever recap it is in', () => {
  const recaps = [
    recap(
      [story('x:1', 2, 'Figma adds a dark mode.'), story('x:2', 1.7, 'GPT-9.1 Pro is out.')],
      [story('x:3', 1, 'Cursor has GPT-9.1 now.')],
    ),
    recap([story('r:1', 1, '', 'GPT-9.1 benchmarks')], [story('r:2', 1, '', 'GPT-9.1 is worse at SQL')]),
  ];
  expect(first(...recaps)).toBe('x:2');
});
test('this also works outside the vocabulary', () => {
  const bridge = [
    'the mayor opens Harbour Bridge',
    'little traffic on Harbour Bridge',
    'we crossed Harbour Bridge',
  ];
  const stories = bridge.map((text, n) => [story(`b${n}`, 1, `Today ${text} again.`)]);
  expect(first(recap([story('x', 1.2, 'A quiet day in the park for us')], ...stories))).toBe('b0');
});
test('a name late in a post is not its subject', () => {
  const late = (id: string) => [
    story(id, 1, `${'Nothing to see in these words. '.repeat(8)}It uses GPT-9.1.`),
  ];
  expect(
    first(recap([story('x', 1.2, 'GPT-9.1 is out.')], late('a'), [story('y', 1.3, 'A park opens')])),
  ).toBe('y');
});
test('a word that many use today, and few did before, corroborates a story', () => {
  const plan = [
    recap(
      [story('x', 2, 'A long walk through the park with friends')],
      [story('a', 1, 'The harbour strike spreads to the north')],
      [story('b', 1, 'No ferries during the strike')],
      [story('c', 1, 'Captains join the strike of the week')],
    ),
  ];
  const terms = new Map([['w park', 900]]);
  const archive = { texts: 1000, terms, casing: new Map() };
  expect(rankByLead(plan, [], archive)[0]?.story.id).toBe('a');
  expect(rankByLead(plan)[0]?.story.id).toBe('x');
});
