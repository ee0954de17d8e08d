// The adapter for one RSS, Atom or JSON feed: a conditional GET, and its entries as posts.
import { messageOf } from '../errors.js';
import type { FetchOutcome, FetchRequest, Source, SourceRef } from '../model.js';
import { parseHttpUrl } from '../url.js';
import { retryAfterMs } from './failure.js';
import { parseFeed } from './feed.js';
import { postsOf } from './feed-posts.js';
import { type FetchedBytes, fetchBytes } from './http.js';

export interface FeedSourceOptions {
  allowPrivateNetwork: boolean;
  /** For the whole exchange. */
  timeoutMs: number;
  /** For the feed's document. */
  maxBytes: number;
  userAgent?: string;
}

/** What the last answer left behind. `url` stands in for the configured address after a permanent redirect. */
interface Cursor {
  etag?: string;
  lastModified?: string;
  url?: string;
}

const ACCEPT =
  'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.8';

/** A source of one feed. Its lane is the feed's host. */
export function createFeedSource(ref: SourceRef, options: FeedSourceOptions): Source {
  return {
    refs: [ref],
    lane: parseHttpUrl(ref.target)?.host ?? ref.target,
    fetch: async (request) => [await fetchFeed(ref, options, request)],
  };
}

async function fetchFeed(
  ref: SourceRef,
  options: FeedSourceOptions,
  request: FetchRequest,
): Promise<FetchOutcome> {
  const last = readCursor(request.cursors.get(ref.id));
  const outcome = { sourceId: ref.id, posts: [] };
  try {
    const answer = await fetchBytes(last.url ?? ref.target, {
      ...options,
      signal: request.signal,
      headers: {
        accept: ACCEPT,
        ...(last.etag ? { 'if-none-match': last.etag } : {}),
        ...(last.lastModified ? { 'if-modified-since': last.lastModified } : {}),
      },
    });
    if (answer.status === 304) return { ...outcome, unchanged: true };
    if (answer.status < 200 || answer.status > 299) throw new Error(explainStatus(answer));
    if (answer.bytes.length === 0) throw new Error('an empty answer');
    const feed = await parseFeed(answer.bytes, answer.headers['content-type'], answer.url);
    const { cursor, moved } = nextCursor(answer, last);
    const note = moved ? { note: `moved for good to ${moved}` } : {};
    return { ...outcome, posts: postsOf(feed, ref, request), cursor: JSON.stringify(cursor), ...note };
  } catch (error) {
    // The place it moved to failed: next time the configured address is asked again.
    return { ...outcome, error: messageOf(error), ...(last.url ? { cursor: '{}' } : {}) };
  }
}

function readCursor(cursor: string | undefined): Cursor {
  try {
    const value: unknown = JSON.parse(cursor ?? '{}');
    const { etag, lastModified, url } = (value ?? {}) as Record<string, unknown>;
    return {
      ...(typeof etag === 'string' ? { etag } : {}),
      ...(typeof lastModified === 'string' ? { lastModified } : {}),
      ...(typeof url === 'string' ? { url } : {}),
    };
  } catch {
    return {};
  }
}

function nextCursor(answer: FetchedBytes, last: Cursor): { cursor: Cursor; moved?: string } {
  const { etag, 'last-modified': lastModified } = answer.headers;
  const url = answer.permanentUrl ?? last.url;
  const cursor = {
    ...(etag ? { etag } : {}),
    ...(lastModified ? { lastModified } : {}),
    ...(url ? { url } : {}),
  };
  return { cursor, ...(url ? { moved: url } : {}) };
}

function explainStatus({ status, headers }: FetchedBytes): string {
  if (status === 401 || status === 403) return `refused (${status})`;
  if (status === 404) return 'not found (404)';
  if (status === 410) return 'gone for good (410)';
  const wait = retryAfterMs(headers);
  const when = wait === undefined ? '' : `, try again in ${Math.ceil(wait / 1000)} s`;
  if (status === 429) return `too many requests (429)${when}`;
  if (status >= 500) return `the server failed (${status})${when}`;
  return `an answer that is no feed (${status})`;
}
