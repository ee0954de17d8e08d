// Reads and writes OPML, the format in which feed readers export their lists.
import { decodeHTML } from 'entities';
import { generateOpml, type Opml, parseOpml } from 'feedsmith';
import { parse as parseHost } from 'tldts';
import { UserError } from '../../base/errors.js';
import { oneLine, truncate } from '../../base/text.js';
import { parseHttpUrl } from '../../base/url.js';
import type { Instant } from '../../model.js';
import { decodeDocument } from '../http/decode.js';

export interface ListedFeed {
  url: string;
  name?: string;
  /** The names of its folders, outermost first. */
  folder?: string;
}

/** An entry with an address that Tidings cannot follow. */
export interface RefusedOutline {
  name: string;
  reason: string;
}

export interface FeedList {
  /** Feeds without repeats, in document order. */
  feeds: ListedFeed[];
  refused: RefusedOutline[];
}

const MAX_NAME_CHARACTERS = 100;
const MAX_FOLDER_CHARACTERS = 200;

/** Reads every feed of an OPML document, including folders. Throws a UserError for other files. */
export function readOpml(document: string | Uint8Array): FeedList {
  const text = typeof document === 'string' ? document : decodeDocument(document);
  let outlines: Opml.Outline<string>[];
  try {
    outlines = parseOpml(text).body?.outlines ?? [];
  } catch (error) {
    throw new UserError('Not an OPML file', 'Export the list of feeds from your reader as OPML.', {
      cause: error,
    });
  }
  const feeds = new Map<string, ListedFeed>();
  const add = (url: string, name: string, folder: string | undefined) => {
    if (!feeds.has(url)) feeds.set(url, { url, name: name || undefined, folder });
  };
  const refused: RefusedOutline[] = [];
  const walk = (some: Opml.Outline<string>[], folders: string[]) => {
    for (const outline of some) {
      const { title, text: label, outlines: inner = [] } = outline;
      const name = readName(title || label);
      const address = addressOf(outline);
      const url = address && readAddress(address, outline.htmlUrl);
      const reason = refuse(outline, address, url);
      const path = folders.length > 0 ? folders : readCategory(outline.category);
      const folder = truncate(path.join(' / '), MAX_FOLDER_CHARACTERS) || undefined;
      if (reason) refused.push({ name: name || withoutCredentials(address ?? outline.url ?? ''), reason });
      else if (url) add(url, name === address ? '' : name, folder);
      walk(inner, address || !name ? folders : [...folders, name]);
    }
  };
  walk(outlines, []);
  return { feeds: [...feeds.values()], refused };
}

/** Some readers write the feed's address as `url`. */
function addressOf({ xmlUrl, url, type }: Opml.Outline<string>): string | undefined {
  return (xmlUrl || (/^(rss|atom|feed|include)?$/i.test(type ?? 'link') ? url : undefined))?.trim();
}

function refuse(
  { type = '', url: other, isComment, outlines = [] }: Opml.Outline<string>,
  address: string | undefined,
  url: string | undefined,
): string | undefined {
  if (isComment && address) return 'it is commented out';
  if (!address && other) return 'a page, not a feed';
  if (!address) return /^(?:rss|atom|feed)$/i.test(type) && outlines.length === 0 ? 'no address' : undefined;
  if (/^include$/i.test(type)) return 'another OPML file: import it separately';
  if (/xpath|json\+dot|scrape/i.test(type)) return 'a page that another reader scrapes, not a feed';
  if (url) return undefined;
  return /^[\w+.-]+:\/\/[^/]*@/.test(address)
    ? 'the address contains a user name and password, which sources.yaml must not'
    : 'not an http(s) address';
}

/** The folders of the first category: `/Tech/AI,/Other`. */
function readCategory(category = ''): string[] {
  const [first = ''] = category.split(',');
  return first.includes('/') ? first.split('/').map(readName).filter(Boolean) : [];
}

function withoutCredentials(address: string): string {
  return address.replace(/\/\/[^/]*@/, '//');
}

/** Reads a name. Some programs escape twice: `Q&amp;amp;A`. */
function readName(written = ''): string {
  return truncate(oneLine(decodeHTML(written)), MAX_NAME_CHARACTERS);
}

/** Completes an address: adds a scheme, or the site's address before a path. */
function readAddress(address: string, site: string | undefined): string | undefined {
  const written = address
    .replace(/^feed:(?:\/\/)?(?=https?:)/i, '')
    .replace(/^(?:feed|itpc|pcast|podcast):(?=\/\/)/i, 'https:');
  if (/^https?:/i.test(written)) return parseHttpUrl(written)?.href;
  if (isHost(/^(?:\/\/)?([^/?#]+)/.exec(written)?.[1] ?? ''))
    return parseHttpUrl(`https://${written.replace(/^\/\//, '')}`)?.href;
  if (/^[a-z][a-z\d+.-]*:/i.test(written)) return undefined;
  const base = site && /^https?:\/\//i.test(site) ? site : undefined;
  return base && parseHttpUrl(written, base)?.href;
}

/** Whether the text is a domain with a known ending, an IP address or localhost, with or without a port. */
function isHost(words: string): boolean {
  const { isIcann, isPrivate, isIp, domain } = parseHost(words.toLowerCase());
  if (/[@\s]/.test(words)) return false;
  return (
    /^localhost(:\d+)?$/i.test(words) || isIp === true || ((isIcann || isPrivate) === true && domain !== null)
  );
}

/** Writes an OPML document of the feeds, in order. */
export function writeOpml(
  feeds: Required<Pick<ListedFeed, 'url' | 'name'>>[],
  title: string,
  now: Instant,
): string {
  return generateOpml({
    head: { title, dateCreated: new Date(now) },
    body: {
      outlines: feeds.map(({ url, name }) => ({ type: 'rss', text: name, title: name, xmlUrl: url })),
    },
  });
}
