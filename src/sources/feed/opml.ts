// OPML: the lists of feeds that readers export and import.
import { decodeHTML } from 'entities';
import { generateOpml, type Opml, parseOpml } from 'feedsmith';
import { parse as parseHost } from 'tldts';
import { UserError } from '../../base/errors.js';
import { oneLine, truncate } from '../../base/text.js';
import { parseHttpUrl } from '../../base/url.js';
import type { Instant } from '../../model.js';
import { decodeText } from '../http/decode.js';

export interface ListedFeed {
  url: string;
  name?: string;
  /** The names of the folders that it is in, outermost first. */
  folder?: string;
}

/** A line that names an address which Tidings cannot follow. */
export interface RefusedLine {
  name: string;
  reason: string;
}

export interface FeedList {
  /** Each address once, in the document's order. */
  feeds: ListedFeed[];
  refused: RefusedLine[];
}

const MAX_NAME_LENGTH = 100;
const MAX_FOLDER_LENGTH = 200;

/** Every feed of an OPML document and of all its folders. Throws a UserError when it is not OPML. */
export function readOpml(document: string | Uint8Array): FeedList {
  const text = typeof document === 'string' ? document : decodeText(document);
  let outlines: Opml.Outline<string>[];
  try {
    outlines = parseOpml(text).body?.outlines ?? [];
  } catch (error) {
    throw new UserError('Not an OPML file', 'Export the list of feeds from your reader as OPML.', {
      cause: error,
    });
  }
  const feeds = new Map<string, ListedFeed>();
  const refused: RefusedLine[] = [];
  const walk = (some: Opml.Outline<string>[], folders: string[]) => {
    for (const outline of some) {
      const { title, text: label, outlines: inner = [] } = outline;
      const name = readName(title || label);
      const address = addressOf(outline);
      const url = address && readAddress(address, outline.htmlUrl);
      const reason = refuse(outline, address, url);
      const folder = truncate(folders.join(' / '), MAX_FOLDER_LENGTH) || undefined;
      if (reason) refused.push({ name: name || withoutCredentials(address ?? ''), reason });
      else if (url && !feeds.has(url))
        feeds.set(url, { url, name: name && name !== address ? name : undefined, folder });
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
  { type }: Opml.Outline<string>,
  address: string | undefined,
  url: string | undefined,
): string | undefined {
  if (!address) return undefined;
  if (/^include$/i.test(type ?? '')) return 'another OPML file: import it by itself';
  if (/xpath|json\+dot|scrape/i.test(type ?? '')) return 'a page that another reader scrapes, not a feed';
  if (url) return undefined;
  return /^[\w+.-]+:\/\/[^/]*@/.test(address)
    ? 'the address holds a user name and a password, which sources.yaml must not'
    : 'not an http(s) address';
}

function withoutCredentials(address: string): string {
  return address.replace(/\/\/[^/]*@/, '//');
}

/** Writers escape twice now and then: `Q&amp;amp;A`. */
function readName(written = ''): string {
  return truncate(oneLine(decodeHTML(written)), MAX_NAME_LENGTH);
}

/** Adds what the address lacks: a scheme, or the site's address in front of a path. */
function readAddress(address: string, site: string | undefined): string | undefined {
  const written = address.replace(/^feed:(?:\/\/)?(?=https?:)/i, '').replace(/^feed:(?=\/\/)/i, 'https:');
  if (/^https?:/i.test(written)) return parseHttpUrl(written)?.href;
  if (isHost(/^(?:\/\/)?([^/?#]+)/.exec(written)?.[1] ?? ''))
    return parseHttpUrl(`https://${written.replace(/^\/\//, '')}`)?.href;
  if (/^[a-z][a-z\d+.-]*:/i.test(written)) return undefined;
  const base = site && /^https?:\/\//i.test(site) ? site : undefined;
  return base && parseHttpUrl(written, base)?.href;
}

/** A domain with a known ending, an IP address or this machine, with or without a port. */
function isHost(words: string): boolean {
  const { isIcann, isPrivate, isIp, domain } = parseHost(words.toLowerCase());
  if (/[@\s]/.test(words)) return false;
  return (
    /^localhost(:\d+)?$/i.test(words) || isIp === true || ((isIcann || isPrivate) === true && domain !== null)
  );
}

/** An OPML document of the feeds, in their order. */
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
