// Lets the feed pack's scorer (tools/score-feeds) read feeds with the built code: see docs/benchmarks.md.
import { parseFeed } from '../dist/sources/feed.js';

export async function parse(bytes, contentType, url) {
  const { title, link, entries } = await parseFeed(bytes, contentType, url);
  return {
    title,
    link,
    entries: entries.map(({ title, link, published, id }) => ({ title, link, published, id })),
  };
}
