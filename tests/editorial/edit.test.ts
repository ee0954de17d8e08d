import { expect, test } from 'vitest';
import { writeIssue } from '../../src/editorial/edit.js';
import { createOfflineEditor } from '../../src/editorial/offline/offline-editor.js';
import { createUsedText } from '../../src/editorial/offline/used-text.js';
import type { Post, Story } from '../../src/model.js';
import { makePost } from '../fixtures/store.js';

const tweet = (id: string, likes: number, text: string): Post =>
  makePost(`x:${id}`, {
    platform: 'x',
    sourceId: 'x-list:1',
    author: `a${id}`,
    title: '',
    text,
    metrics: { likes },
  });
const settings = { title: 'X', platform: 'x' as const, maxSections: 6, maxBullets: 5 };
const edit = (posts: Post[]) => {
  const editor = createOfflineEditor(
    { language: 'en', nameOf: (id) => id, usedText: createUsedText() },
    0.35,
  );
  const stories = posts.map((post): Story => ({ id: post.id, posts: [post], weight: 1, voices: 1 }));
  const sections = [{ title: '', weight: 1, stories: stories.map((story) => ({ story, bullets: 1 })) }];
  return writeIssue(
    [{ settings, sections }],
    posts,
    { cadence: 'daily', recaps: [settings], recapOf: () => 0, topPosts: 6, language: 'en' },
    editor,
  );
};

test('top posts have at least a twentieth of the highest engagement, and a line that stands alone', async () => {
  const { recaps } = await edit([
    tweet('1', 9000, 'This is a useful split. Tessel sold 400 kiosks in Lund within a single week.'),
    tweet('2', 5000, 'Heron 3 runs at 41 tok/s on a phone with 12 GB of memory.'),
    tweet('3', 90, 'The harbour of Tarn closes for 3 days because of the wind.'),
  ]);
  expect(recaps[0]?.topPosts.map(({ line }) => line)).toEqual([
    'Tessel sold 400 kiosks in Lund within a single week.',
    'Heron 3 runs at 41 tok/s on a phone with 12 GB of memory.',
  ]);
});

test('a tag that stories open with comes before one that more of them mention in passing', async () => {
  const { tagging } = await edit([
    tweet(
      '1',
      90,
      `DeepSeek opens a second office in Lund with 400 seats. ${'More about it. '.repeat(16)}NVIDIA sent flowers.`,
    ),
    tweet(
      '2',
      90,
      `DeepSeek closes its office in Tarn for 3 weeks. ${'More about it. '.repeat(16)}NVIDIA sent flowers.`,
    ),
    tweet(
      '3',
      90,
      `The harbour of Tarn closes for 3 days. ${'More about it. '.repeat(16)}NVIDIA sent flowers.`,
    ),
  ]);
  expect(tagging.tags.map(({ name }) => name).slice(0, 2)).toEqual(['DeepSeek', 'NVIDIA']);
});
