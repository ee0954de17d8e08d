// Feeds, parsed by two parsers.
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import RssParser from 'rss-parser';
import { expect, test } from 'vitest';
import { renderAtom, renderJsonFeed, renderRss } from '../../../src/render/feed/feed.js';
import type { FeedOptions } from '../../../src/render/feed/xml.js';
import { allBullets, makeIssue } from '../../fixtures/issue.js';

const options: FeedOptions = {
  title: 'Field Notes & more',
  description: 'What was said <today>',
  language: 'en',
  publicUrl: 'https://notes.example/',
  path: '/feed.xml',
};
const issue = makeIssue();
const url = `https://notes.example/issues/${issue.slug}`;
const HOSTILE = `]]></content:encoded><script>alert(1)</script> "&amp;' \u0001\ufffe\ud800`;

test('two parsers read the RSS', async () => {
  const xml = renderRss([issue], options);
  const channel = parseRssFeed(xml);
  expect(channel).toMatchObject({ title: options.title, description: options.description, language: 'en' });
  expect(channel.atom?.links?.[0]).toMatchObject({ href: 'https://notes.example/feed.xml', rel: 'self' });
  const { items } = await new RssParser().parseString(xml);
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({
    title: issue.headline,
    link: url,
    guid: 'urn:tidings:daily-2026-03-17',
    isoDate: issue.createdAt,
    categories: issue.tags.map(({ name }) => name),
  });
  expect(channel.items?.[0]?.content?.encoded).toBe(items[0]?.['content:encoded']);
});

test('the body is complete: lead, every bullet, every source, top posts, "checked" line', () => {
  const body = parseRssFeed(renderRss([issue], options)).items?.[0]?.content?.encoded ?? '';
  for (const bullet of [...issue.lead, ...allBullets(issue.recaps)]) {
    for (const { text } of bullet.text) expect(body).toContain(text.trim());
    for (const id of bullet.citations)
      expect(body).toContain(`href="${issue.posts[id]?.url.replace('&', '&amp;')}"`);
  }
  for (const { topPosts } of issue.recaps) for (const { line } of topPosts) expect(body).toContain(line);
  expect(body).toContain('We checked 12 subreddits, 544 X accounts');
  expect(body).toContain('href="https://notes.example/issues/halyard-2-sets-the-bar"');
  expect(body).not.toMatch(/href="(?!https?:)/);
});

test('the body of a weekly issue links to the daily issues', () => {
  const [recap, ...recaps] = issue.recaps;
  const sections = recap?.sections.map((section) => ({ ...section, issues: ['2026-03-17'] })) ?? [];
  const weekly = { ...issue, recaps: recap ? [{ ...recap, sections }, ...recaps] : [] };
  const body = parseRssFeed(renderRss([weekly], options)).items?.[0]?.content?.encoded ?? '';
  expect(body).toMatch(
    /Daily issues: <a href="https:\/\/notes\.example\/issues\/2026-03-17">Tue,? 17 Mar<\/a>/,
  );
});

test('Atom', () => {
  const feed = parseAtomFeed(renderAtom([issue], { ...options, path: '/atom.xml' }));
  expect(feed).toMatchObject({ id: 'https://notes.example/atom.xml', updated: issue.createdAt });
  expect(feed.entries?.[0]).toMatchObject({
    id: 'urn:tidings:daily-2026-03-17',
    title: { value: issue.headline },
    published: issue.createdAt,
    links: [{ href: url, rel: 'alternate' }],
    content: { type: 'html', value: expect.stringContaining('<h2>X Recap</h2>') },
  });
});

test('JSON Feed', () => {
  const feed = parseJsonFeed(renderJsonFeed([issue], { ...options, path: '/feed.json' }));
  expect(feed).toMatchObject({ title: options.title, feed_url: 'https://notes.example/feed.json' });
  expect(feed.items?.[0]).toMatchObject({
    id: 'urn:tidings:daily-2026-03-17',
    url,
    title: issue.headline,
    date_published: issue.createdAt,
    content_html: expect.stringContaining('<h2>X Recap</h2>'),
  });
});

test('hostile text stays text', async () => {
  const evil = makeIssue({ headline: HOSTILE, subtitle: HOSTILE });
  evil.recaps[0]?.sections[0]?.bullets[0]?.text.push({ text: HOSTILE });
  const rss = renderRss([evil], options);
  const bodies = [
    (await new RssParser().parseString(rss)).items[0]?.['content:encoded'],
    parseRssFeed(rss).items?.[0]?.content?.encoded,
    parseAtomFeed(renderAtom([evil], options)).entries?.[0]?.content?.value,
    parseJsonFeed(renderJsonFeed([evil], options)).items?.[0]?.content_html,
  ];
  for (const body of bodies) {
    expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(body).not.toContain('<script');
  }
  for (const xml of [rss, renderAtom([evil], options)]) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u);
  }
});

test('a feed without issues is still a feed', () => {
  expect(parseRssFeed(renderRss([], options)).title).toBe(options.title);
  expect(parseAtomFeed(renderAtom([], options)).title?.value).toBe(options.title);
  expect(parseJsonFeed(renderJsonFeed([], options)).title).toBe(options.title);
});

test('a feed changes when an older period’s issue is published later', () => {
  const late = makeIssue({ id: 'daily-2026-03-10', slug: 'late', createdAt: '2026-03-20T10:00:00.000Z' });
  expect(parseAtomFeed(renderAtom([issue, late], options)).updated).toBe(late.createdAt);
  expect(parseRssFeed(renderRss([issue, late], options)).lastBuildDate).toBe('Fri, 20 Mar 2026 10:00:00 GMT');
});

test('a corrected issue is newer than at its publication', async () => {
  const editedAt = '2026-03-20T09:00:00.000Z';
  const corrected = { ...issue, editedAt };
  const atom = parseAtomFeed(renderAtom([corrected], { ...options, path: '/atom.xml' }));
  expect(new Date(atom.updated ?? '').toISOString()).toBe(editedAt);
  expect(new Date(atom.entries?.[0]?.updated ?? '').toISOString()).toBe(editedAt);
  expect(new Date(atom.entries?.[0]?.published ?? '').toISOString()).toBe(issue.createdAt);
  const json = parseJsonFeed(JSON.parse(renderJsonFeed([corrected], options)));
  expect(new Date(json.items?.[0]?.date_modified ?? '').toISOString()).toBe(editedAt);
  const { lastBuildDate } = await new RssParser().parseString(renderRss([corrected], options));
  expect(Date.parse(lastBuildDate)).toBe(Date.parse(editedAt));
});
