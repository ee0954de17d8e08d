// OPML: the lists of feeds that readers export and import.
import { generateOpml, type Opml, parseOpml } from 'feedsmith';
import { UserError } from '../../base/errors.js';
import { oneLine, truncate } from '../../base/text.js';
import { parseHttpUrl } from '../../base/url.js';
import type { Instant } from '../../model.js';

export interface ListedFeed {
  url: string;
  name?: string;
}

/** Every feed of an OPML document, of all its folders, each address once. Throws a UserError for what is no OPML. */
export function readOpml(text: string): ListedFeed[] {
  let outlines: Opml.Outline<string>[];
  try {
    outlines = parseOpml(text).body?.outlines ?? [];
  } catch (error) {
    throw new UserError('That file is no OPML', 'Export the list of feeds from your reader as OPML.', {
      cause: error,
    });
  }
  const feeds = new Map<string, ListedFeed>();
  const walk = (some: Opml.Outline<string>[]) => {
    for (const { xmlUrl, text: label, title, outlines: inner } of some) {
      const url = parseHttpUrl(
        xmlUrl?.replace(/^feed:(\/\/)?(?=https?:)|^feed:(?=\/\/)/, ''),
        'https://x',
      )?.href;
      const name = truncate(oneLine(title || label || ''), 100);
      if (xmlUrl && url && !feeds.has(url)) feeds.set(url, { url, ...(name && name !== xmlUrl && { name }) });
      walk(inner ?? []);
    }
  };
  walk(outlines);
  return [...feeds.values()];
}

/** An OPML document of the feeds, in their order. */
export function writeOpml(feeds: Required<ListedFeed>[], title: string, now: Instant): string {
  return generateOpml({
    head: { title, dateCreated: new Date(now) },
    body: {
      outlines: feeds.map(({ url, name }) => ({ type: 'rss', text: name, title: name, xmlUrl: url })),
    },
  });
}
