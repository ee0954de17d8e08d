// Authors' own pages, outside of the archive.

import type { Platform } from '../../model.js';
import type { Home } from '../../sources/kind.js';

/** An author's own page; of the web's authors only names are known. */
export function homeOfAuthor(platform: Platform, name: string): Home | undefined {
  const words = encodeURIComponent(name);
  if (platform === 'x') return { url: `https://x.com/${words}`, label: 'On X' };
  if (platform === 'reddit') return { url: `https://www.reddit.com/user/${words}/`, label: 'On Reddit' };
  return undefined;
}
