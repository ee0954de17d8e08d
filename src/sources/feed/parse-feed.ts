// Parses a feed in any format. Entries have absolute links, plain text and dates as instants.

import { oneLine } from '../../base/text.js';
import { parseHttpUrl } from '../../base/url.js';
import type { Instant, Media, Metrics } from '../../model.js';
import { decodeDocument } from '../http/decode.js';
import { parseFeedDate } from './dates.js';
import { cutToWholeEntries, type FeedDocument, type FeedFormat, openDocument } from './document.js';
import { type FoundInHtml, readText, readTitle } from './html-text.js';
import { type DeclaredInterval, readPace } from './polling.js';
import { makeWrittenText, type WrittenEntry, type WrittenFeed } from './raw-feed.js';

export interface FeedEntry {
  /** The id as written in the feed. */
  id?: string;
  /** Plain text on one line; may be empty. */
  title: string;
  /** Absolute http(s) address of the entry's own page. */
  link?: string;
  /** The page's own address if `link` belongs to a feed service. */
  original?: string;
  published?: Instant;
  author?: string;
  /** The entry's longest content, as plain text with line breaks; may be empty. */
  text: string;
  /** Absolute http(s) addresses in the entry, as written, without repeats; may include its own page. */
  links: string[];
  media: Media[];
  /** Absolute http(s) address of the discussion. */
  comments?: string;
  /** Engagement, when the feed reports it. */
  metrics?: Metrics;
}

export interface ParsedFeed {
  title: string;
  /** Absolute http(s) address of the site. */
  link?: string;
  /** Entries in document order. */
  entries: FeedEntry[];
  /** How often the feed asks to be fetched. */
  pace?: DeclaredInterval;
}

/** A document with a whole archive is cut to its newest entries. */
const MAX_ENTRIES = 500;

/**
 * Reads RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0 and JSON Feed. `url` is the feed's address, for relative links. Rejects
 * with a one-line message if it is not a feed. Reads as much as possible of a damaged one.
 */
export async function parseFeed(
  bytes: Uint8Array,
  contentType: string | undefined,
  url: string,
): Promise<ParsedFeed> {
  const document = openDocument(decodeDocument(bytes, contentType));
  const feed = await readFeed(document);
  const pace = readPace(document.text);
  const base = resolve([feed.base], url) ?? url;
  const site = resolve(feed.links, base);
  return {
    title: readTitle(feed.title),
    ...(site ? { link: site } : {}),
    ...(pace ? { pace } : {}),
    entries: newest(feed.entries).map((entry) =>
      finish(entry, feed.base || feed.relativeToDocument ? base : (site ?? url)),
    ),
  };
}

/**
 * rss-parser reads plain RSS; feedsmith reads everything else, and documents that rss-parser refuses or misreads. A document that
 * neither can read is cut after its last complete entry, so that a broken connection does not cost the other entries.
 * The parsers are loaded here, so that only fetching commands wait for them.
 */
async function readFeed(document: FeedDocument): Promise<WrittenFeed> {
  try {
    // rss-parser does not know xml:base.
    if (document.format === 'rss' && !document.text.includes('xml:base')) {
      const { readWithRssParser } = await import('./read-rss-parser.js');
      return await readWithRssParser(document.text, document.prefix);
    }
  } catch {
    // Feedsmith is the fallback.
  }
  const { readWithFeedsmith } = await import('./read-feedsmith.js');
  for (const cut of [(whole: FeedDocument) => whole.text, cutToWholeEntries]) {
    try {
      const text = cut(document);
      if (text) return readWithFeedsmith(text, document.format);
    } catch {
      // The shortened document is the last attempt.
    }
  }
  throw new Error(`a damaged ${FORMAT_NAMES[document.format]} document`);
}

const FORMAT_NAMES: Record<FeedFormat, string> = {
  rss: 'RSS',
  rdf: 'RSS 1.0',
  atom: 'Atom',
  json: 'JSON Feed',
};

