import { expect, test } from 'vitest';
import { findEvents } from '../../../../src/editorial/offline/events/events.js';
import { findNameSightings } from '../../../../src/editorial/offline/events/name-sightings.js';
import { writeArrival } from '../../../../src/editorial/offline/opening/arrival.js';
import type { PlannedRecap } from '../../../../src/editorial/plan.js';
import type { Post, Story } from '../../../../src/model.js';
import { makePost } from '../../../fixtures/store.js';

const tweet = (id: string, text: string): Post =>
  makePost(`x:${id}`, { platform: 'x', sourceId: 'x-list:1', author: `a${id}`, title: '', text });
const story = (weight: number, post: Post): Story => ({ id: post.id, posts: [post], weight, voices: 1 });
const planOf = (...stories: Story[]): PlannedRecap[] => [
  {
    settings: { title: 'R', platform: 'x', maxSections: 6, maxBullets: 5 },
    sections: [{ title: 'T', weight: 1, stories: stories.map((each) => ({ story: each, bullets: 1 })) }],
  },
];

test('several voices about a new name outweigh one popular post', () => {
  const [event] = findEvents(
    planOf(
      story(6, tweet('1', 'My take on Quillgate Pages: everybody should own a printer.')),
      story(2, tweet('2', 'The team launched Heron Bridge today with 4 lanes.')),
      story(1, tweet('3', 'We measured Heron Bridge and found 9,000 cyclists.')),
      story(1, tweet('4', 'What I like about Heron Bridge is the light at night.')),
    ),
  );
  expect(event).toMatchObject({ key: 'phrase heron bridge', forms: ['Heron Bridge'], isNew: true });
  expect(event?.stories.map(({ id }) => id)).toEqual(['x:2', 'x:3', 'x:4']);
});

test('a name that occurs every day is not an event', () => {
  const plan = planOf(
    story(2, tweet('1', 'The mayor visits Heron Bridge with guests.')),
    story(2, tweet('2', 'Few people walked on Heron Bridge this morning.')),
    story(1, tweet('3', 'The council opens Tarn Library on Monday.')),
    story(1, tweet('4', 'Readers queue before Tarn Library already.')),
  );
  const names = new Map([['phrase heron bridge', 50]]);
  expect(findEvents(plan, { posts: 100, names })[0]?.key).toBe('phrase tarn library');
});

test.each([
  ['Heron 3 is out', 'This morning Heron 3 dropped.'],
  ['Heron 3 is available', 'Both models, Heron 2 and Heron 3, are available in the API now.'],
  ['Heron 3 is announced', 'Heron 3 Announced!'],
])('writeArrival: %s', (text, said) => {
  expect(writeArrival([tweet('1', said)], ['Heron 3'], 'en')).toEqual({ text, postId: 'x:1' });
});

test.each([
  'Heron 3 will be released soon.',
  'I wonder when Heron 3 is out.',
  'Since Heron 3 dropped, prices fell.',
  'A plugin for Heron 3 is available.',
  'Heron 3.5 is out.',
  'The post announces the imminent end of Heron 3.',
  'They announced Heron 3 review decisions.',
])('writeArrival writes nothing about: %s', (said) => {
  expect(writeArrival([tweet('1', said)], ['Heron 3'], 'en')).toBeUndefined();
});

test('a bare version belongs to the only name of the day that ends with it', () => {
  const posts = [
    'Marram has announced Heron M3.1.',
    'We ran M3.1 for a day on 40 machines.',
    'People ask whether M3.1 can print.',
  ];
  const events = (...texts: string[]) =>
    findEvents(planOf(...texts.map((text, at) => story(2, tweet(`${at}`, text)))));
  expect(events(...posts)[0]?.stories).toHaveLength(3);
  // Two names end with it, so it is ambiguous.
  const others = events(...posts, 'Tessel has announced Quill M3.1.');
  expect(others.every(({ stories }) => stories.length < 3)).toBe(true);
});

const modelOf = (text: string) => findNameSightings(tweet('0', text), 250)[0]?.key ?? '';

test('posts that name only the maker support its new version, but only near the release', () => {
  const plan = planOf(
    story(1, tweet('1', 'Google released Gemini 8.1 with open weights this morning.')),
    story(1, tweet('2', 'We ran Gemini 8.1 on a phone and it answered.')),
    story(4, tweet('3', 'Gemini: the announcement has all the numbers of today.')),
    story(1, tweet('4', 'A long thread by Google about how the new thing was trained.')),
  );
  const key = modelOf('Gemini 8.1 is here.');
  expect(key).toMatch(/8-1$/);
  const find = (earlier: number, recent: number) =>
    findEvents(plan, {
      posts: 100,
      names: new Map([[key, recent]]),
      totals: new Map([[key, earlier]]),
    }).find((event) => event.key === key);
  const [young, old] = [find(2, 1), find(40, 1)];
  expect([young?.isYoung, old?.isYoung]).toEqual([true, false]);
  expect(young?.corroboration).toBeGreaterThan((old?.corroboration ?? 0) * 1.2);
  expect(young?.stories.map(({ id }) => id)).toEqual(['x:1', 'x:2']);
});

test('a name in a comparison is no mention', () => {
  expect(findNameSightings(tweet('1', 'It costs half and is faster than Gemini 8.1 at chess.'), 250)).toEqual(
    [],
  );
});
