// The source kind for subreddits, with or without a Reddit client.
import { z } from 'zod';
import { createRedditSources, type RedditOptions } from '../reddit/reddit.js';
import {
  baseUrlVariable,
  defineKind,
  limitSetting,
  type SourceTools,
  secretVariable,
  textVariable,
} from './kind.js';

const subredditName = z
  .string()
  .regex(/^(r\/)?\w{2,21}$/, 'a subreddit, such as LocalLLaMA')
  .transform((text) => text.replace(/^r\//, ''));
const flairs = z.array(z.string().min(1).max(100));
/** Flairs of subreddits for posts that are not news. */
const JOKE_FLAIRS = ['Funny', 'Humor', 'Humour', 'Meme', 'Memes', 'Joke', 'Jokes', 'Satire', 'Shitpost'];

const subreddit = z.strictObject({
  name: subredditName.describe('The name, with or without r/'),
  limit: limitSetting,
  over18: z.boolean().default(false).describe('Include submissions marked as adult'),
  stickied: z.boolean().default(false).describe('Include submissions pinned by moderators'),
  onlyFlairs: flairs.default([]).describe('Include only submissions with one of these flairs; empty: all'),
  withoutFlairs: flairs
    .default(JOKE_FLAIRS)
    .describe('Exclude submissions with one of these flairs; []: none'),
});

export const subreddits = defineKind({
  schema: z
    .array(
      z.union([subredditName, subreddit], {
        error: 'a subreddit, or { name, limit, over18, stickied, onlyFlairs, withoutFlairs }',
      }),
    )
    .default([])
    .describe('Names, or names with settings'),
  refs: (entries) =>
    entries.map((entry) => {
      const {
        name,
        limit = 100,
        ...settings
      } = typeof entry === 'string' ? subreddit.parse({ name: entry }) : entry;
      return {
        id: `reddit:${name.toLowerCase()}`,
        kind: 'subreddit',
        platform: 'reddit',
        name: `r/${name}`,
        target: name,
        limit,
        settings,
      };
    }),
  names: { subreddit: { heading: 'Subreddits', noun: 'subreddit', recap: 'reddit' } },
  environment: {
    REDDIT_CLIENT_ID: secretVariable,
    REDDIT_CLIENT_SECRET: secretVariable,
    REDDIT_BASE_URL: baseUrlVariable,
  },
  create: (refs, tools) => createRedditSources(refs, redditOptions(tools)),
  findHome: ({ name }) => ({ url: `https://www.reddit.com/${name}/`, label: 'On Reddit' }),
  recognize({ hostname, pathname }) {
    const name = /^\/r\/(\w{2,21})(?:\/(?:top|hot|new|rising|best))?\/?(?:\.rss)?$/i.exec(pathname)?.[1];
    return name && /(^|\.)reddit\.com$/.test(hostname) ? { entry: name } : undefined;
  },
  findFeed: ({ target }) => `https://www.reddit.com/r/${target}/top/.rss?t=day`,
});

function redditOptions({ http, env }: SourceTools): RedditOptions {
  const { timeoutMs, maxBytes, userAgent } = http;
  return {
    timeoutMs,
    maxBytes,
    userAgent,
    clientId: textVariable(env, 'REDDIT_CLIENT_ID'),
    clientSecret: textVariable(env, 'REDDIT_CLIENT_SECRET'),
    baseUrl: textVariable(env, 'REDDIT_BASE_URL'),
  };
}
