// From a site's address to its feed: the address itself, what its page links to, or where feeds usually are.
import { messageOf } from '../../base/errors.js';
import { parseHttpUrl } from '../../base/url.js';
import type { Instant } from '../../model.js';
import { decodeText } from '../http/decode.js';
import { SourceError } from '../http/failure.js';
import { type FetchedBytes, fetchBytes } from '../http/fetch-bytes.js';
import type { FeedSourceOptions } from './feed-source.js';
import { type ParsedFeed, parseFeed } from './parse-feed.js';

export interface FoundFeed {
  url: string;
  title: string;
  entries: number;
  newest?: Instant;
}

const COMMON_PATHS = ['feed', 'feed.xml', 'rss.xml', 'atom.xml', 'index.xml', 'rss', 'feed.json'];
/** How many of the links of a page are tried. */
const MOST_LINKS = 6;
const HEAD = 500_000;

/** Throws a SourceError that says what is there instead. */
export async function discoverFeed(
  address: string,
  options: FeedSourceOptions,
  signal: AbortSignal,
): Promise<FoundFeed> {
  const page = await fetchPage(address, options, signal);
  const own = await readAsFeed(page);
  if (typeof own !== 'string') return describe(own, page.permanentUrl ?? address);
  const links = feedLinks(decodeText(page.bytes, page.headers['content-type']).slice(0, HEAD), page.url);
  const usual = COMMON_PATHS.flatMap((path) => [
    new URL(path, page.url).href,
    new URL(`/${path}`, page.url).href,
  ]);
  for (const candidate of new Set([...links.slice(0, MOST_LINKS), ...usual])) {
    const answer = await fetchPage(candidate, options, signal).catch(() => undefined);
    signal.throwIfAborted();
    const feed = answer && (await readAsFeed(answer));
    if (feed && typeof feed !== 'string') return describe(feed, answer.permanentUrl ?? candidate);
  }
  throw new SourceError(`no feed there: ${own}, and none that it links to`);
}

async function fetchPage(
  url: string,
  options: FeedSourceOptions,
  signal: AbortSignal,
): Promise<FetchedBytes> {
  try {
    return await fetchBytes(url, { ...options, signal });
  } catch (error) {
    throw new SourceError(messageOf(error));
  }
}

/** The feed, or why it is none. */
async function readAsFeed({ status, bytes, headers, url }: FetchedBytes): Promise<ParsedFeed | string> {
  if (status < 200 || status > 299) return `it answers with status ${status}`;
  try {
    return await parseFeed(bytes, headers['content-type'], url);
  } catch (error) {
    return messageOf(error);
  }
}

function describe(feed: ParsedFeed, url: string): FoundFeed {
  const dates = feed.entries.flatMap((entry) => entry.published ?? []).sort();
  const newest = dates.at(-1);
  return { url, title: feed.title, entries: feed.entries.length, ...(newest && { newest }) };
}

const LINK = /<link\b([^>]{1,2000})>/gi;
const ATTRIBUTE = /([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g;

/** Addresses of `<link rel="alternate">` whose type is a feed's, those of comments last. */
function feedLinks(html: string, url: string): string[] {
  const found: { href: string; comments: boolean }[] = [];
  for (const [, inside = ''] of html.matchAll(LINK)) {
    const attributes = new Map(
      [...inside.matchAll(ATTRIBUTE)].map(([, name = '', ...values]) => [
        name.toLowerCase(),
        (values.find((value) => value !== undefined) ?? '').replace(/&amp;/g, '&'),
      ]),
    );
    const isFeed = /^(application|text)\/(rss|atom|feed|xml|rdf)?(\+?(xml|json))?/i.test(
      attributes.get('type') ?? '',
    );
    const href = parseHttpUrl(attributes.get('href'), url)?.href;
    if (!href || !isFeed || !/\balternate\b/i.test(attributes.get('rel') ?? '')) continue;
    found.push({ href, comments: /comment/i.test(`${attributes.get('title') ?? ''} ${href}`) });
  }
  return found.sort((a, b) => Number(a.comments) - Number(b.comments)).map(({ href }) => href);
}
