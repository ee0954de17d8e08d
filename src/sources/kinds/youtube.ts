// YouTube channels, from their public feeds (no key needed): the newest 15 videos, with views and likes.
import { z } from 'zod';
import type { Source, SourceRef } from '../../model.js';
import { createFeedSource, type FeedSourceOptions } from '../feed/feed-source.js';
import { baseUrlVariable, defineKind, idWords, limitSetting, nameSetting, textVariable } from './kind.js';

const YOUTUBE_SITE = 'https://www.youtube.com';

export interface YoutubeOptions extends FeedSourceOptions {
  /** Replaces https://www.youtube.com; may be on a private network. */
  baseUrl?: string;
}

/** The address of a channel's feed. */
function channelFeed(channel: string, baseUrl = YOUTUBE_SITE): string {
  return `${baseUrl.replace(/\/+$/, '')}/feeds/videos.xml?channel_id=${channel}`;
}

export function createYoutubeSources(refs: SourceRef[], { baseUrl, ...options }: YoutubeOptions): Source[] {
  const reach = baseUrl === undefined ? {} : { allowPrivateNetwork: true };
  return refs.map((ref) => {
    const feed = createFeedSource(
      { ...ref, target: channelFeed(ref.target, baseUrl) },
      { ...options, ...reach },
    );
    return { ...feed, refs: [ref] };
  });
}

const channelId = z.string().regex(/^UC[\w-]{22}$/, "a channel's id: UC and 22 more letters");

export const youtube = defineKind({
  schema: z
    .array(
      z.union(
        [
          channelId,
          z.strictObject({
            id: channelId.describe("The channel's id; begins with UC"),
            name: nameSetting,
            limit: limitSetting,
          }),
        ],
        { error: "a channel's id (UC…), or { id, name, limit }" },
      ),
    )
    .default([])
    .describe('Channel ids, or ids with settings'),
  refs: (entries) =>
    entries.map((entry) => {
      const { id, name, limit = 15 } = typeof entry === 'string' ? { id: entry } : entry;
      return {
        id: `youtube:${id}`,
        kind: 'youtube',
        platform: 'web',
        name: name ?? `YouTube ${id}`,
        ...(name === undefined && { isUnnamed: true }),
        target: id,
        limit,
      };
    }),
  names: { youtube: { heading: 'YouTube channels', noun: 'feed', recap: 'feeds' } },
  environment: { YOUTUBE_BASE_URL: baseUrlVariable },
  create: (refs, { http, env }) =>
    createYoutubeSources(refs, { ...http, baseUrl: textVariable(env, 'YOUTUBE_BASE_URL') }),
  findHome: ({ id }) => ({
    url: `${YOUTUBE_SITE}/channel/${encodeURIComponent(idWords(id))}`,
    label: 'On YouTube',
  }),
  // Unlike a plain feed, a channel has views and likes.
  recognize(url, name) {
    if (!/^(www\.|m\.)?youtube\.com$/.test(url.hostname)) return undefined;
    const channel =
      /^\/channel\/(UC[\w-]{22})(?:\/\w*)?\/?$/.exec(url.pathname)?.[1] ??
      url.searchParams.get('channel_id') ??
      '';
    if (!channelId.safeParse(channel).success) return undefined;
    return { entry: name ? { id: channel, name } : channel };
  },
  findFeed: ({ target }) => channelFeed(target),
});
