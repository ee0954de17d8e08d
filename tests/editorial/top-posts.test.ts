import { expect, test } from 'vitest';
import { listTopPosts } from '../../src/editorial/top-posts.js';
import type { Post } from '../../src/model.js';
import { makePost } from '../fixtures/store.js';

const LINES = [
  'Tessel sold 400 kiosks in Lund within a week, according to the harbour office and its new report.',
  'Heron 3 runs at 41 tok/s on a phone with 12 GB of memory.',
  'Marram opens Quill Bridge with 4 lanes and 12 lamps.',
  'Undertow raises $340M for its cables off Lund.',
  'Orrery moves 90 telescopes to the hills of Tarn.',
  'Linnet indexes 3 million pages of the library of Lund.',
];
const posts = LINES.map(
  (line, at): Post =>
    makePost(`x:${at}`, {
      platform: 'x',
      author: `a${at}`,
      title: '',
      text: line,
      metrics: { likes: 900 - at },
      links: ['https://a.example/'],
    }),
);
const titled = posts.map((post): Post => ({ ...post, platform: 'reddit', title: post.text, text: '' }));
const list = (of: Post[], reported: string[], isTitled = false) =>
  listTopPosts(of, { language: 'en', limit: 6, reported: new Set(reported), isTitled });

const idsOf = (list: { postId: string }[]) => list.map(({ postId }) => postId);

test('the list is in the order of engagement; posts that are reported above have a short line', () => {
  const top = list(posts, ['x:0', 'x:2']);
  expect(idsOf(top)).toEqual(['x:0', 'x:1', 'x:2', 'x:3', 'x:4', 'x:5']);
  expect(list(posts, [])[0]?.line).toBe(LINES[0]);
  const long = {
    ...(posts[0] as Post),
    text: `${LINES[0]?.replace(/\.$/, '')}, which nobody in the town expected.`,
  };
  expect(list([long], ['x:0'])[0]?.line.length).toBeLessThanOrEqual(100);
});
test('a list of only reported posts is left out where the bullets have titles', () => {
  expect(idsOf(list(titled, ['x:0', 'x:1'], true))).toHaveLength(6);
  expect(list(titled, idsOf(list(titled, [])), true)).toEqual([]);
});
test('jokes, questions and lines that need others are not listed', () => {
  const texts = [
    'Who else has a kiosk of Tessel in Lund, and does it print?',
    'This kiosk of Tessel in Lund prints 40 pages.',
  ];
  const others = texts.map((text, at) => ({
    ...(posts[at] as Post),
    ...(at === 0 ? { title: text, text: '' } : { text }),
  }));
  expect(list(others, [])).toEqual([]);
});
