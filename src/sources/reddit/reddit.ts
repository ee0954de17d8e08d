// Creates sources for subreddits: from the API with a client, otherwise from their Atom feeds.
import { MINUTE_MS } from '../../base/time.js';
import type {
  Comment,
  FetchOutcome,
  FetchRequest,
  Period,
  Post,
  Refreshed,
  Source,
  SourceRef,
} from '../../model.js';
import { outcomeOfFailure, SourceError } from '../http/failure.js';
import { createRedditApi, type RedditApi } from './api.js';
import { createFeedPace, createRedditFeedSource, type FeedPace } from './atom-source.js';
import {
  commentsOn,
  countsIn,
  nextPage,
  submissionToPost,
  thingsIn,
  withdrawnIn,
} from './submission-posts.js';
import { isTooOld, type TopSpan, topSpans } from './top-listings.js';

export interface RedditOptions {
  /** Without both, subreddits are read from their Atom feeds. */
  clientId?: string;
  clientSecret?: string;
  /** Replaces all of Reddit's hosts; may be on a private network. */
  baseUrl?: string;
  /** Timeout of one request in milliseconds. */
  timeoutMs: number;
  userAgent: string;
  /** Maximum size of a feed in bytes; default 5,000,000. */
  maxBytes?: number;
  /** Milliseconds before the second attempt after a 5xx, doubled before the third; default 1000. */
  retryDelayMs?: number;
  /** Milliseconds between two feeds; default a minute for the real Reddit, 0 for a configured base URL. */
  feedPauseMs?: number;
}

/** Shared by all subreddits: one signed-in connection, or one pace. */
export type RedditConnection = { api: RedditApi } | { pace: FeedPace };

const PAGE_SIZE = 100;
/** Requests more comments than are kept, because some are skipped. */
const COMMENTS_REQUESTED = 30;

/** Creates one source for each subreddit; all share one connection. */
export function createRedditSources(refs: SourceRef[], options: RedditOptions): Source[] {
  const connection = connectReddit(options);
  return refs.map((ref) => createRedditSource(ref, options, connection));
}

export function createRedditSource(
  ref: SourceRef,
  options: RedditOptions,
  connection: RedditConnection = connectReddit(options),
): Source {
  if ('pace' in connection) return createRedditFeedSource(ref, options, connection.pace);
  const { api } = connection;
  return {
    refs: [ref],
    lane: 'reddit',
    fetch: async (request) => [await fetchTop(ref, api, request)],
    refresh: (posts, { signal }) => refreshSubmissions(api, posts, signal),
    fetchComments: (posts, signal) => fetchComments(ref, api, posts, signal),
  };
}

function connectReddit(options: RedditOptions): RedditConnection {
  const { clientId, clientSecret, userAgent, baseUrl, timeoutMs, retryDelayMs } = options;
  if (!clientId || !clientSecret)
    return { pace: createFeedPace(options.feedPauseMs ?? (baseUrl ? 0 : MINUTE_MS)) };
  return { api: createRedditApi({ clientId, clientSecret, userAgent, baseUrl, timeoutMs, retryDelayMs }) };
}

async function fetchTop(ref: SourceRef, api: RedditApi, request: FetchRequest): Promise<FetchOutcome> {
  const posts = new Map<string, Post>();
  const withdrawn = new Set<string>();
  let failure: FetchOutcome | undefined;
  try {
    for (const t of topSpans(request.period, request.now))
      for await (const things of readTop(ref, t, api, request.signal)) {
        for (const id of withdrawnIn(things)) withdrawn.add(id);
        for (const post of things.flatMap((thing) => submissionToPost(thing, ref) ?? []))
          posts.set(post.id, post);
      }
  } catch (cause) {
    if (!(cause instanceof SourceError)) throw cause;
    failure = outcomeOfFailure(ref.id, cause, request.now);
  }
  const fresh = [...posts.values()].filter((post) => !isTooOld(post.createdAt, request.period));
  return {
    sourceId: ref.id,
    ...failure,
    posts: bestFirst(fresh, request.period).slice(0, ref.limit),
    ...(withdrawn.size > 0 && { withdrawn: [...withdrawn] }),
  };
}

async function* readTop(
  ref: SourceRef,
  t: TopSpan,
  api: RedditApi,
  signal: AbortSignal,
): AsyncGenerator<Record<string, unknown>[]> {
  let after: string | undefined;
  for (let read = 0; read < ref.limit; ) {
    const limit = Math.min(PAGE_SIZE, ref.limit - read);
    const listing = await api.get(`r/${ref.target}/top`, { t, limit, ...(after && { after }) }, signal);
    const things = thingsIn(listing, 't3');
    yield things;
    read += things.length;
    after = nextPage(listing);
    if (!after || !things.length) return;
  }
}

/** Sorts by score, with posts of the period before the others. */
function bestFirst(posts: Post[], period: Period): Post[] {
  const within = (post: Post) => Number(post.createdAt >= period.from && post.createdAt < period.to);
  return posts.sort((a, b) => within(b) - within(a) || (b.metrics.score ?? 0) - (a.metrics.score ?? 0));
}

/** Fetches submissions by id, a hundred per call, including those no longer listed. */
async function refreshSubmissions(api: RedditApi, posts: Post[], signal: AbortSignal): Promise<Refreshed> {
  const refreshed: Refreshed = { metrics: new Map(), withdrawn: [] };
  try {
    for (let start = 0; start < posts.length; start += PAGE_SIZE) {
      const names = posts.slice(start, start + PAGE_SIZE).map((post) => post.id.replace(/^reddit:/, 't3_'));
      const things = thingsIn(await api.get('api/info', { id: names.join(',') }, signal), 't3');
      refreshed.withdrawn.push(...withdrawnIn(things));
      for (const [id, metrics] of countsIn(things)) refreshed.metrics.set(id, metrics);
    }
    return refreshed;
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { ...refreshed, error: error.message };
  }
}

/** Fetches comments. Skips submissions whose comments fail, because comments are optional. */
async function fetchComments(
  ref: SourceRef,
  api: RedditApi,
  posts: Post[],
  signal: AbortSignal,
): Promise<Map<string, Comment[]>> {
  const comments = new Map<string, Comment[]>();
  for (const post of posts.filter((each) => each.sourceId === ref.id)) {
    const id = post.id.replace(/^reddit:/, '');
    try {
      const page = await api.get(
        `comments/${id}`,
        { sort: 'top', depth: 1, limit: COMMENTS_REQUESTED },
        signal,
      );
      comments.set(post.id, commentsOn(page));
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      if (error.next.affectsAll) break;
    }
  }
  return comments;
}
