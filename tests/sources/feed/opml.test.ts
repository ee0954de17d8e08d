import { expect, test } from 'vitest';
import { readOpml, writeOpml } from '../../../src/sources/feed/opml.js';

test('feeds of all folders, each once, with their names', () =>
  expect(
    readOpml(`<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
      <outline text="AI"><outline type="rss" text="A &amp; B" xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/>
        <outline text="deeper"><outline type="rss" title="C" text="c" xmlUrl="feed://c.example/rss"/></outline></outline>
      <outline type="rss" text="again" xmlUrl="https://a.example/feed"/>
      <outline type="rss" text="https://d.example/" xmlUrl="https://d.example/"/>
      <outline type="rss" text="bad" xmlUrl="javascript:alert(1)"/></body></opml>`),
  ).toEqual([
    { url: 'https://a.example/feed', name: 'A & B' },
    { url: 'https://c.example/rss', name: 'C' },
    { url: 'https://d.example/' },
  ]));

test('what is written is read again', () => {
  const feeds = [{ url: 'https://a.example/feed?a=1&b=2', name: 'Ada’s <notes> & "more"' }];
  const opml = writeOpml(feeds, 'Mine', '2026-04-07T07:00:00.000Z');
  expect(opml).toContain('<title>Mine</title>');
  expect(readOpml(opml)).toEqual(feeds);
});

test.each(['', 'hello', '<html><body>no</body></html>', '<rss/>'])('no OPML: %s', (text) =>
  expect(() => readOpml(text)).toThrow('That file is no OPML'),
);
