import { expect, test } from 'vitest';
import { assembleIssue, type IssueDetails } from '../../src/editorial/assemble.js';
import type { WrittenIssue } from '../../src/editorial/edit.js';
import { makeBullet } from '../../src/editorial/offline/bullets/bullet.js';
import { noUsage } from '../../src/llm/usage.js';
import type { Post } from '../../src/model.js';
import { makePost } from '../fixtures/store.js';

const posts = ['ada', 'bob', 'cyd'].map((author, at) =>
  makePost(`x:${at + 1}`, { platform: 'x', sourceId: `x:${author}`, author, text: 'Heron 3 is out.' }),
);
const story = (post: Post) => ({ id: post.id, posts: [post], weight: 1, voices: 1 });
const bullet = (...also: string[]) => makeBullet({ text: [{ text: 'Heron 3 is out.' }], also }, 'model');
const details: IssueDetails = {
  period: {
    cadence: 'daily',
    name: '2026-03-17',
    from: '2026-03-17T00:00:00.000Z',
    to: '2026-03-18T00:00:00.000Z',
  },
  timeZone: 'UTC',
  language: 'de',
  publication: 'P',
  checked: { subreddits: 0, accounts: 3, lists: 0, feeds: 0, failed: [], skipped: [] },
  model: noUsage('test'),
  status: 'draft',
  createdAt: '2026-03-18T06:00:00.000Z',
  posts: new Map(posts.map((post) => [post.id, post])),
  nameOf: (id) => id,
};
const written: WrittenIssue = {
  headline: { text: 'Heron 3 is out', postId: 'x:1' },
  subtitle: 'Also this.',
  recaps: [
    {
      title: 'X',
      platform: 'x',
      sections: [{ title: 'Heron 3', weight: 1, bullets: [bullet('x:1')], postIds: ['x:1'] }],
      topPosts: [],
    },
  ],
  stories: posts.map(story),
  tagging: { tags: [], proposed: [] },
};

test('announced dates come last, with headings in the issue’s language', () => {
  const { recaps } = assembleIssue({ ...written, watch: [bullet('x:2')] }, details);
  const last = recaps.at(-1);
  expect([last?.title, last?.sections[0]?.title]).toEqual(['Was ansteht', 'Angekündigte Termine']);
  expect(recaps[0]?.sections[0]?.bullets[0]?.id).toBe('b1');
  expect(last?.sections[0]?.bullets[0]?.id).toBe('b2');
});

test('a day is not quiet if its lead combines several voices, even if no story has two', () => {
  const quiet = (...cited: string[]) =>
    assembleIssue({ ...written, lead: [bullet(...cited)] }, details).quiet;
  expect(quiet('x:1')).toBe(true);
  expect(quiet('x:1', 'x:1')).toBe(true);
  expect(quiet('x:1', 'x:3')).toBe(false);
});
