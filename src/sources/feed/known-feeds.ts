// Completes entries of known services' feeds: arXiv, GitHub releases, Reddit and Lemmy.
import { parseHttpUrl } from '../../base/url.js';
import type { FeedEntry, ParsedFeed } from './parse-feed.js';

/** Completes an entry. Returns undefined if it is not news: arXiv lists a paper again for each new version. */
export function readKnownFeed(entry: FeedEntry, feed: Pick<ParsedFeed, 'link'>): FeedEntry | undefined {
  const read = readArxiv(entry);
  return read && readLemmy(readReddit(nameRelease(read, feed)));
}

/** Reddit ends each entry with "submitted by /u/name to r/name [link] [comments]". */
export function withoutRedditByline(text: string): string {
  const at = text.lastIndexOf('submitted by');
  const tail =
    /^submitted by\s+\/u\/[\w-]+\s*(?:to\s+\/?[ru]\/[\w-]+\s*)?(?:\[link\]\s*)?(?:\[comments\]\s*)?$/;
  return (at >= 0 && tail.test(text.slice(at)) ? text.slice(0, at) : text).trim();
}

/** A page of a user or a community: posts that share it are not about one thing. */
const REDDIT_PLACE = /^https?:\/\/(?:\w+\.)?reddit\.com\/(?:u|user|r)\/[\w-]+\/?$/i;

function readReddit(entry: FeedEntry): FeedEntry {
  if (!/(?:^|\.)reddit\.com$/.test(parseHttpUrl(entry.link)?.hostname ?? '')) return entry;
  return {
    ...entry,
    author: entry.author?.replace(/^\/?u\//, ''),
    text: withoutRedditByline(entry.text),
    links: entry.links.filter((link) => !REDDIT_PLACE.test(link)),
  };
}

/** "submitted by name to community", "5 points | 2 comments" and the linked address again. */
const LEMMY_HEAD =
  /^submitted by (\S+) to [^\n]{1,100}\n(-?\d+) points? \| (?:(\d+) comments?)\n?(?:https?:\/\/\S+\n?)?/;
const LEMMY_PLACE = /^https?:\/\/[^/]+\/[uc]\/[^/]+\/?$/;

function readLemmy(entry: FeedEntry): FeedEntry {
  const found = entry.comments && LEMMY_HEAD.exec(entry.text);
  if (!found) return entry;
  return {
    ...entry,
    author: found[1],
    text: entry.text.slice(found[0].length).trim(),
    links: entry.links.filter((link) => !LEMMY_PLACE.test(link)),
    metrics: { score: Number(found[2]), comments: Number(found[3]) },
  };
}

const ARXIV_PREFIX = /^arXiv:\S+\s+Announce Type:\s*(\S+)\s*(?:Abstract:\s*)?/i;

function readArxiv(entry: FeedEntry): FeedEntry | undefined {
  const found = ARXIV_PREFIX.exec(entry.text);
  if (!found) return entry;
  if (/^replace/i.test(found[1] ?? '')) return undefined;
  return { ...entry, text: entry.text.slice(found[0].length) };
}

/** "v1.2" of github.com/acme/engine/releases is "engine v1.2". */
function nameRelease(entry: FeedEntry, feed: Pick<ParsedFeed, 'link'>): FeedEntry {
  const address = parseHttpUrl(entry.link ?? '') ?? parseHttpUrl(feed.link ?? '');
  if (address?.hostname !== 'github.com') return entry;
  // GitHub's words for a release without notes.
  if (entry.text === 'No content.') return nameRelease({ ...entry, text: '' }, feed);
  const [, project = ''] = /^\/[^/]+\/([^/]+)\/releases(?:\/|$)/.exec(address.pathname) ?? [];
  const flat = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (!project || flat(entry.title).includes(flat(project))) return entry;
  return { ...entry, title: `${project} ${entry.title}`.trim() };
}
