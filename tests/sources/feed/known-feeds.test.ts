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
