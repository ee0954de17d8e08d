// Converts X's JSON to a post.

import { oneLine } from '../../base/text.js';
import { canonicalUrl, parseHttpUrl } from '../../base/url.js';
import type { Metrics, Post, SourceRef } from '../../model.js';
import { cleanText } from '../http/markdown.js';
import { timeOfId } from './cursor.js';
import type { Tweet, TweetUrl } from './responses.js';

/**
 * The requested fields of a tweet. No expansions: X bills expanded pictures, quoted posts and authors (docs.x.com,
 * "Pricing"), and handles are already known.
 */
export const TWEET_FIELDS =
  'article,author_id,conversation_id,created_at,entities,lang,note_tweet,public_metrics,referenced_tweets';

const ARTICLE_URL = /^https:\/\/x\.com\/i\/article\/\d+$/;

/** The newest version of each tweet, in the same order. Every edit creates a new tweet. */
export function latestVersions(tweets: Tweet[]): Tweet[] {
  const latest = new Map<string, Tweet>();
  for (const tweet of tweets) {
    const other = latest.get(firstId(tweet));
    if (!other || BigInt(tweet.id) > BigInt(other.id)) latest.set(firstId(tweet), tweet);
  }
  return tweets.filter((tweet) => latest.get(firstId(tweet)) === tweet);
}

/** The id of a tweet's first version, which identifies the post. */
function firstId({ id, edit_history_tweet_ids: versions = [] }: Tweet): string {
  return versions.reduce((first, version) => (BigInt(version) < BigInt(first) ? version : first), id);
}

/** X's notice in place of a tweet's text. */
const UNAVAILABLE_NOTICE =
  /^(?:this (?:tweet|post) (?:from @\w+ )?(?:has been withheld|is withheld|is unavailable|is no longer available|was (?:deleted|removed))|@\w+.s (?:account|tweet|post) (?:has been|is(?: temporarily)?) withheld)\b.{0,200}$/is;

/** A tweet by `handle` as a post; undefined for one without its own text. */
export function tweetToPost(tweet: Tweet, handle: string, ref: SourceRef): Post | undefined {
  const written = tweet.note_tweet?.text ? tweet.note_tweet : tweet;
  const references = tweet.referenced_tweets ?? [];
  const referenced = (type: string) => references.find((reference) => reference.type === type)?.id;
  const quoted = referenced('quoted');
  const urls = [...(tweet.entities?.urls ?? []), ...(written.entities?.urls ?? [])];
  // The tweet of an article contains only its address.
  const { article } = tweet;
  const title = oneLine(cleanText(article?.title ?? ''));
  const text = title
    ? cleanText(article?.plain_text ?? article?.preview_text ?? '').trim()
    : expandText(written.text, urls, tweet.id, quoted);
  const answered = referenced('replied_to');
  const own = answered ? withoutRecipients(text) : text;
  if ((!own && !title) || UNAVAILABLE_NOTICE.test(own)) return undefined;
  const parent = answered ?? quoted;
  const repeated = referenced('retweeted');
  const thread = tweet.conversation_id;
  // A repost is shown as the original author's post. X names the author in the text.
  const [, author = handle, words = text] = (repeated && /^RT @(\w{1,20}): (.+)$/s.exec(text)) || [
    undefined,
    handle,
    own,
  ];
  return {
    id: `x:${firstId(tweet)}`,
    sourceId: ref.id,
    platform: 'x',
    url: `https://x.com/${author}/status/${author === handle ? tweet.id : repeated}`,
    author,
    title,
    text: words,
    createdAt: instantOf(tweet),
    metrics: metricsOf(tweet.public_metrics),
    links: linksOf(urls, tweet.id, quoted).filter((link) => !title || !ARTICLE_URL.test(link)),
    media: [],
    ...(parent && { parentId: `x:${parent}` }),
    ...(thread && thread !== firstId(tweet) && { threadId: `x:${thread}` }),
    ...(repeated && { repostOf: `x:${repeated}` }),
    ...(isLanguage(tweet.lang) && { lang: CURRENT_CODES[tweet.lang] ?? tweet.lang }),
    comments: [],
  };
}

/** The start of a link that X truncated, with its ellipsis. */
const CUT_LINK =
  /\s*\bh(?:t(?:t(?:p(?:s?(?::(?:\/(?:\/(?:t(?:\.(?:c(?:o(?:\/\w*)?)?)?)?)?)?)?)?)?)?)?)?(?:…|\.\.\.)$/;
/** A complete link has ten characters after `t.co/`. */
const SHORT_LINK = /\s*\bhttps?:\/\/t\.co(?:\/\w{0,9})?$/;

/** Removes the handles that X puts before a reply, but keeps one that the sentence needs: `@a @b is right`. */
function withoutRecipients(text: string): string {
  const [recipients = ''] = /^(?:@\w{1,20}\s+)*(?:@\w{1,20}$)?/.exec(text) ?? [];
  const words = text.slice(recipients.length);
  const isPredicate =
    /^(?:is|are|was|were|has|have|had|will|would|can|could|should|may|might|must|does|did|do|says?|said|just|now|also|and|or|vs|['’]s?)\b/;
  const last = /@\w{1,20}\s*$/.exec(recipients)?.[0] ?? '';
  return isPredicate.test(words) ? last + words : words;
}

/** Expands `t.co` addresses; removes those of the tweet's own pictures and quoted posts. */
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
    .trim()
    .replace(CUT_LINK, '…')
    .replace(SHORT_LINK, '')
    .replace(/^…$/, '');
}

function linksOf(urls: TweetUrl[], ownId: string, quotedId: string | undefined): string[] {
  const links = urls
    .filter((url) => !isOwn(url, ownId, quotedId))
    // Prefers a shortener's target to the shortener.
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

const COUNT_FIELDS: [keyof Metrics, string][] = [
  ['likes', 'like_count'],
  ['reposts', 'retweet_count'],
  ['replies', 'reply_count'],
  ['quotes', 'quote_count'],
  ['bookmarks', 'bookmark_count'],
  ['views', 'impression_count'],
];

export function metricsOf(counts: Tweet['public_metrics']): Metrics {
  const metrics: Metrics = {};
  for (const [ours, theirs] of COUNT_FIELDS) {
    const count = counts?.[theirs];
    if (typeof count === 'number' && Number.isFinite(count)) metrics[ours] = count;
  }
  return metrics;
}

/** X still uses the codes of before 1989. */
const CURRENT_CODES: Record<string, string> = { iw: 'he', in: 'id', ji: 'yi' };

/** Whether the code is a language. X also has codes for texts without one: `und`, `zxx`, `art`, `qme` … */
function isLanguage(lang: string | undefined): lang is string {
  return lang !== undefined && /^[a-z]{2}(-\w+)?$/.test(lang);
}
