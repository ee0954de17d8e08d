import { expect, test } from 'vitest';
import { readOpml, writeOpml } from '../../../src/sources/feed/opml.js';

const listed = (outlines: string) =>
  readOpml(
    `<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>${outlines}</body></opml>`,
  );
const feed = (xmlUrl: string, more = 'text="F"') => `<outline type="rss" ${more} xmlUrl="${xmlUrl}"/>`;

test('returns the feeds of all folders, each once, with their names', () =>
  expect(
    listed(`
      <outline text="AI"><outline type="rss" text="A &amp; B" xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/>
        <outline text="deeper"><outline type="rss" title="C" text="c" xmlUrl="feed://c.example/rss"/></outline></outline>
      <outline type="rss" text="again" xmlUrl="https://a.example/feed"/>
      <outline type="rss" text="https://d.example/" xmlUrl="https://d.example/"/>
      <outline type="rss" text="Q&amp;amp;A" xmlurl="https://e.example/"><outline text="Inner" url="https://f.example/x" type="rss"/></outline>`)
      .feeds,
  ).toEqual([
    { url: 'https://a.example/feed', name: 'A & B', folder: 'AI' },
    { url: 'https://c.example/rss', name: 'C', folder: 'AI / deeper' },
    { url: 'https://d.example/' },
    { url: 'https://e.example/', name: 'Q&A' },
    { url: 'https://f.example/x', name: 'Inner' },
  ]));

test.each([
  ['www.acme.com/feed.xml', 'https://www.acme.com/feed.xml'],
  ['acme.co.uk', 'https://acme.co.uk/'],
  ['//acme.com/rss', 'https://acme.com/rss'],
  ['acme.com:8443/rss', 'https://acme.com:8443/rss'],
  ['localhost:8080/rss', 'https://localhost:8080/rss'],
  ['10.0.0.7/rss', 'https://10.0.0.7/rss'],
  ['feed:https://acme.com/rss', 'https://acme.com/rss'],
  ['feed://acme.com/rss', 'https://acme.com/rss'],
  ['FEED://https://acme.com/rss', 'https://acme.com/rss'],
])('%s is %s', (written, url) => expect(listed(feed(written)).feeds).toMatchObject([{ url }]));

test('a path belongs to the site that the line names, if any', () => {
  const site = 'text="F" htmlUrl="https://a.example/blog/"';
  expect(listed(feed('feed.xml', site)).feeds).toMatchObject([{ url: 'https://a.example/blog/feed.xml' }]);
  expect(listed(feed('/atom', site)).feeds).toMatchObject([{ url: 'https://a.example/atom' }]);
  expect(listed(feed('feed.xml'))).toEqual({
    feeds: [],
    refused: [{ name: 'F', reason: 'not an http(s) address' }],
  });
});

test('addresses that cannot be followed are reported without passwords', () => {
  const { feeds, refused } = listed(
    [
      feed('https://ada:secret@a.example/feed', ''),
      feed('javascript:alert(1)'),
      '<outline text="Scraped" type="HTML+XPath" xmlUrl="https://b.example/"/>',
      '<outline text="More" type="include" url="https://c.example/list.opml"/>',
      '<outline text="A page" type="link" url="https://d.example/"/>',
    ].join(''),
  );
  expect(feeds).toEqual([]);
  expect(refused.map(({ name }) => name)).toEqual([
    'https://a.example/feed',
    'F',
    'Scraped',
    'More',
    'A page',
  ]);
  expect(refused[0]?.reason).toContain('a user name and password');
  expect(JSON.stringify(refused)).not.toContain('secret');
});

const inCharset = (encoding: string) =>
  `<?xml version="1.0" encoding="${encoding}"?><opml version="1.0"><body><outline text="Señal é" xmlUrl="https://a.example/"/></body></opml>`;
test.each([
  ['ISO-8859-1', Buffer.from(inCharset('ISO-8859-1'), 'latin1')],
  ['UTF-16', Buffer.from(`\ufeff${inCharset('UTF-16')}`, 'utf16le')],
  ['UTF-16 without a mark', Buffer.from(inCharset('UTF-16'), 'utf16le')],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${inCharset('utf-8')}`)],
])('in %s', (_, bytes) => expect(readOpml(bytes).feeds).toMatchObject([{ name: 'Señal é' }]));

test('written OPML can be read again', () => {
  const feeds = [{ url: 'https://a.example/feed?a=1&b=2', name: 'Ada’s <notes> & "more"' }];
  const opml = writeOpml(feeds, 'Mine', '2026-04-07T07:00:00.000Z');
  expect(opml).toContain('<title>Mine</title>');
  expect(readOpml(opml).feeds).toEqual(feeds);
});

test.each(['', 'hello', '<html><body>no</body></html>', '<rss/>'])('not OPML: %s', (text) =>
  expect(() => readOpml(text)).toThrow('Not an OPML file'),
);

test('what is commented out or has no address is reported; a category is a folder, a podcast a feed', () => {
  const { feeds, refused } = listed(
    '<outline text="Off" type="rss" isComment="true" xmlUrl="https://a.example/feed"/><outline text="None" type="rss"/>' +
      '<outline text="Sorted" type="rss" category="/Tech/AI,/Other" xmlUrl="https://b.example/feed"/>' +
      '<outline text="Pod" type="rss" xmlUrl="itpc://c.example/pod.xml"/>',
  );
  expect(refused).toEqual([
    { name: 'Off', reason: 'it is commented out' },
    { name: 'None', reason: 'no address' },
  ]);
  expect(feeds).toEqual([
    { url: 'https://b.example/feed', name: 'Sorted', folder: 'Tech / AI' },
    { url: 'https://c.example/pod.xml', name: 'Pod', folder: undefined },
  ]);
});
