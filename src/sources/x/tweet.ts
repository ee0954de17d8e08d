// X's JSON → a post.

import { oneLine } from '../../base/text.js';
import { canonicalUrl, parseHttpUrl } from '../../base/url.js';
import type { Metrics, Post, SourceRef } from '../../model.js';
import { cleanText } from '../http/markdown.js';
import { timeOfId } from './cursor.js';
import type { Tweet, TweetUrl } from './responses.js';

/**
 * What is asked of each tweet. No expansion: the pictures and quoted posts that one brings are billed like posts
 * (docs.x.com, "Pricing"), and so are authors, whose handles we know or keep.
 */
export const TWEET_FIELDS =
  'article,author_id,conversation_id,created_at,entities,lang,note_tweet,public_metrics,referenced_tweets';

const ARTICLE = /^https:\/\/x\.com\/i\/article\/\d+$/;

/** A tweet by `handle` as a post, undefined for one without words. */
export function tweetToPost(tweet: Tweet, handle: string, ref: SourceRef): Post | undefined {
  const written = tweet.note_tweet?.text ? tweet.note_tweet : tweet;
  const references = tweet.referenced_tweets ?? [];
  const referenced = (type: string) => references.find((reference) => reference.type === type)?.id;
  const quoted = referenced('quoted');
  const urls = [...(tweet.entities?.urls ?? []), ...(written.entities?.urls ?? [])];
  // An article's own tweet says nothing but its address.
  const { article } = tweet;
  const title = oneLine(cleanText(article?.title ?? ''));
  const text = title
    ? cleanText(article?.plain_text ?? article?.preview_text ?? '').trim()
    : expandText(written.text, urls, tweet.id, quoted);
  if (!text && !title) return undefined;
  const parent = referenced('replied_to') ?? quoted;
  const repeated = referenced('retweeted');
  const thread = tweet.conversation_id;
  // A repost is somebody else's words: they are shown as that one's, where that one wrote them. X names it in the text.
  const [, author = handle, words = text] = (repeated && /^RT @(\w{1,20}): (.+)$/s.exec(text)) || [
    undefined,
    handle,
    text,
  ];
  return {
    id: `x:${tweet.id}`,
    sourceId: ref.id,
    platform: 'x',
    url: `https://x.com/${author}/status/${author === handle ? tweet.id : repeated}`,
    author,
    title,
    text: words,
    createdAt: instantOf(tweet),
    metrics: metricsOf(tweet.public_metrics),
    links: linksOf(urls, tweet.id, quoted).filter((link) => !title || !ARTICLE.test(link)),
    media: [],
    ...(parent && { parentId: `x:${parent}` }),
    ...(thread && thread !== tweet.id && { threadId: `x:${thread}` }),
    ...(repeated && { repostOf: `x:${repeated}` }),
    ...(isLanguage(tweet.lang) && { lang: tweet.lang }),
    comments: [],
  };
}

/** `t.co` addresses become what they stand for; those of the tweet's own pictures and of what it quotes go. */
function expandText(text: string, urls: TweetUrl[], ownId: string, quotedId: string | undefined): string {
  const byShort = new Map(urls.map((url) => [url.url, url]));
  return cleanText(text)
    .replace(/https?:\/\/t\.co\/\w+/g, (short) => {
      const url = byShort.get(short);
      if (!url) return short;
      return isOwn(url, ownId, quotedId) ? '' : (parseHttpUrl(url.expanded_url)?.href ?? short);
    })
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim();
}

function linksOf(urls: TweetUrl[], ownId: string, quotedId: string | undefined): string[] {
  const links = urls
    .filter((url) => !isOwn(url, ownId, quotedId))
    // A shortener's target says more than the shortener.
    .map((url) => canonicalUrl(url.unwound_url) ?? canonicalUrl(url.expanded_url))
    .filter((link): link is string => link !== undefined);
  return [...new Set(links)];
}

function isOwn(url: TweetUrl, ownId: string, quotedId: string | undefined): boolean {
  const status = /^https:\/\/x\.com\/i\/status\/(\d+)$/.exec(canonicalUrl(url.expanded_url) ?? '')?.[1];
  return Boolean(url.media_key) || status === ownId || (status !== undefined && status === quotedId);
}

function instantOf(tweet: Tweet): string {
  const written = Date.parse(tweet.created_at ?? '');
  return new Date(Number.isFinite(written) ? written : timeOfId(tweet.id)).toISOString();
}

const COUNTS: [keyof Metrics, string][] = [
  ['likes', 'like_count'],
  ['reposts', 'retweet_count'],
  ['replies', 'reply_count'],
  ['quotes', 'quote_count'],
  ['bookmarks', 'bookmark_count'],
  ['views', 'impression_count'],
];

export function metricsOf(counts: Tweet['public_metrics']): Metrics {
  const metrics: Metrics = {};
  for (const [ours, theirs] of COUNTS) {
    const count = counts?.[theirs];
    if (typeof count === 'number' && Number.isFinite(count)) metrics[ours] = count;
  }
  return metrics;
}

/** X also says `und`, `zxx`, `art` and `qme`-like codes of its own for what is no language. */
function isLanguage(lang: string | undefined): lang is string {
  return lang !== undefined && /^[a-z]{2}(-\w+)?$/.test(lang);
}
