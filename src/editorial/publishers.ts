// Identifies the publisher of a feed's post: several feeds of one publisher are one voice.
import { getDomain } from 'tldts';
import { parseHttpUrl } from '../base/url.js';
import type { Post, SourceRef } from '../model.js';

/** Hosts shared by many publishers, each with its own subdomain. */
const SHARED_BY_NAME = new Set([
  'substack.com',
  'ghost.io',
  'beehiiv.com',
  'buttondown.email',
  'wordpress.com',
  'tumblr.com',
  'livejournal.com',
]);
/** Hosts shared by many publishers, each with its own first path segment. */
const SHARED_BY_PATH = new Set([
  'medium.com',
  'github.com',
  'gitlab.com',
  'codeberg.org',
  'huggingface.co',
  'dev.to',
  'buttondown.com',
  'sites.google.com',
]);
/** Hosts whose addresses do not show the publisher: each feed is one, or each author if the host aggregates news. */
const SHARED_BY_FEED = new Set([
  'youtube.com',
  'youtu.be',
  'vimeo.com',
  'spotify.com',
  'soundcloud.com',
  'apple.com',
  'linkedin.com',
  'facebook.com',
  't.me',
]);
const NEWS_GATHERERS = new Set(['news.google.com', 'bing.com', 'msn.com', 'news.yahoo.com']);

/**
 * The publisher of a feed's post: the one in sources.yaml, else the registrable domain of its page
 * (`blogs.microsoft.com` and `devblogs.microsoft.com` are `microsoft.com`). On shared hosts it is the account.
 */
export function publisherOf({ publisher, url, sourceId, author }: Post): string {
  if (publisher) return publisher.toLowerCase();
  const page = parseHttpUrl(url);
  if (!page) return sourceId;
  const host = page.hostname.replace(/^www\./, '');
  const domain = getDomain(host, { allowPrivateDomains: true }) ?? host;
  if (NEWS_GATHERERS.has(host) || NEWS_GATHERERS.has(domain)) return author.toLowerCase() || sourceId;
  if (SHARED_BY_NAME.has(domain)) return host;
  if (SHARED_BY_PATH.has(domain)) return `${domain}/${page.pathname.split('/')[1]?.toLowerCase() ?? ''}`;
  return SHARED_BY_FEED.has(domain) ? sourceId : domain;
}

/** Adds the publishers from sources.yaml to posts. */
export function namePublishers(posts: Post[], refs: SourceRef[]): Post[] {
  const named = new Map(refs.flatMap(({ id, publisher }) => (publisher ? [[id, publisher] as const] : [])));
  if (named.size === 0) return posts;
  return posts.map((post) => {
    const publisher = named.get(post.sourceId);
    return publisher ? { ...post, publisher } : post;
  });
}
