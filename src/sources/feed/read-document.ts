// Converts a feed's document to posts and metadata. Takes and returns plain values, because it may run in a thread.
import { truncate } from '../../base/text.js';
import type { Instant, Post, PostIdentity, SourceRef } from '../../model.js';
import { cleanLine, type EntryRequest, entriesToPosts } from './entry-posts.js';
import { parseFeed } from './parse-feed.js';
import type { DeclaredInterval } from './polling.js';

export interface FeedDocumentJob {
  bytes: Uint8Array;
  contentType?: string | undefined;
  /** The document's address. */
  url: string;
  ref: SourceRef;
  request: EntryRequest;
}

export interface FeedReading {
  posts: Post[];
  identities: PostIdentity[];
  /** Empty when the feed has no distinctive name. */
  title: string;
  pace?: DeclaredInterval;
  /** Number of entries in the whole document. */
  entries: number;
  newest?: Instant;
}

/** Rejects with a one-line message when it is not a feed. */
export async function readFeedDocument({
  bytes,
  contentType,
  url,
  ref,
  request,
}: FeedDocumentJob): Promise<FeedReading> {
  const feed = await parseFeed(bytes, contentType, url);
  const dates = feed.entries.flatMap((entry) => entry.published ?? []).sort();
  return {
    ...entriesToPosts(feed, ref, request),
    title: readName(feed.title),
    pace: feed.pace,
    entries: feed.entries.length,
    newest: dates.at(-1),
  };
}

const MAX_NAME_CHARACTERS = 100;
/** Default names that programs give to unnamed feeds. */
const EMPTY_NAME =
  /^(?:my |the )?(?:rss|atom|feeds?|rss feed|atom feed|blog|news|home|index|posts|untitled|channel)$/i;

function readName(title: string): string {
  const name = truncate(cleanLine(title), MAX_NAME_CHARACTERS);
  return EMPTY_NAME.test(name) ? '' : name;
}
