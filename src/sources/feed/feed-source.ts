// Fetches one RSS, Atom or JSON feed with a conditional GET and returns its entries as posts.
import { z } from 'zod';
import { messageOf } from '../../base/errors.js';
import { parseHttpUrl } from '../../base/url.js';
import type { FetchOutcome, FetchRequest, Source, SourceRef } from '../../model.js';
import { retryAfterMs } from '../http/failure.js';
import { type FetchedBytes, fetchBytes } from '../http/fetch-bytes.js';
import { earliestWanted } from './entry-posts.js';
import { readFeed } from './parser-pool.js';
import { isSkipped, nextFetch } from './polling.js';
import type { FeedReading } from './read-document.js';

export interface FeedSourceOptions {
  allowPrivateNetwork: boolean;
  /** Timeout of the whole exchange in milliseconds. */
  timeoutMs: number;
  /** Maximum size of the document in bytes. */
  maxBytes: number;
  userAgent?: string;
}

/** State kept from the last response. An invalid cursor means that the feed was never read. */
const cursorSchema = z.object({
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  /** The last fetch returned all entries dated since then, at most `limit` of them. */
  from: z.string().optional(),
  limit: z.number().optional(),
  /** Replaces the configured address after a permanent redirect. */
  url: z.string().optional(),
  pace: z
    .object({
      ttl: z.number().optional(),
      skipHours: z.array(z.number()).optional(),
      skipDays: z.array(z.string()).optional(),
    })
    .optional(),
});
type Cursor = z.output<typeof cursorSchema>;

const ACCEPT_HEADER =
  'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.8';

/** Creates a source for one feed. Its lane is the feed's host. */
export function createFeedSource(ref: SourceRef, options: FeedSourceOptions): Source {
  return {
    refs: [ref],
    lane: parseHttpUrl(ref.target)?.host ?? ref.target,
    fetch: async (request) => [await fetchFeed(ref, options, request)],
    sleeps: (cursor, now) => isSkipped(readCursor(cursor).pace ?? {}, Date.parse(now)),
  };
}

async function fetchFeed(
  ref: SourceRef,
  options: FeedSourceOptions,
  request: FetchRequest,
): Promise<FetchOutcome> {
  const last = readCursor(request.cursors.get(ref.id));
  const outcome: FetchOutcome = { sourceId: ref.id, posts: [] };
  // The new address failed, so the next fetch tries the configured one again.
  const { from: coveredFrom, limit } = last;
  const forgotten = last.url ? { cursor: JSON.stringify({ from: coveredFrom, limit }) } : {};
  const from = earliestWanted(request);
  const isCovered = coveredFrom !== undefined && coveredFrom <= from && (limit ?? 0) >= ref.limit;
  const isConditional = isCovered && Boolean(last.etag || last.lastModified);
  try {
    const answer = await fetchBytes(last.url ?? ref.target, {
      ...options,
      signal: request.signal,
      headers: {
        accept: ACCEPT_HEADER,
        ...(isCovered && last.etag ? { 'if-none-match': last.etag } : {}),
        ...(isCovered && last.lastModified ? { 'if-modified-since': last.lastModified } : {}),
      },
    });
    if (answer.status === 304 && !isConditional)
      throw new Error('the server responds "not modified" (304) to a request without conditions');
    if (answer.status === 304) return { ...outcome, unchanged: true, ...notBeforeOf(answer, last, request) };
    if (answer.status < 200 || answer.status > 299)
      return { ...outcome, ...failureOf(answer, last, request), ...forgotten };
    if (answer.bytes.length === 0) throw new Error('empty response');
    await request.onAnswered?.();
    const { now } = request;
    const { bytes, url } = answer;
    const contentType = answer.headers['content-type'];
    const feed = await readFeed({ bytes, contentType, url, ref, request: { now, from } });
    const cursor = { ...nextCursor(answer, last, feed), from, limit: ref.limit };
    return {
      ...outcome,
      posts: feed.posts,
      identities: feed.identities,
      coveredFrom,
      ...(ref.isUnnamed && feed.title && { title: feed.title }),
      cursor: JSON.stringify(cursor),
      ...(cursor.url ? { note: `moved permanently to ${cursor.url}` } : {}),
      ...notBeforeOf(answer, cursor, request),
    };
  } catch (error) {
    return { ...outcome, error: messageOf(error), ...forgotten };
  }
}

function notBeforeOf({ headers }: FetchedBytes, { pace = {} }: Cursor, { now }: FetchRequest) {
  const notBefore = nextFetch(headers, pace, now);
  return notBefore ? { notBefore } : {};
}

function failureOf(answer: FetchedBytes, last: Cursor, { now }: FetchRequest): Partial<FetchOutcome> {
  const wait = retryAfterMs(answer.headers);
  return {
    error: explainStatus(answer),
    ...(wait !== undefined && {
      notBefore: new Date(Date.parse(now) + wait).toISOString(),
      refused: true,
    }),
    ...(answer.status === 429 && { laneRefused: true }),
    ...(answer.status === 410 && !last.url && { gone: true }),
  };
}

function readCursor(cursor: string | undefined): Cursor {
  try {
    return cursorSchema.parse(JSON.parse(cursor ?? '{}'));
  } catch {
    return {};
  }
}

function nextCursor(answer: FetchedBytes, last: Cursor, { pace }: FeedReading): Cursor {
  const { etag, 'last-modified': lastModified } = answer.headers;
  const url = answer.permanentUrl ?? last.url;
  return {
    ...(etag ? { etag } : {}),
    ...(lastModified ? { lastModified } : {}),
    ...(url ? { url } : {}),
    ...(pace ? { pace } : {}),
  };
}

function explainStatus({ status, headers }: FetchedBytes): string {
  if (status === 401 || status === 403) return `refused (${status})`;
  if (status === 404) return 'not found (404)';
  if (status === 410) return 'gone permanently (410)';
  const wait = retryAfterMs(headers);
  const when = wait === undefined ? '' : `, retry after ${Math.ceil(wait / 1000)} s`;
  if (status === 429) return `too many requests (429)${when}`;
  if (status >= 500) return `server error (${status})${when}`;
  return `the response is not a feed (${status})`;
}
