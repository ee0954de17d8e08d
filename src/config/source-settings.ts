// The `sources` part of sources.yaml: its schema, and the sources that it names.
import { z } from 'zod';
import { parseHttpUrl, withoutKeys } from '../base/url.js';
import type { SourceRef } from '../model.js';

const limit = z.int().min(1).max(1000).describe('The most posts taken in one fetch').optional();
const name = z.string().min(1).max(100).describe('What readers see').optional();

const subredditName = z
  .string()
  .regex(/^(r\/)?\w{2,21}$/, 'a subreddit, such as LocalLLaMA')
  .transform((text) => text.replace(/^r\//, ''));
const flairs = z.array(z.string().min(1).max(100));
/** What subreddits call what is no news. */
const JOKES = ['Funny', 'Humor', 'Humour', 'Meme', 'Memes', 'Joke', 'Jokes', 'Satire', 'Shitpost'];
const subreddit = z.strictObject({
  name: subredditName.describe('With or without r/'),
  limit,
  over18: z.boolean().default(false).describe('Take submissions marked as adult, too'),
  stickied: z.boolean().default(false).describe('Take submissions pinned by the moderators, too'),
  onlyFlairs: flairs.default([]).describe('Take only submissions with one of these flairs; empty: all'),
  withoutFlairs: flairs.default(JOKES).describe('Leave out submissions with one of these flairs; []: none'),
});
const handle = z
  .string()
  .regex(/^@?\w{1,15}$/, 'a handle of 1 to 15 letters, digits and underscores')
  .transform((text) => text.replace(/^@/, ''));
const listId = z.string().regex(/^\d+$/, "a list's number, in quotes");
const feedUrl = z.string().refine((url) => parseHttpUrl(url) !== undefined, 'an http(s) address');
/** https://atproto.com/specs/handle */
const blueskyHandle = z
  .string()
  .regex(/^@?([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+[a-z][a-z\d-]*$/i, 'a handle, such as someone.bsky.social')
  .transform((text) => text.replace(/^@/, '').toLowerCase());
const channelId = z.string().regex(/^UC[\w-]{22}$/, "a channel's id: UC and 22 more letters");

const budget = z.strictObject({
  dailyUsd: z.number().min(0).default(5).describe('Dollars that a UTC day of reading X may cost'),
  monthlyUsd: z.number().min(0).default(100).describe('Dollars that a month of reading X may cost'),
});

const x = z.strictObject({
  lists: z
    .array(
      z.union(
        [
          listId,
          z.strictObject({ id: listId.describe('The number at the end of its address'), name, limit }),
        ],
        {
          error: 'a list number in quotes, or { id, name, limit }',
        },
      ),
    )
    .default([])
    .describe('Public lists, each read as one timeline: a number in quotes, or with its settings'),
  accounts: z
    .array(
      z.union([handle, z.strictObject({ handle: handle.describe('With or without @'), limit })], {
        error: 'a handle, or { handle, limit }',
      }),
    )
    .default([])
    .describe('Handles, or with their settings'),
  refreshPosts: z
    .int()
    .min(0)
    .max(1000)
    .default(0)
    .describe('Read the counts of so many of the best posts again before an issue; each is paid for'),
  budget: budget.prefault({}),
});

const hackerNews = z.strictObject({
  query: z.string().max(200).default('').describe('Words that stories must have; empty: all stories'),
  minPoints: z.int().min(0).default(50).describe('Leave out stories with fewer points'),
  name,
  limit,
});

export const followedSchema = z.strictObject({
  subreddits: z
    .array(
      z.union([subredditName, subreddit], {
        error: 'a subreddit, or { name, limit, over18, stickied, onlyFlairs, withoutFlairs }',
      }),
    )
    .default([])
    .describe('Names, or with their settings'),
  x: x.prefault({}),
  feeds: z
    .array(
      z.union([feedUrl, z.strictObject({ url: feedUrl.describe('Its address'), name, limit })], {
        error: 'an http(s) address, or { url, name, limit }',
      }),
    )
    .default([])
    .describe('Addresses of RSS, Atom, RDF or JSON Feeds, or with their settings'),
  hackerNews: z.array(hackerNews).default([]).describe('Searches of Hacker News'),
  bluesky: z
    .array(
      z.union(
        [
          blueskyHandle,
          z.strictObject({ handle: blueskyHandle.describe('Such as someone.bsky.social'), name, limit }),
        ],
        {
          error: 'a handle, such as someone.bsky.social, or { handle, name, limit }',
        },
      ),
    )
    .default([])
    .describe('Handles, or with their settings'),
  youtube: z
    .array(
      z.union([channelId, z.strictObject({ id: channelId.describe('Begins with UC'), name, limit })], {
        error: "a channel's id (UC…), or { id, name, limit }",
      }),
    )
    .default([])
    .describe('Ids of channels, or with their settings'),
});

export type Followed = z.output<typeof followedSchema>;

/** Every source that the file names, once each, in its order. */
export function sourceRefs(followed: Followed): SourceRef[] {
  const refs: SourceRef[] = [
    ...followed.subreddits.map((entry): SourceRef => {
      const { name, limit, ...submissions } =
        typeof entry === 'string' ? subreddit.parse({ name: entry }) : entry;
      return {
        id: `reddit:${name.toLowerCase()}`,
        kind: 'subreddit',
        platform: 'reddit',
        name: `r/${name}`,
        target: name,
        limit: limit ?? 100,
        submissions,
      };
    }),
    ...followed.x.lists.map((entry): SourceRef => {
      const one = typeof entry === 'string' ? { id: entry } : entry;
      return {
        id: `x-list:${one.id}`,
        kind: 'x-list',
        platform: 'x',
        name: one.name ?? `X list ${one.id}`,
        target: one.id,
        limit: one.limit ?? 800,
      };
    }),
    ...followed.x.accounts.map((entry): SourceRef => {
      const one = typeof entry === 'string' ? { handle: entry } : entry;
      return {
        id: `x:${one.handle.toLowerCase()}`,
        kind: 'x-account',
        platform: 'x',
        name: `@${one.handle}`,
        target: one.handle,
        limit: one.limit ?? 100,
      };
    }),
    ...followed.feeds.map((entry): SourceRef => {
      const one = typeof entry === 'string' ? { url: entry } : entry;
      return {
        // Pages and the API show it.
        id: `feed:${withoutKeys(one.url)}`,
        kind: 'feed',
        platform: 'web',
        name: one.name ?? parseHttpUrl(one.url)?.hostname.replace(/^www\./, '') ?? one.url,
        target: one.url,
        limit: one.limit ?? 50,
      };
    }),
    ...followed.hackerNews.map(
      (one): SourceRef => ({
        id: `hn:${one.query.toLowerCase()}`,
        kind: 'hacker-news',
        platform: 'web',
        name: one.name ?? (one.query ? `Hacker News: ${one.query}` : 'Hacker News'),
        target: one.query,
        limit: one.limit ?? 50,
        minPoints: one.minPoints,
      }),
    ),
    ...followed.bluesky.map((entry): SourceRef => {
      const one = typeof entry === 'string' ? { handle: entry } : entry;
      return {
        id: `bluesky:${one.handle}`,
        kind: 'bluesky',
        platform: 'web',
        name: one.name ?? `@${one.handle}`,
        target: one.handle,
        limit: one.limit ?? 100,
      };
    }),
    ...followed.youtube.map((entry): SourceRef => {
      const one = typeof entry === 'string' ? { id: entry } : entry;
      return {
        id: `youtube:${one.id}`,
        kind: 'youtube',
        platform: 'web',
        name: one.name ?? `YouTube ${one.id}`,
        target: one.id,
        limit: one.limit ?? 15,
      };
    }),
  ];
  return [...new Map(refs.map((ref) => [ref.id, ref])).values()];
}
