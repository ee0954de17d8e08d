import { expect, test } from 'vitest';
import { readKnownFeed } from '../../../src/sources/feed/known-feeds.js';
import type { FeedEntry } from '../../../src/sources/feed/parse-feed.js';

const entry = (given: Partial<FeedEntry>): FeedEntry => ({
  title: 'T',
  text: '',
  links: [],
  media: [],
  ...given,
});

test('an arXiv entry has its abstract as text; a replaced paper is not news', () => {
  const text = 'arXiv:2699.00001v1 Announce Type: new \nAbstract: We count 40 herons.';
  expect(readKnownFeed(entry({ text }), {})?.text).toBe('We count 40 herons.');
  expect(readKnownFeed(entry({ text: text.replace('new', 'replace-cross') }), {})).toBeUndefined();
});

test('a GitHub release has the name of its project', () => {
  const link = 'https://github.com/acme/heron-db/releases/tag/v2.1';
  expect(readKnownFeed(entry({ title: 'v2.1', link }), {})?.title).toBe('heron-db v2.1');
  expect(readKnownFeed(entry({ title: 'Heron DB 2.1', link }), {})?.title).toBe('Heron DB 2.1');
  expect(readKnownFeed(entry({ title: 'v2.1', link: 'https://a.example/releases/1' }), {})?.title).toBe(
    'v2.1',
  );
});

test('a Reddit entry ends without its byline, and does not share a link with all posts of its author', () => {
  const read = readKnownFeed(
    entry({
      link: 'https://www.reddit.com/r/herons/comments/1/t/',
      author: '/u/ann',
      text: 'We counted 40.\n\nsubmitted by /u/ann to r/herons\n[link] [comments]',
      links: ['https://www.reddit.com/user/ann', 'https://www.reddit.com/r/herons', 'https://b.example/x'],
    }),
    {},
  );
  expect(read).toMatchObject({ author: 'ann', text: 'We counted 40.', links: ['https://b.example/x'] });
});

test('a Lemmy entry has its counts and author, not the words around them', () => {
  const read = readKnownFeed(
    entry({
      link: 'https://b.example/x',
      comments: 'https://lemmy.example/post/1',
      text: 'submitted by ann to herons\n5 points | 2 comments\nhttps://b.example/x\nWe counted 40.',
      links: ['https://lemmy.example/u/ann', 'https://lemmy.example/c/herons', 'https://b.example/x'],
    }),
    {},
  );
  expect(read).toMatchObject({
    author: 'ann',
    text: 'We counted 40.',
    metrics: { score: 5, comments: 2 },
    links: ['https://b.example/x'],
  });
});

test('a GitHub release without notes has no text', () =>
  expect(
    readKnownFeed(
      entry({ title: 'v2', text: 'No content.', link: 'https://github.com/a/b/releases/tag/v2' }),
      {},
    ),
  ).toMatchObject({ title: 'b v2', text: '' }));
