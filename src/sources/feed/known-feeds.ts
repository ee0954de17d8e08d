// Completes entries of known services' feeds: arXiv and GitHub releases.
import { parseHttpUrl } from '../../base/url.js';
import type { FeedEntry, ParsedFeed } from './parse-feed.js';

/** Completes an entry. Returns undefined if it is not news: arXiv lists a paper again for each new version. */
export function readKnownFeed(entry: FeedEntry, feed: Pick<ParsedFeed, 'link'>): FeedEntry | undefined {
  const read = readArxiv(entry);
  return read && nameRelease(read, feed);
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
  const [, project = ''] = /^\/[^/]+\/([^/]+)\/releases(?:\/|$)/.exec(address.pathname) ?? [];
  const flat = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (!project || flat(entry.title).includes(flat(project))) return entry;
  return { ...entry, title: `${project} ${entry.title}`.trim() };
}
