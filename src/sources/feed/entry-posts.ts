// A feed's entries → posts.

import { createHash } from 'node:crypto';
import { oneLine, truncate } from '../../base/text.js';
import { DAY_MS, HOUR_MS } from '../../base/time.js';
import { canonicalUrl } from '../../base/url.js';
import type { FetchRequest, Instant, Metrics, Post, SourceRef } from '../../model.js';
import { readKnownFeed } from './known-feeds.js';
import type { FeedEntry, ParsedFeed } from './parse-feed.js';

const MAX_TITLE = 300;
const MAX_TEXT = 20_000;
const MAX_LINKS = 20;
const MAX_MEDIA = 10;
/** Entries this much older than the period are left out: feeds list what is long told. */
const GRACE = 3 * DAY_MS;

/**
 * Newest first, at most `ref.limit`. An entry without a date, or with one in the future, counts as found now.
 * Entries with neither link nor text are no posts.
 */
export function entriesToPosts(
  feed: ParsedFeed,
  ref: SourceRef,
  request: Pick<FetchRequest, 'now' | 'period'>,
): Post[] {
  const latest = new Date(Date.parse(request.now) + HOUR_MS).toISOString();
  const earliest = new Date(Date.parse(request.period.from) - GRACE).toISOString();
  const found = new Map<string, { entry: FeedEntry; createdAt: Instant }>();
  for (const entry of feed.entries) {
    const createdAt = entry.published && entry.published <= latest ? entry.published : request.now;
    const id = idOf(entry, ref);
    if (createdAt >= earliest && !found.has(id)) found.set(id, { entry, createdAt });
  }
  const posts: Post[] = [];
  const newestFirst = [...found].sort(([, a], [, b]) =>
    a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0,
  );
  // One by one: the text of what is beyond the limit is never read.
  for (const [id, { entry, createdAt }] of newestFirst) {
    if (posts.length === ref.limit) break;
    const known = readKnownFeed(entry, feed);
    const post = known && toPost(known, feed, ref, { id, createdAt });
    if (post) posts.push(post);
  }
  return posts;
}

function idOf(entry: FeedEntry, ref: SourceRef): string {
  const key = entry.id ?? entry.link ?? `${entry.title}\n${entry.published ?? ''}`;
  return `feed:${createHash('sha256').update(`${ref.id}\n${key}`).digest('hex').slice(0, 16)}`;
}

function toPost(
  entry: FeedEntry,
  feed: ParsedFeed,
  ref: SourceRef,
  { id, createdAt }: Pick<Post, 'id' | 'createdAt'>,
): Post | undefined {
  const url = entry.link ?? feed.link;
  const { text, metrics } = readHackerNews(entry);
  if (!url || (!entry.link && !text)) return undefined;
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

/** What is left of characters 128–159 in a damaged feed shows as nothing: it must not become a space. */
function cleanLine(text: string): string {
  return oneLine(text.replace(/[\u0080-\u009f]/g, ''));
}

/** Feeds of Hacker News (its own and hnrss.org) put counts and addresses where others put text. */
function readHackerNews(entry: FeedEntry): { text: string; metrics: Metrics } {
  if (!entry.comments || new URL(entry.comments).hostname !== 'news.ycombinator.com')
    return { text: entry.text, metrics: entry.metrics ?? {} };
  const score = /^Points: (\d+)$/m.exec(entry.text)?.[1];
  const comments = /^# Comments: (\d+)$/m.exec(entry.text)?.[1];
  const text = entry.text.replace(/^(?:(?:Article URL|Comments URL|Points|# Comments): .*|Comments)$/gm, '');
  return {
    text: text.replace(/\n{3,}/g, '\n\n').trim(),
    metrics: {
      ...(score ? { score: Number(score) } : {}),
      ...(comments ? { comments: Number(comments) } : {}),
    },
  };
}
