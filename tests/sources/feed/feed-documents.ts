// Small feeds for the tests.
import { type FeedEntry, parseFeed } from '../../../src/sources/feed/parse-feed.js';

const URL_OF_FEED = 'https://host.test/feeds/all.xml';
export const parse = (text: string, contentType?: string) =>
  parseFeed(Buffer.from(text), contentType, URL_OF_FEED);
export const rss = (items: string, root = '') =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:a10="http://www.w3.org/2005/Atom"
    xmlns:media="http://search.yahoo.com/mrss/" ${root}><channel><title>News &amp; more</title>
    <link>https://site.test/blog/</link><description>About</description>${items}</channel></rss>`;
export const item = (inside: string) => rss(`<item>${inside}</item>`);
export const atom = (entries: string, root = '') =>
  `<feed xmlns="http://www.w3.org/2005/Atom" ${root}><title>Atom</title><link href="https://site.test/"/>
    <link rel="self" href="https://host.test/feeds/all.xml"/>${entries}</feed>`;
export const entry = (inside: string, root = '') => atom(`<entry>${inside}</entry>`, root);
export const json = (...items: object[]) =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'J',
    home_page_url: 'https://site.test/',
    items,
  });

export async function first(text: string): Promise<FeedEntry> {
  const [found] = (await parse(text)).entries;
  if (!found) throw new Error('no entry');
  return found;
}
