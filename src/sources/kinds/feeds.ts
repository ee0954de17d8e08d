// The source kind for feeds: RSS, Atom, RDF and JSON Feed.
import { z } from 'zod';
import { parseHttpUrl, withoutKeys } from '../../base/url.js';
import { createFeedSource } from '../feed/feed-source.js';
import { defineKind, idWords, type KindNames, limitSetting, nameSetting } from './kind.js';

const feedUrl = z.string().refine((url) => parseHttpUrl(url) !== undefined, 'an http(s) address');

export const FEED_NAMES: KindNames = { heading: 'Feeds', noun: 'feed', recap: 'feeds' };

export const feeds = defineKind({
  schema: z
    .array(
      z.union(
        [
          feedUrl,
          z.strictObject({
            url: feedUrl.describe('The address of the feed'),
            name: nameSetting,
            limit: limitSetting,
            publisher: z
              .string()
              .trim()
              .min(1)
              .optional()
              .describe(
                'The publisher, if the address does not show it: feeds of one publisher count as one voice',
              ),
          }),
        ],
        { error: 'an http(s) address, or { url, name, limit, publisher }' },
      ),
    )
    .default([])
    .describe('Addresses of RSS, Atom, RDF or JSON Feeds, or addresses with settings'),
  refs: (entries) =>
    entries.map((entry) => {
      const { url, name, limit = 50, publisher } = typeof entry === 'string' ? { url: entry } : entry;
      return {
        // Pages and the API show the id, so it must not contain a key.
        id: `feed:${withoutKeys(url)}`,
        kind: 'feed',
        platform: 'web',
        name: name ?? parseHttpUrl(url)?.hostname.replace(/^www\./, '') ?? url,
        ...(name === undefined && { isUnnamed: true }),
        target: url,
        limit,
        publisher,
      };
    }),
  names: { feed: FEED_NAMES },
  create: (refs, { http }) => refs.map((ref) => createFeedSource(ref, http)),
  // A feed on a private network, or with a key in its address, has no public page.
  findHome({ id }) {
    const url = parseHttpUrl(idWords(id));
    const isOpen = url && /\.[a-z]/i.test(url.hostname) && withoutKeys(idWords(id)) === idWords(id);
    return isOpen ? { url: url.href, label: 'Its feed' } : undefined;
  },
  findFeed: ({ target }) => target,
});
