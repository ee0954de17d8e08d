// Where a source or an author is at home: their own pages, outside of the archive.

import { parseHttpUrl, withoutKeys } from '../../base/url.js';
import type { Platform } from '../../model.js';
import type { SourceRow } from '../../store/database/schema.js';

export interface Home {
  url: string;
  label: string;
}

/** The own page of a source, as its id tells it; a feed that only the server, or whoever has a key, can reach has none. */
export function homeOfSource({ id, kind, name }: Pick<SourceRow, 'id' | 'kind' | 'name'>): Home | undefined {
  const own = id.slice(id.indexOf(':') + 1);
  const words = encodeURIComponent(own);
  switch (kind) {
    case 'subreddit':
      return { url: `https://www.reddit.com/${name}/`, label: 'On Reddit' };
    case 'x-account':
      return { url: `https://x.com/${words}`, label: 'On X' };
    case 'x-list':
      return { url: `https://x.com/i/lists/${words}`, label: 'On X' };
    case 'bluesky':
      return { url: `https://bsky.app/profile/${words}`, label: 'On Bluesky' };
    case 'youtube':
      return { url: `https://www.youtube.com/channel/${words}`, label: 'On YouTube' };
    case 'hacker-news':
      return {
        url: own ? `https://hn.algolia.com/?q=${words}` : 'https://news.ycombinator.com/',
        label: 'On Hacker News',
      };
    case 'feed': {
      const url = parseHttpUrl(own);
      return url && /\.[a-z]/i.test(url.hostname) && withoutKeys(own) === own
        ? { url: url.href, label: 'Its feed' }
        : undefined;
    }
    default:
      return undefined;
  }
}

/** An author's own page; of the web's authors only names are known. */
export function homeOfAuthor(platform: Platform, name: string): Home | undefined {
  const words = encodeURIComponent(name);
  if (platform === 'x') return { url: `https://x.com/${words}`, label: 'On X' };
  if (platform === 'reddit') return { url: `https://www.reddit.com/user/${words}/`, label: 'On Reddit' };
  return undefined;
}
