// Lets the scorer of the feed pack (../shared/data/README.md, "feeds/") read feeds with the built code.
import { parseFeed } from '../dist/sources/feed/parse-feed.js';

export async function parse(bytes, contentType, url) {
  const feed = await parseFeed(bytes, contentType, url);
  const entries = feed.entries.map(({ title, link, published, id }) => ({ title, link, published, id }));
  return { title: feed.title, link: feed.link, entries };
}
