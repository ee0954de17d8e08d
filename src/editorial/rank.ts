// Makes engagement comparable across sources and weights stories by it. The formulas are in docs/ranking.md.

import type { Metrics, Period, Platform, Post, Story } from '../model.js';
import { publisherOf } from './publishers.js';

/** Shrinkage: a source's mean includes this many posts with the platform's mean. */
const PRIOR_POSTS = 10;
/** The share of a post's baseline that is its source's mean; the rest is its platform's. */
const OWN_SHARE = 0.5;
/** Minimum standard deviation of log-counts (natural logarithm). */
const MIN_DEVIATION = 0.5;
/** Each further platform of a story adds this share to its weight. */
const PLATFORM_BONUS = 0.25;

/**
 * Combines a post's engagement into one count; undefined if the platform reports none. With likes (X, Bluesky, YouTube)
 * likes + 2 reposts + 3 quotes + 1.5 replies + 0.5 bookmarks, otherwise points x upvote ratio + 2 comments.
 */
export function engagementOf(metrics: Metrics): number | undefined {
  const {
    likes,
    reposts = 0,
    quotes = 0,
    replies = 0,
    bookmarks = 0,
    score,
    comments,
    upvoteRatio = 1,
  } = metrics;
  if (likes !== undefined) return likes + 2 * reposts + 3 * quotes + 1.5 * replies + 0.5 * bookmarks;
  if (score === undefined && comments === undefined) return undefined;
  return Math.max(0, score ?? 0) * upvoteRatio + 2 * (comments ?? 0);
}

/**
 * A score of at least 0 for each post, by its id: softplus(z) x substance x freshness, where z is the z-score of its
 * log-engagement against its source and platform (0 if unknown). `past` is the earlier engagement of sources (store's
 * findPastMetrics).
 */
export function scorePosts(
  posts: Post[],
  past: ReadonlyMap<string, Metrics[]>,
  period: Period,
): Map<string, number> {
  const platforms = new Map<Platform, number[]>();
  const sources = new Map<string, number[]>();
  const pastAdded = new Set<string>();
  for (const post of posts) {
    const seen = [post.metrics, ...(pastAdded.has(post.sourceId) ? [] : (past.get(post.sourceId) ?? []))];
    pastAdded.add(post.sourceId);
    for (const metrics of seen) {
      const engagement = engagementOf(metrics);
      if (engagement === undefined) continue;
      appendTo(platforms, post.platform, Math.log1p(engagement));
      appendTo(sources, post.sourceId, Math.log1p(engagement));
    }
  }
  const platformStats = new Map(
    [...platforms].map(([platform, logs]) => [
      platform,
      { mean: meanOf(logs), deviation: computeDeviation(logs) },
    ]),
  );
  const sourceTotals = new Map(
    [...sources].map(([source, logs]) => [source, { sum: sumOf(logs), count: logs.length }]),
  );
  const end = Date.parse(period.to);
  const halfLife = 2 * (end - Date.parse(period.from));
  return new Map(
    posts.map((post) => {
      const engagement = engagementOf(post.metrics);
      const platform = platformStats.get(post.platform);
      let z = 0;
      if (engagement !== undefined && platform) {
        const sourceTotal = sourceTotals.get(post.sourceId) ?? { sum: 0, count: 0 };
        const sourceMean =
          (sourceTotal.sum + PRIOR_POSTS * platform.mean) / (sourceTotal.count + PRIOR_POSTS);
        z =
          (Math.log1p(engagement) - OWN_SHARE * sourceMean - (1 - OWN_SHARE) * platform.mean) /
          platform.deviation;
      }
      const age = Math.max(0, end - Date.parse(post.createdAt));
      return [post.id, Math.log1p(Math.exp(z)) * substanceOf(post) * 2 ** (-age / halfLife)];
    }),
  );
}

/**
 * Estimates a post's news value, 0.1 to 1, because a viral joke is not news. A quarter each for a name inside a
 * sentence, a number, a link or text to read, and sufficient length. Minus a quarter for a question or a declared joke.
 */
export function substanceOf(post: Post): number {
  const text = ownText(post);
  const hasNumber = /\d/.test(text);
  const isQuestion = (post.title || post.text).trim().endsWith('?') && post.links.length === 0;
  const merits = [namesSomething(post), hasNumber, linksToReading(post), isLong(text)].filter(Boolean).length;
  return 0.1 + 0.225 * Math.max(0, merits - Number(isQuestion) - Number(isJoke(post)));
}

