// One YouTube channel by its public feed, which needs no key: its newest 15 videos, with views and likes.
import type { Source, SourceRef } from '../model.js';
import { createFeedSource, type FeedSourceOptions } from './feed/feed-source.js';

export interface YoutubeOptions extends FeedSourceOptions {
  /** Stands in for https://www.youtube.com; it may be private. */
  baseUrl?: string;
}

/** The address of a channel's feed. */
export function channelFeed(channel: string, baseUrl = 'https://www.youtube.com'): string {
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
