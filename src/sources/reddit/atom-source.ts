// A subreddit without a Reddit client, from its public Atom feed, which has no scores.

import { messageOf } from '../../base/errors.js';
import { canonicalUrl, parseHttpUrl } from '../../base/url.js';
import type { FetchOutcome, FetchRequest, Post, Source, SourceRef } from '../../model.js';
import { withoutRedditByline } from '../feed/known-feeds.js';
import { type FeedEntry, parseFeed } from '../feed/parse-feed.js';
import { outcomeOfFailure, pause, retrying, SourceError } from '../http/failure.js';
import { fetchBytes } from '../http/fetch-bytes.js';
import { cleanText } from '../http/markdown.js';
import { redditFailure } from './api.js';
import { isTooOld, topSpans } from './top-listings.js';

export interface RedditFeedOptions {
  baseUrl?: string;
  timeoutMs: number;
  userAgent: string;
  maxBytes?: number;
  retryDelayMs?: number;
}

export interface FeedPace {
  /** Waits until the next request is allowed. */
  wait(signal: AbortSignal): Promise<void>;
  /** Records a request; the next one is allowed after the pause. */
  start(): void;
  /** Forgets a request that reached no server. */
  forget(): void;
}

const REDDIT_ATOM_SITE = 'https://www.reddit.com';
const ATOM_NOTE = 'no Reddit client: from its Atom feed, without scores';

/** Maximum wait: another client at the same address may have used the minute. */
const MAX_WAIT_MS = 65_000;

/** Allows one request every `ms` milliseconds. Since June 2026, Reddit allows an address one feed a minute. */
export function createFeedPace(ms: number): FeedPace {
  let readyAt = 0;
  return {
    async wait(signal) {
      const waitMs = readyAt - performance.now();
      if (waitMs > 0) await pause(waitMs, signal);
    },
    start: () => {
      readyAt = performance.now() + ms;
    },
    forget: () => {
      readyAt = 0;
    },
  };
}

export function createRedditFeedSource(ref: SourceRef, options: RedditFeedOptions, pace: FeedPace): Source {
  return {
    refs: [ref],
    lane: 'reddit',
    fetch: async (request) => [await fetchFeed(ref, options, pace, request)],
  };
}

async function fetchFeed(
  ref: SourceRef,
  options: RedditFeedOptions,
  pace: FeedPace,
  request: FetchRequest,
): Promise<FetchOutcome> {
  const [t] = topSpans(request.period, request.now);
  const base = (options.baseUrl ?? REDDIT_ATOM_SITE).replace(/\/+$/, '');
  const url = `${base}/r/${ref.target}/top/.rss?t=${t}&limit=${Math.min(ref.limit, 100)}`;
  const { retryDelayMs = 1000 } = options;
  const patience = { retryDelayMs, longestWaitMs: MAX_WAIT_MS, signal: request.signal };
  let reached = false;
  const onAnswer = () => {
    reached = true;
  };
  try {
    await pace.wait(request.signal);
    const entries = await retrying(() => {
      pace.start();
      return readFeed(url, options, onAnswer, request.signal);
    }, patience);
    const posts = entries
      .flatMap((entry) => entryToPost(entry, ref) ?? [])
      .filter((post) => !isTooOld(post.createdAt, request.period));
    return { sourceId: ref.id, posts: posts.slice(0, ref.limit), note: ATOM_NOTE };
  } catch (error) {
    if (!reached) pace.forget();
    if (!(error instanceof SourceError)) throw error;
    return outcomeOfFailure(ref.id, error, request.now);
  }
}

async function readFeed(
  url: string,
  options: RedditFeedOptions,
  onAnswer: () => void,
  signal: AbortSignal,
): Promise<FeedEntry[]> {
  const { timeoutMs, userAgent, maxBytes = 5_000_000 } = options;
  const allowPrivateNetwork = options.baseUrl !== undefined;
  try {
    const answer = await fetchBytes(url, { allowPrivateNetwork, timeoutMs, maxBytes, userAgent, signal });
    onAnswer();
    const { pathname } = new URL(answer.url);
    if (pathname.startsWith('/login')) throw new SourceError('Reddit shows this only to signed-in users');
    // Reddit redirects an unknown subreddit to a search.
    const found = !pathname.startsWith('/subreddits/search');
    if (answer.status !== 200 || !found)
      throw redditFailure(found ? answer.status : 404, answer.headers, answer.bytes.toString('utf8'));
    return (await parseFeed(answer.bytes, answer.headers['content-type'], url)).entries;
  } catch (error) {
    if (error instanceof SourceError) throw error;
    throw new SourceError(signal.aborted ? 'stopped' : messageOf(error));
  }
}

/** An entry as a post; undefined for other or removed entries. */
export function entryToPost(entry: FeedEntry, ref: SourceRef): Post | undefined {
  const page = parseHttpUrl(entry.link);
  const id = /^t3_(\w+)$/.exec(entry.id ?? '')?.[1] ?? /\/comments\/(\w+)/.exec(page?.pathname ?? '')?.[1];
  const text = withoutRedditByline(cleanText(entry.text));
  if (!id || !page || !entry.published || !entry.title || text === '[removed]') return undefined;
  const url = `${REDDIT_ATOM_SITE}${page.pathname}`;
  const own = canonicalUrl(url);
  const links = entry.links
    .filter((link) => !/^https?:\/\/(?:\w+\.)?reddit\.com\/user\//i.test(link))
    .map((link) => canonicalUrl(link))
    .filter((link): link is string => link !== undefined && link !== own);
  return {
    id: `reddit:${id}`,
    sourceId: ref.id,
    platform: 'reddit',
    url,
    author: (entry.author ?? '').replace(/^\/?u\//, ''),
    title: entry.title,
    text,
    createdAt: entry.published,
    metrics: {},
    links: [...new Set(links)],
    media: entry.media,
    comments: [],
  };
}
