// Finds the source of an address: a subreddit, an account, a feed, or the feed of a site.
import { UserError } from '../../base/errors.js';
import { oneLine, truncate } from '../../base/text.js';
import { parseHttpUrl } from '../../base/url.js';
import type { Config } from '../../config/config.js';
import { discoverFeed, type FoundFeed } from '../../sources/feed/discover.js';
import { SourceError } from '../../sources/http/failure.js';
import { adviseOnRefusedAddress } from '../../sources/http/public-address.js';
import { type Addition, recognizeSource } from '../../sources/index.js';

export interface FoundSource {
  addition: Addition;
  /** Present when the feed was fetched. */
  feed?: FoundFeed;
}

/**
 * `address` is a URL, a host name, `r/name`, `@handle` or `@name@instance`. Fetches a site to find its feed. Throws a
 * UserError for an invalid address, or when no feed is found.
 */
export async function findSource(
  { network }: Pick<Config, 'network'>,
  address: string,
  signal: AbortSignal,
): Promise<FoundSource> {
  const url = parseAddress(address);
  const recognized = recognizeSource(url);
  if (recognized.path[0] !== 'feeds') return { addition: recognized };
  const options = {
    allowPrivateNetwork: network.allowPrivateNetwork,
    timeoutMs: network.timeoutSeconds * 1000,
    maxBytes: network.maxMegabytes * 1_000_000,
  };
  try {
    const feed = await discoverFeed(url.href, options, signal);
    const title = truncate(oneLine(feed.title), 100) || undefined;
    return { addition: recognizeSource(new URL(feed.url), title), feed };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const hint =
      adviseOnRefusedAddress(error.message) ?? 'Enter the address of the feed itself, if there is one.';
    throw new UserError(`${url.href}: ${error.message}`, hint);
  }
}

/** Parses an address. `r/name` and `@handle` become URLs; a name without a scheme gets https. */
function parseAddress(pasted: string): URL {
  const address = pasted.trim().replace(/^<(.*)>$/, '$1');
  const subreddit = /^\/?r\/(\w+)\/?$/.exec(address)?.[1];
  const handle = /^@(\w{1,15})$/.exec(address)?.[1];
  const [, user, instance] = /^(?:acct:)?@?(?<=@|acct:)([\w.-]+)@([\w.-]+)$/.exec(address) ?? [];
  const profile = /^@((?:[\w-]+\.)+[a-z]{2,})$/i.exec(address)?.[1];
  const written = address
    .replace(/^(?:feed|rss|itpc|pcast|podcast|view-source):(?:\/\/)?(?=https?:)/i, '')
    .replace(/^(?:feed|rss|itpc|pcast|podcast):(?=\/\/)/i, 'https:')
    .replace(/^git@([\w.-]+):(?=[^/])/, 'https://$1/');
  const text = subreddit
    ? `https://www.reddit.com/r/${subreddit}`
    : handle
      ? `https://x.com/${handle}`
      : user
        ? `https://${instance}/@${user}`
        : profile
          ? `https://bsky.app/profile/${profile}`
          : written.includes('://')
            ? written
            : `https://${written}`;
  const url = parseHttpUrl(text);
  if (!url || !/\.|localhost|^\[/.test(url.hostname))
    throw new UserError(
      `${truncate(address, 80)} is not an address`,
      'Enter the address of a site, feed, subreddit, account, list or channel, or r/name, @handle or @name@instance.',
    );
  return url;
}
