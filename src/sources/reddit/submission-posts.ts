// Converts Reddit's JSON to posts and comments.

import { oneLine, truncate } from '../../base/text.js';
import { canonicalUrl, parseHttpUrl } from '../../base/url.js';
import type { Comment, Metrics, Post, SourceRef } from '../../model.js';
import { SourceError } from '../http/failure.js';
import { cleanText, plainMarkdown } from '../http/markdown.js';
import { contentOf, originalOf } from './submission-content.js';
import {
  isRemovedThing,
  REDDIT_SITE,
  readThingNumber,
  readThingText,
  recordOf,
  type Thing,
} from './thing.js';

const MAX_COMMENTS = 8;
const MIN_COMMENT = 30;
const MAX_COMMENT = 1500;

/** The things of one kind (`t3` submissions, `t1` comments) in a listing. Throws a SourceError for anything else. */
export function thingsIn(listing: unknown, kind: string): Thing[] {
  const { children } = recordOf(recordOf(listing).data);
  if (!Array.isArray(children)) throw new SourceError('Reddit sent an unexpected response');
  return children
    .map(recordOf)
    .filter((child) => child.kind === kind)
    .map((child) => recordOf(child.data));
}

/** The cursor of a listing's next page; undefined at its end. */
export function nextPage(listing: unknown): string | undefined {
  return readThingText(recordOf(recordOf(listing).data).after) || undefined;
}

/** The post ids of submissions deleted by authors or removed by moderators. */
export function withdrawnIn(things: Thing[]): string[] {
  return things.flatMap((thing) => {
    const id = readThingText(thing.id);
    return /^\w+$/.test(id) && isRemovedThing(thing, thing.selftext) ? [`reddit:${id}`] : [];
  });
}

/** The engagement counts, by post id. */
export function countsIn(things: Thing[]): Map<string, Metrics> {
  return new Map(things.map((thing) => [`reddit:${readThingText(thing.id)}`, metricsOf(thing)]));
}

/** A subreddit's `settings`: which submissions to include. */
interface SubmissionRules {
  /** Include submissions marked as adult. */
  over18?: boolean;
  /** Include submissions pinned by moderators. */
  stickied?: boolean;
  /** Include only submissions with one of these flairs, and none with an excluded flair. Ignores case. */
  onlyFlairs?: string[];
  withoutFlairs?: string[];
}

function isWanted(thing: Thing, rules: SubmissionRules = {}): boolean {
  const { over18, stickied, onlyFlairs = [], withoutFlairs = [] } = rules;
  const isAdult = thing.over_18 === true || originalOf(thing)?.over_18 === true;
  if ((thing.stickied === true && !stickied) || (isAdult && !over18)) return false;
  const plain = (flair: string) => oneLine(flair.replace(/:[\w-]+:/g, ' ')).toLowerCase();
  const flair = plain(readThingText(thing.link_flair_text));
  const isAmong = (flairs: string[]) => flairs.some((each) => plain(each) === flair);
  return (onlyFlairs.length === 0 || isAmong(onlyFlairs)) && !isAmong(withoutFlairs);
}

/** A submission as a post; undefined if it is removed, broken, or excluded by the source's rules. */
export function submissionToPost(thing: Thing, ref: SourceRef): Post | undefined {
  const id = readThingText(thing.id);
  const page = parseHttpUrl(readThingText(thing.permalink), REDDIT_SITE);
  const created = readThingNumber(thing.created_utc);
  const title = oneLine(cleanText(readThingText(thing.title)));
  if (!/^\w+$/.test(id) || !page || !created || !title) return undefined;
  if (!isWanted(thing, ref.settings) || isRemovedThing(thing, thing.selftext)) return undefined;
  const url = `${REDDIT_SITE}${page.pathname}`;
  const own = canonicalUrl(url);
  const { author, text, links, media } = contentOf(thing);
  const parent = /^t3_(\w+)$/.exec(readThingText(thing.crosspost_parent))?.[1];
  return {
    id: `reddit:${id}`,
    sourceId: ref.id,
    platform: 'reddit',
    url,
    author,
    title,
    text,
    createdAt: new Date(created * 1000).toISOString(),
    metrics: metricsOf(thing),
    links: links.filter((link) => link !== own),
    media,
    ...(parent && { repostOf: `reddit:${parent}` }),
    comments: [],
  };
}

/** The best comments of a submission's page, best first: at most 8, each of 30 to 1,500 characters. */
export function commentsOn(page: unknown): Comment[] {
  return thingsIn(Array.isArray(page) ? page[1] : undefined, 't1')
    .flatMap((thing) => thingToComment(thing) ?? [])
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_COMMENTS);
}

function thingToComment(thing: Thing): Comment | undefined {
  const id = readThingText(thing.id);
  const page = parseHttpUrl(readThingText(thing.permalink), REDDIT_SITE);
  const author = readThingText(thing.author);
  const text = plainMarkdown(readThingText(thing.body));
  if (!/^\w+$/.test(id) || !page || text.length < MIN_COMMENT) return undefined;
  if (author === 'AutoModerator' || thing.stickied === true || isRemovedThing(thing, thing.body))
    return undefined;
  return {
    id: `reddit:${id}`,
    url: `${REDDIT_SITE}${page.pathname}`,
    author,
    text: truncate(text, MAX_COMMENT),
    score: readThingNumber(thing.score) ?? 0,
  };
}

function metricsOf(thing: Thing): Metrics {
  const metrics: Metrics = {};
  const score = readThingNumber(thing.score);
  const comments = readThingNumber(thing.num_comments);
  const upvoteRatio = readThingNumber(thing.upvote_ratio);
  if (score !== undefined) metrics.score = score;
  if (comments !== undefined) metrics.comments = comments;
  if (upvoteRatio !== undefined) metrics.upvoteRatio = upvoteRatio;
  return metrics;
}
