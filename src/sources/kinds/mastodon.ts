// The source kind for Mastodon accounts and hashtags (no key needed).
import { z } from 'zod';
import type { SourceRef } from '../../model.js';
import { createMastodonSources, splitTarget } from '../mastodon/timeline.js';
import { baseUrlVariable, defineKind, jsonApiOptions, limitSetting, nameSetting } from './kind.js';

const HOST_NAME = /^([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+[a-z][a-z\d-]*$/i;
const named = (kind: RegExp, example: string) =>
  z
    .string()
    .transform((written) => written.trim().replace(/^[@#]/, ''))
    .refine((written) => {
      const [name = '', host = '', ...rest] = written.split('@');
      return rest.length === 0 && kind.test(name) && HOST_NAME.test(host);
    }, example)
    .transform((written) => written.toLowerCase());
const handle = named(/^\w[\w.-]*$/, 'a handle with its instance, such as @someone@example.social');
const tag = named(/^[\p{L}\p{N}_]+$/u, 'a hashtag and the instance to ask, such as rust@example.social');

const withSettings = <Key extends string>(key: Key, value: typeof handle, what: string) =>
  z.strictObject({ [key]: value.describe(what), name: nameSetting, limit: limitSetting } as Record<
    Key,
    typeof handle
  > & { name: typeof nameSetting; limit: typeof limitSetting });

export const mastodon = defineKind({
  schema: z
    .strictObject({
      accounts: z
        .array(
          z.union([handle, withSettings('handle', handle, 'Such as @someone@example.social')], {
            error: 'a handle such as "@someone@example.social", or { handle, name, limit }',
          }),
        )
        .default([])
        .describe('Handles, in quotes, or handles with settings'),
      tags: z
        .array(
          z.union([tag, withSettings('tag', tag, 'Such as rust@example.social')], {
            error: 'a hashtag such as rust@example.social, or { tag, name, limit }',
          }),
        )
        .default([])
        .describe('Hashtags on an instance: tag@instance, or with settings'),
    })
    .prefault({}),
  refs: ({ accounts, tags }) => [
    ...accounts.map((entry) =>
      refOf('account', typeof entry === 'string' ? { target: entry } : { ...entry, target: entry.handle }),
    ),
    ...tags.map((entry) =>
      refOf('tag', typeof entry === 'string' ? { target: entry } : { ...entry, target: entry.tag }),
    ),
  ],
  names: {
    'mastodon-account': { heading: 'Mastodon accounts', noun: 'feed', recap: 'feeds' },
    'mastodon-tag': { heading: 'Mastodon hashtags', noun: 'feed', recap: 'feeds' },
  },
  environment: { MASTODON_BASE_URL: baseUrlVariable },
  create: (refs, tools) => createMastodonSources(refs, jsonApiOptions(tools, 'MASTODON_BASE_URL')),
  findHome({ id, kind }) {
    const [name = '', host = ''] = splitTarget(id.slice(id.indexOf(':') + 1));
    const path = kind === 'mastodon-tag' ? 'tags/' : '@';
    return { url: `https://${host}/${path}${encodeURIComponent(name)}`, label: 'On Mastodon' };
  },
  recognize({ hostname, pathname }, name) {
    const [, user, elsewhere] =
      /^\/(?:(?:web|deck)\/)?@(\w[\w.-]*?)(?:@([\w.-]+?))?(?:\.rss)?(?:\/(?:with_replies|media|featured|\d+)?)?$/.exec(
        pathname,
      ) ?? [];
    const found = /^\/tags\/([^/.]+)(?:\.rss)?\/?$/.exec(pathname)?.[1];
    if ((!user && !found) || OTHER_SITES.test(hostname) || !HOST_NAME.test(hostname)) return undefined;
    const target = user
      ? `${user}@${elsewhere ?? hostname}`
      : `${decodeURIComponent(found ?? '')}@${hostname}`;
    if (!(user ? handle : tag).safeParse(target).success) return undefined;
    const entry = user ? `@${target}` : target;
    return {
      list: user ? 'accounts' : 'tags',
      entry: name ? { [user ? 'handle' : 'tag']: entry, name } : entry,
    };
  },
  findFeed({ kind, target }) {
    const [name, host] = splitTarget(target);
    return `https://${host}/${kind === 'mastodon-tag' ? 'tags/' : '@'}${name}.rss`;
  },
});

/** Sites that are not Mastodon but also use `/@name` for profiles or `/tags/` for tags. */
const OTHER_SITES =
  /(^|\.)(medium\.com|youtube\.com|tiktok\.com|threads\.(net|com)|substack\.com|hashnode\.(com|dev)|rumble\.com|odysee\.com|t\.me|x\.com|twitter\.com|instagram\.com|npmjs\.com|dev\.to|github\.io|blogspot\.com|wordpress\.com)$/;

function refOf(
  what: 'account' | 'tag',
  { target, name, limit = 100 }: { target: string; name?: string; limit?: number },
): SourceRef {
  const [tagName = '', host = ''] = splitTarget(target);
  return {
    id: `mastodon${what === 'tag' ? '-tag' : ''}:${target}`,
    kind: `mastodon-${what}`,
    platform: 'web',
    name: name ?? (what === 'tag' ? `#${tagName} on ${host}` : `@${target}`),
    target,
    limit,
  };
}
