// One feed's document → its posts, and what else the adapter keeps. Plain values in and out: it may run in a thread.
import type { Post, PostIdentity, SourceRef } from '../../model.js';
import { type EntryRequest, entriesToPosts } from './entry-posts.js';
import { parseFeed } from './parse-feed.js';
import type { FeedPace } from './polling.js';

export interface FeedDocumentJob {
  bytes: Uint8Array;
  contentType?: string | undefined;
  /** The address that it came from. */
  url: string;
  ref: SourceRef;
  request: EntryRequest;
}

export interface FeedReading {
  posts: Post[];
  identities: PostIdentity[];
  pace?: FeedPace;
}

/** Rejects with a one-line message for what is no feed. */
export async function readFeedDocument({
  bytes,
  contentType,
  url,
  ref,
  request,
}: FeedDocumentJob): Promise<FeedReading> {
  const feed = await parseFeed(bytes, contentType, url);
  return { ...entriesToPosts(feed, ref, request), ...(feed.pace && { pace: feed.pace }) };
}