const JOKE_WORD =
  /(?<!\bn(?:ot|o) (?:an? )?)\b(?:memes?|meme-\w+|jokes?|humorous(?:ly)?|satir(?:e|ical)|parody|shitpost\w*)\b/i;
const JOKE_CHARACTERS = 240;

/** Whether the post says that it is a joke or a meme. */
export function isJoke(post: Post): boolean {
  return JOKE_WORD.test(ownText(post).slice(0, JOKE_CHARACTERS));
}

/** Whether a sentence of the post contains a name; true for scripts without capitals. */
export function namesSomething(post: Post): boolean {
  const text = ownText(post);
  return (
    // Matches only from possible starts: from every letter or space, a long run would take quadratic time.
    /(?!I\b)\p{Lu}(?<=[^.!?:\s][^\S\n]+\p{Lu})/u.test(text) ||
    /(?<![\p{L}\p{N}_])(?:\p{L}+[-.]?\d|\p{Ll}+\p{Lu})|^[^\p{Lu}\p{Ll}]*$/u.test(text)
  );
}

/** Whether a text is long enough to say what happened. */
export function isLong(text: string): boolean {
  return text.trim().length >= 70;
}

/** Whether a post links to something to read, or is a long text itself. */
export function linksToReading(post: Post): boolean {
  return post.links.length > 0 || post.text.length >= 280 || post.comments.length > 0;
}

function ownText({ title, text }: Post): string {
  return `${title}\n${text}`.replace(/https?:\/\/\S+/g, '');
}

/** Posts of one story. */
export interface Group {
  posts: Post[];
  /** Slug of the earlier issue that reported the story, if this is an update. */
  updates?: string;
}

/**
 * Stories from groups of posts, heaviest first. With v the best score of each voice, best first: weight = v1 x (1 +
 * ln(sum(v) / v1)) x (1 + 0.25 x (platforms - 1)). Ten posts of one author are one voice. A repeat is not a voice, but
 * its engagement counts for the original.
 */
export function rankStories(groups: Group[], scores: ReadonlyMap<string, number>): Story[] {
  return groups
    .map(({ posts, updates }) => ({ ...storyOf(posts, scores), ...(updates && { updates }) }))
    .sort((a, b) => b.weight - a.weight || compareText(a.id, b.id));
}

function storyOf(group: Post[], scores: ReadonlyMap<string, number>): Omit<Story, 'updates'> {
  const scoreById = new Map(group.map((post) => [post.id, scores.get(post.id) ?? 0]));
  for (const post of group) {
    if (post.repostOf && scoreById.has(post.repostOf)) {
      scoreById.set(post.repostOf, Math.max(scoreById.get(post.repostOf) ?? 0, scoreById.get(post.id) ?? 0));
    }
  }
  const scoreOf = (post: Post) => scoreById.get(post.id) ?? 0;
  const posts = [...group].sort(
    (a, b) =>
      Number(Boolean(a.repostOf)) - Number(Boolean(b.repostOf)) ||
      scoreOf(b) - scoreOf(a) ||
      compareText(a.id, b.id),
  );
  const voices = new Map<string, number>();
  const platforms = new Set<Platform>();
  let best = 0;
  for (const post of posts) {
    if (post.repostOf) continue;
    best = Math.max(best, scoreOf(post));
    platforms.add(post.platform);
    const voice = voiceOf(post);
    voices.set(voice, Math.max(voices.get(voice) ?? 0, scoreOf(post)));
  }
  const sum = sumOf(voices.values());
  const weight =
    best > 0 ? best * (1 + Math.log(sum / best)) * (1 + PLATFORM_BONUS * (platforms.size - 1)) : 0;
  return { id: posts[0]?.id ?? '', posts, weight, voices: voices.size };
}

/** The voice of a post: an account of a platform, or a feed's publisher. */
export function voiceOf(post: Post): string {
  return post.platform === 'web'
    ? `web:${publisherOf(post)}`
    : `${post.platform}:${post.author.toLowerCase()}`;
}

function appendTo<K>(lists: Map<K, number[]>, key: K, value: number): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function sumOf(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

function meanOf(values: number[]): number {
  return sumOf(values) / Math.max(1, values.length);
}

function computeDeviation(values: number[]): number {
  const middle = meanOf(values);
  const variance = meanOf(values.map((value) => (value - middle) ** 2));
  return Math.max(MIN_DEVIATION, Math.sqrt(variance));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
