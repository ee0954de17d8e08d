import { expect, test } from 'vitest';
import { namePublishers, publisherOf } from '../../src/editorial/publishers.js';
import { rankStories } from '../../src/editorial/rank.js';
import { makePost } from '../fixtures/store.js';

const entry = (id: string, url: string, over = {}) =>
  makePost(id, { platform: 'web', sourceId: `feed:${id}`, url, author: 'Ada', ...over });
const publishers = (...urls: string[]) =>
  new Set(urls.map((url, at) => publisherOf(entry(`${at}`, url)))).size;

test('feeds of one registrable domain have one publisher', () => {
  expect(publishers('https://blogs.tessel.com/a', 'https://www.tessel.com/b', 'https://tessel.com/c')).toBe(
    1,
  );
  expect(publishers('https://a.co.uk/1', 'https://b.co.uk/1')).toBe(2);
});
test('on shared hosts, each account is a publisher', () => {
  expect(publishers('https://ada.substack.com/p/1', 'https://bob.substack.com/p/1')).toBe(2);
  expect(
    publishers('https://github.com/tessel/heron/releases/1', 'https://github.com/tessel/quill/releases/2'),
  ).toBe(1);
  expect(publishers('https://ada.github.io/1', 'https://bob.github.io/1')).toBe(2);
  expect(publishers('https://www.youtube.com/watch?v=1', 'https://www.youtube.com/watch?v=2')).toBe(2);
});
test('posts of an aggregator belong to the publisher that it names', () => {
  const gathered = (id: string, author: string) =>
    publisherOf(entry(id, `https://news.google.com/rss/articles/${id}`, { author }));
  expect(gathered('1', 'The Tessel Times')).toBe(gathered('2', 'The Tessel Times'));
  expect(gathered('1', 'The Tessel Times')).not.toBe(gathered('2', 'Marram Post'));
});
test('sources.yaml takes precedence, and a story counts publishers as voices', () => {
  const posts = [entry('1', 'https://a.example/1'), entry('2', 'https://b.example/2')];
  const refs = posts.map(({ sourceId }) => ({
    ...{ id: sourceId, kind: 'feed', platform: 'web' as const, name: sourceId, target: '', limit: 1 },
    publisher: 'Tessel',
  }));
  const voicesOf = (given: typeof posts) =>
    rankStories(
      [{ posts: given }],
      new Map([
        ['1', 1],
        ['2', 1],
      ]),
    )[0]?.voices;
  expect(voicesOf(posts)).toBe(2);
  expect(voicesOf(namePublishers(posts, refs))).toBe(1);
});
