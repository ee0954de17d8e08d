// Bytes of a feed in any format → its entries: absolute links, plain text, dates as instants.
import type { Instant, Media } from '../model.js';
import { oneLine } from '../text.js';
import { parseHttpUrl } from '../url.js';
import { decodeText } from './decode.js';
import { parseFeedDate } from './feed-dates.js';
import { type FoundInHtml, readText, readTitle } from './feed-text.js';
import { type FeedFormat, readWithFeedsmith } from './read-feedsmith.js';
import { readWithRssParser } from './read-rss-parser.js';
import type { WrittenEntry, WrittenFeed } from './written-feed.js';

export interface FeedEntry {
  /** As the feed wrote it. */
  id?: string;
  /** Plain text on one line; may be empty. */
  title: string;
  /** Absolute http(s) address of the entry's own page. */
  link?: string;
  published?: Instant;
  author?: string;
  /** The fullest content that the feed gives, as plain text with line breaks; may be empty. */
  text: string;
  /** The same as markup, not sanitized; absent when the feed gave plain text. */
  html?: string;
  /** Absolute http(s) addresses in the content, as written, without repeats. */
  links: string[];
  media: Media[];
  /** Absolute http(s) address of the discussion. */
  comments?: string;
}

export interface ParsedFeed {
  title: string;
  /** Absolute http(s) address of the site. */
  link?: string;
  /** In the document's order. */
  entries: FeedEntry[];
}

/** A whole archive in one document is cut to its newest entries. */
const MAX_ENTRIES = 500;

/**
 * Reads RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0 and JSON Feed. `url` is the address it came from, for relative
 * links. Rejects with a one-line message for what is no feed; takes from a damaged one what can be read.
 */
export async function parseFeed(
  bytes: Uint8Array,
  contentType: string | undefined,
  url: string,
): Promise<ParsedFeed> {
  const text = prepare(decodeText(bytes, contentType));
  const feed = await readFeed(text);
  const site = resolve(feed.links, resolve([feed.base], url) ?? url);
  const base = resolve([feed.base], url) ?? site ?? url;
  return {
    title: readTitle(feed.title),
    ...(site ? { link: site } : {}),
    entries: newest(feed.entries).map((entry) => finish(entry, base)),
  };
}

/** rss-parser reads plain RSS; feedsmith all else, and what rss-parser refuses or would read wrongly. */
async function readFeed(text: string): Promise<WrittenFeed> {
  const format = findFormat(text);
  try {
    // rss-parser does not know xml:base.
    if (format === 'rss' && !text.includes('xml:base')) return await readWithRssParser(text);
  } catch {
    // Feedsmith is the second opinion.
  }
  try {
    return readWithFeedsmith(text, format);
  } catch (error) {
    throw new Error(`a damaged ${format === 'json' ? 'JSON Feed' : format.toUpperCase()} document`, {
      cause: error,
    });
  }
}

function findFormat(text: string): FeedFormat {
  if (text.startsWith('{')) return 'json';
  const root = /<(?:[\w.-]+:)?(rss|feed|rdf|html)[\s>/]/i.exec(text)?.[1]?.toLowerCase();
  if (root === 'html' || /^<!doctype html/i.test(text)) throw new Error('a web page, not a feed');
  if (root === 'rss' || root === 'rdf') return root;
  if (root === 'feed') return 'atom';
  throw new Error(text ? 'not a feed' : 'empty');
}

/** Without what no parser should meet: text before the root, characters that XML forbids, document types. */
function prepare(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes
  const clean = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufeff\ufffe\uffff]/g, '').trimStart();
  if (clean.startsWith('{')) return clean;
  const start = clean.search(/<[?!\w]/);
  return start < 0 ? '' : withoutDoctype(clean.slice(start));
}

/** The document type, with the entities that it may define: nothing of it is ever expanded or fetched. */
function withoutDoctype(text: string): string {
  const start = text.search(/<!DOCTYPE(?!\s+html)/i);
  if (start < 0) return text;
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '[') depth++;
    else if (character === ']') depth--;
    else if (character === '>' && depth <= 0) return text.slice(0, start) + text.slice(at + 1);
  }
  return text.slice(0, start);
}

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
  const found: FoundInHtml = { links: [], media: [] };
  const text = written.content ? readText(written.content, found) : '';
  const author = oneLine(written.author ?? '');
  const published = firstDate(written);
  const comments = resolve([written.comments], base);
  return {
    ...(written.id ? { id: written.id } : {}),
    title: readTitle(written.title),
    ...(link ? { link } : {}),
    ...(published ? { published } : {}),
    ...(author ? { author } : {}),
    text,
    ...(written.content && written.content.form !== 'plain' ? { html: written.content.value } : {}),
    links: absolute(found.links, link ?? base),
    media: readMedia(written.enclosures, found.media, link ?? base),
    ...(comments ? { comments } : {}),
  };
}

function firstDate(entry: WrittenEntry): Instant | undefined {
  for (const date of entry.dates) {
    const instant = parseFeedDate(date);
    if (instant) return instant;
  }
  return undefined;
}

/** The first candidate that is, or against the base becomes, an http(s) address. */
function resolve(candidates: (string | undefined)[], base: string): string | undefined {
  for (const candidate of candidates) {
    const url = candidate?.trim() ? parseHttpUrl(candidate, base) : undefined;
    if (url) return url.href;
  }
  return undefined;
}

function absolute(links: string[], base: string): string[] {
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
