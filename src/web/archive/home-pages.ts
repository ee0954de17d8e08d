// Authors' own pages outside the archive.

import { fillPhrase } from '../../base/language/phrases/phrases.js';
import type { Phrases } from '../../base/language/phrases/type.js';
import type { Platform } from '../../model.js';
import type { Home } from '../../sources/kinds/kind.js';

/** An author's own page; undefined for authors of web pages, of whom only the name is known. */
export function homeOfAuthor(platform: Platform, name: string): Home | undefined {
  const words = encodeURIComponent(name);
  if (platform === 'x') return { url: `https://x.com/${words}`, label: 'On X' };
  if (platform === 'reddit') return { url: `https://www.reddit.com/user/${words}/`, label: 'On Reddit' };
  return undefined;
}

/** `On Reddit`, in the page's language. */
export function labelHome({ label }: Home, page: Phrases['page']): string {
  const [, place] = /^On (.+)$/.exec(label) ?? [];
  return place ? fillPhrase(page.onPlace, { place }) : page.feed;
}
