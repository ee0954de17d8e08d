// Finds a site's feed: at the address itself, linked from its page, or at a usual place.
import { messageOf } from '../../base/errors.js';
import type { Instant, SourceRef } from '../../model.js';
import { decodeDocument } from '../http/decode.js';
import { SourceError } from '../http/failure.js';
import { type FetchedBytes, fetchBytes } from '../http/fetch-bytes.js';
import { type FeedLinks, findFeedLinks } from './feed-links.js';
import type { FeedSourceOptions } from './feed-source.js';
import { readFeed } from './parser-pool.js';
import type { FeedReading } from './read-document.js';
import { findChannelFeed, findServiceFeed } from './service-feeds.js';

export interface FoundFeed {
  url: string;
  title: string;
  entries: number;
  newest?: Instant;
  /** Why the address itself could not be read, when the feed was found elsewhere on its site. */
  fault?: string;
}

const COMMON_PATHS = ['feed', 'feed.xml', 'rss.xml', 'atom.xml', 'index.xml', 'rss', 'feed.json'];
const MAX_DECLARED = 8;
const MAX_LIKELY = 6;
/** Pages that list a site's feeds are rare, so only a few links lead to a second page of links. */
const MAX_LIKELY_OF_LINKED = 3;

const LAST_INSTANT = '9999-01-01T00:00:00.000Z';
const UNKNOWN_FEED: SourceRef = {
  id: 'feed:',
  kind: 'feed',
  platform: 'web',
  name: '',
  target: '',
  limit: 1,
};

/** Finds the feed of a site. Throws a SourceError with the reason if there is none. */
export async function discoverFeed(
  address: string,
  options: FeedSourceOptions,
  signal: AbortSignal,
): Promise<FoundFeed> {
  const tried = new Set([address]);
  /** Links of pages found where a feed was expected: many sites list their feeds on a page. */
  const linked: string[] = [];
  const tryEach = async (candidates: string[]): Promise<FoundFeed | undefined> => {
    for (const candidate of candidates) {
      if (tried.has(candidate)) continue;
      tried.add(candidate);
      const answer = await fetchPage(candidate, options, signal).catch(() => undefined);
      signal.throwIfAborted();
      const feed = answer && (await readAsFeed(answer));
      if (feed && typeof feed !== 'string') return describe(feed, answer.permanentUrl ?? candidate);
      if (answer && isSuccess(answer)) {
        const { declared, likely } = linksOf(answer);
        linked.push(...declared.slice(0, MAX_DECLARED), ...likely.slice(0, MAX_LIKELY_OF_LINKED));
      }
    }
    return undefined;
  };
  const usual = findServiceFeed(new URL(address));
  const known = usual && (await tryEach([usual]));
  if (known) return known;
  const page = await fetchPage(address, options, signal);
  tried.add(page.url);
  const own = await readAsFeed(page);
  if (typeof own !== 'string') return describe(own, page.permanentUrl ?? address);
  const { declared, likely } = linksOf(page);
  const found =
    (await tryEach(declared.slice(0, MAX_DECLARED))) ??
    (await tryEach(likely.slice(0, MAX_LIKELY))) ??
    (await tryEach(linked.splice(0, MAX_LIKELY))) ??
    (await tryEach(commonAddresses(page.url)));
  if (found) return isSuccess(page) ? found : { ...found, fault: String(own) };
  throw new SourceError(`no feed found: ${own}, and it links to none`);
}

function linksOf({ bytes, headers, url }: FetchedBytes): FeedLinks {
  const html = decodeDocument(bytes, headers['content-type']);
  const links = findFeedLinks(html, url, headers.link);
  const channel = findChannelFeed(html, url);
  return channel ? { ...links, declared: [channel, ...links.declared] } : links;
}

/** Usual feed addresses below the page (`/blog` as `/blog/`), beside it, and at the root. */
function commonAddresses(pageUrl: string): string[] {
  const page = new URL(pageUrl);
  page.search = '';
  page.hash = '';
  const below = new URL(page);
  if (!/\.\w{2,5}$/.test(below.pathname)) below.pathname = below.pathname.replace(/\/?$/, '/');
  return COMMON_PATHS.flatMap((path) => [
    new URL(path, below).href,
    new URL(path, page).href,
    new URL(`/${path}`, page).href,
  ]);
}

function isSuccess({ status }: FetchedBytes): boolean {
  return status >= 200 && status <= 299;
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

/** The feed, or the reason why the response is not one. */
async function readAsFeed(answer: FetchedBytes): Promise<FeedReading | string> {
  const { status, bytes, headers, url } = answer;
  if (!isSuccess(answer)) return `the server responded with status ${status}`;
  try {
    // A time after every entry, so that none becomes a post.
    const request = { now: LAST_INSTANT, from: LAST_INSTANT };
    return await readFeed({ bytes, contentType: headers['content-type'], url, ref: UNKNOWN_FEED, request });
  } catch (error) {
    return messageOf(error);
  }
}

function describe({ title, entries, newest }: FeedReading, url: string): FoundFeed {
  return { url, title, entries, newest };
}