function newest(entries: WrittenEntry[]): WrittenEntry[] {
  if (entries.length <= MAX_ENTRIES) return entries;
  const dated = entries.map((entry, at) => ({ entry, at, date: firstDate(entry) ?? '' }));
  dated.sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : a.at - b.at));
  return dated
    .slice(0, MAX_ENTRIES)
    .sort((a, b) => a.at - b.at)
    .map(({ entry }) => entry);
}

function finish(written: WrittenEntry, feedBase: string): FeedEntry {
  const base = resolve([written.base], feedBase) ?? feedBase;
  const link = resolve(written.links, base);
  const original = resolve([written.original], base);
  const author = readAuthor(written.author);
  const published = firstDate(written);
  const comments = resolve([written.comments], base);
  let content: FoundInHtml & { text: string };
  const read = () => {
    content ??= readContent(written, link ?? base);
    return content;
  };
  return {
    ...(written.id ? { id: written.id } : {}),
    ...(link ? { link } : {}),
    ...(original ? { original } : {}),
    ...(published ? { published } : {}),
    ...(author ? { author } : {}),
    ...(comments ? { comments } : {}),
    ...(written.metrics && Object.keys(written.metrics).length > 0 ? { metrics: written.metrics } : {}),
    // Converting HTML takes most of the time, and most entries are too old, so text is converted on demand.
    get title() {
      return readTitle(written.title);
    },
    get text() {
      return read().text;
    },
    get links() {
      return read().links;
    },
    get media() {
      return read().media;
    },
  };
}

function readContent({ content, related, enclosures }: WrittenEntry, base: string) {
  const found: FoundInHtml = { links: [], media: [] };
  const text = content ? readText(content, found) : '';
  return {
    text,
    links: absolute([...(related ?? []), ...found.links], base),
    media: readMedia(enclosures, found.media, base),
  };
}

function firstDate(entry: WrittenEntry): Instant | undefined {
  for (const date of entry.dates) {
    const instant = parseFeedDate(date);
    if (instant) return instant;
  }
  return undefined;
}

/** Extracts the name from `mail@host (Name)`, `Name <mail@host>` or a link; the address is not for readers. */
function readAuthor(written = ''): string {
  const plain = /<\/?[a-z]+[\s>]/i.test(written) ? readTitle(makeWrittenText(written, 'html')) : written;
  const author = plain.replace(/\s*<[^<>\s@]+@[^<>\s]+>\s*$/, '');
  const [, mail, name] = /^(?:mailto:)?(\S+@\S+)?\s*(?:\((.+)\))?$/.exec(author.trim()) ?? [];
  return name ?? (mail ? '' : oneLine(author));
}

/** Resolves the candidates against the base and returns the first http(s) address. */
function resolve(candidates: (string | undefined)[], base: string): string | undefined {
  for (const candidate of candidates) {
    const url = candidate?.trim() ? parseHttpUrl(withScheme(candidate.trim(), base), base) : undefined;
    if (url) return url.href;
  }
  return undefined;
}

/** `www.a.example/x`, or `a.example/x` in a feed of a.example, is an address without its scheme, not a path. */
function withScheme(address: string, base: string): string {
  const host = /^([\p{L}\d-]+(?:\.[\p{L}\d-]+)+)(?::\d+)?(?:[/?#]|$)/u.exec(address)?.[1]?.toLowerCase();
  if (!host) return address;
  const isOwn = host === parseHttpUrl(base)?.hostname.replace(/^www\./, '');
  return isOwn || host.startsWith('www.') ? `https://${address}` : address;
}

function absolute(links: (string | undefined)[], base: string): string[] {
  return [...new Set(links.flatMap((link) => resolve([link], base) ?? []))];
}

function readMedia(enclosures: WrittenEntry['enclosures'], found: Media[], base: string): Media[] {
  const media = new Map<string, Media>();
  const enclosed = enclosures.flatMap(({ url, type, medium }): Media[] => {
    const kind = /^(image|video|audio)/.exec(medium ?? type ?? '')?.[1];
    return url && kind ? [{ type: kind as Media['type'], url }] : [];
  });
  for (const item of [...enclosed, ...found]) {
    const url = resolve([item.url], base);
    if (url && !media.has(url)) media.set(url, { ...item, url });
  }
  return [...media.values()];
}
