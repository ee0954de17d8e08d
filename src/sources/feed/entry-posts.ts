// Converts a feed's entries to posts.

import { createHash } from 'node:crypto';
import { oneLine, truncate } from '../../base/text.js';
import { DAY_MS, HOUR_MS } from '../../base/time.js';
import { canonicalUrl, parseHttpUrl, withoutKeys } from '../../base/url.js';
import { unwrapUrl } from '../../base/wrapped-url.js';
import type { FetchRequest, Instant, Metrics, Post, PostIdentity, SourceRef } from '../../model.js';
import { readKnownFeed } from './known-feeds.js';
import type { FeedEntry, ParsedFeed } from './parse-feed.js';

const MAX_TITLE = 300;
const MAX_TEXT = 20_000;
const MAX_LINKS = 20;
const MAX_MEDIA = 10;
/** Entries older than this before the period are skipped, because feeds list what earlier issues covered. */
const MIN_LOOKBACK_MS = 3 * DAY_MS;

/** Selects a feed's entries: those dated since `from`. */
export interface EntryRequest {
  now: Instant;
  from: Instant;
}

/** The date of the oldest entries that a request covers. */
export function earliestWanted({ period, lateFrom = period.from }: FetchRequest): Instant {
  const from = new Date(Date.parse(period.from) - MIN_LOOKBACK_MS).toISOString();
  return lateFrom < from ? lateFrom : from;
}

export interface EntryPosts {
  /** Newest first, at most `ref.limit`. */
  posts: Post[];
  identities: PostIdentity[];
}

interface Candidate extends PostIdentity {
  entry: FeedEntry;
  createdAt: Instant;
}

/**
 * Converts entries to posts. An entry without a date, or with a future one, counts as created now. Skips entries with
 * neither link nor text.
 */
export function entriesToPosts(feed: ParsedFeed, ref: SourceRef, request: EntryRequest): EntryPosts {
  const latest = new Date(Date.parse(request.now) + HOUR_MS).toISOString();
  const found = new Map<string, Candidate>();
  for (const { entry, ...identity } of identify(feed.entries, ref)) {
    const createdAt = entry.published && entry.published <= latest ? entry.published : request.now;
    if (createdAt >= request.from && !found.has(identity.id))
      found.set(identity.id, {
        ...identity,
        ...(createdAt === request.now && { isUndated: true }),
        entry,
        createdAt,
      });
  }
  const result: EntryPosts = { posts: [], identities: [] };
  const newestFirst = [...found.values()].sort((a, b) =>
    a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0,
  );
  // Converts one by one, so that the text of entries beyond the limit is never parsed.
  for (const { entry, createdAt, ...identity } of newestFirst) {
    if (result.posts.length === ref.limit) break;
    const known = readKnownFeed(entry, feed);
    const post = known && toPost(known, feed, ref, { id: identity.id, createdAt });
    if (!post) continue;
    result.posts.push(post);
    result.identities.push({ ...identity, distinct: identity.distinct || distinctId(entry, ref) });
  }
  return result;
}

/** Identifies a feed's entries by id, or by link. Entries that share one are identified by link, date and title. */
function identify(entries: FeedEntry[], ref: SourceRef): (PostIdentity & { entry: FeedEntry })[] {
  const byKey = new Map<string, FeedEntry[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    byKey.set(key, [...(byKey.get(key) ?? []), entry]);
  }
  return entries.map((entry) => {
    const plain = hashId(ref, keyOf(entry));
    const isAlone = byKey.get(keyOf(entry))?.length === 1;
    // Most entries have a unique id: `distinct` is computed only for returned posts.
    if (isAlone) return { entry, id: plain, plain, distinct: '' };
    const distinct = distinctId(entry, ref);
    return { entry, id: distinct, plain, distinct };
  });
}

function keyOf(entry: FeedEntry): string {
  return entry.id ?? entry.link ?? `${entry.title}\n${entry.published ?? ''}`;
}

function distinctId(entry: FeedEntry, ref: SourceRef): string {
  return hashId(ref, [keyOf(entry), entry.link, entry.published, entry.title || entry.text].join('\n'));
}

function hashId(ref: SourceRef, key: string): string {
  return `feed:${createHash('sha256').update(`${ref.id}\n${key}`).digest('hex').slice(0, 16)}`;
}

function toPost(
  entry: FeedEntry,
  feed: ParsedFeed,
  ref: SourceRef,
  { id, createdAt }: Pick<Post, 'id' | 'createdAt'>,
): Post | undefined {
  const url = pageOf(entry) ?? feed.link ?? shownTarget(ref);
  const { text, metrics } = readHackerNews(entry);
  if (!url || (!entry.link && !text && !entry.title)) return undefined;
  const own = canonicalUrl(url);
  const links = entry.links.flatMap((link) => canonicalUrl(link) ?? []).filter((link) => link !== own);
  return {
    id,
    sourceId: ref.id,
    platform: ref.platform,
    url,
    author: cleanLine(entry.author ?? '') || cleanLine(feed.title) || ref.name,
    title: truncate(cleanLine(entry.title), MAX_TITLE),
    text: truncate(text, MAX_TEXT),
    createdAt,
    metrics,
    links: [...new Set(links)].slice(0, MAX_LINKS),
    media: entry.media.slice(0, MAX_MEDIA),
    comments: [],
  };
}

/** The entry's own page, with feed services and redirects resolved. */
function pageOf({ original, link }: FeedEntry): string | undefined {
  const url = parseHttpUrl(original ?? link);
  return url && unwrapUrl(url).href;
}

/** The feed's address, unless it contains a key, because posts show it. */
function shownTarget({ target }: SourceRef): string | undefined {
  return withoutKeys(target) === target ? parseHttpUrl(target)?.href : undefined;
}

/** Cleans a line. Characters 128–159 in a damaged feed are invisible and must not become spaces. */
export function cleanLine(text: string): string {
  return oneLine(text.replace(/[\u0080-\u009f]/g, ''));
}

/** Reads counts and addresses from the text of Hacker News feeds (its own and hnrss.org). */
function readHackerNews(entry: FeedEntry): { text: string; metrics: Metrics } {
  if (!entry.comments || new URL(entry.comments).hostname !== 'news.ycombinator.com')
    return { text: entry.text, metrics: entry.metrics ?? {} };
  const score = /^Points: ([\d,]+)$/m.exec(entry.text)?.[1]?.replaceAll(',', '');
  const comments = /^# Comments: ([\d,]+)$/m.exec(entry.text)?.[1]?.replaceAll(',', '');
  const text = entry.text.replace(/^(?:(?:Article URL|Comments URL|Points|# Comments): .*|Comments)$/gm, '');
  return {
    text: text.replace(/\n{3,}/g, '\n\n').trim(),
    metrics: {
      ...(score ? { score: Number(score) } : {}),
      ...(comments ? { comments: Number(comments) } : {}),
    },
  };
}
