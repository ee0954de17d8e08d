// Mastodon accounts and hashtags, from the public API of their instance (no key needed).
import { z } from 'zod';
import { canonicalUrl, canonicalUrls, parseHttpUrl } from '../base/url.js';
import type { FetchRequest, Post, SourceRef } from '../model.js';
import { type FoundInHtml, readText } from './feed/html-text.js';
import { SourceError } from './http/failure.js';
import { getJson, type JsonApiOptions, JsonStatusError, readItems } from './http/json-api.js';
import { cleanText } from './http/markdown.js';
import { createReadingSources, type ReadPosts } from './http/reading-source.js';
import { baseUrlVariable, defineKind, jsonApiOptions, limitSetting, nameSetting } from './kind.js';

/** Statuses per page. */
const PAGE_SIZE = 40;
const MAX_PAGES = 25;

/** Other servers with Mastodon's API write numbers, or times without a zone. */
const idText = z.union([z.string(), z.int().transform(String)]);
const time = z.union([
  z.iso.datetime({ offset: true }),
  z.iso.datetime({ local: true }).transform((at) => `${at}Z`),
]);
const count = z.int().min(0).optional().catch(undefined);
const text = z.string().catch('');
const account = z.object({
  id: idText,
  acct: z.string(),
  noindex: z.boolean().nullish().catch(undefined),
});
const listOf = <T extends z.ZodType>(part: T) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((parts): z.output<T>[] => parts.flatMap((each) => part.safeParse(each).data ?? []));
const status = z.object({
  id: idText.pipe(z.string().regex(/^[\w-]+$/)),
  uri: z.string(),
  url: z.string().nullish(),
  created_at: time,
  content: z.string(),
  spoiler_text: text,
  sensitive: z.boolean().catch(false),
  visibility: text,
  language: z.string().nullish().catch(undefined),
  account,
  reblog: z.unknown().optional(),
  in_reply_to_id: idText.nullish().catch(undefined),
  favourites_count: count,
  reblogs_count: count,
  replies_count: count,
  quotes_count: count,
  media_attachments: listOf(
    z.object({ type: z.string(), url: z.string(), description: z.string().nullish() }),
  ),
  mentions: listOf(z.object({ url: z.string() })),
  emojis: listOf(z.object({ shortcode: z.string() })),
  card: z.object({ url: z.string() }).nullish().catch(undefined),
  poll: z
    .object({ options: listOf(z.object({ title: z.string() })) })
    .nullish()
    .catch(undefined),
});
type Status = z.output<typeof status>;
const webFinger = z.object({ links: listOf(z.object({ rel: z.string(), href: z.string().optional() })) });

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

function splitTarget(target: string): [name: string, host: string] {
  const [name = '', host = ''] = target.split('@');
  return [name, host];
}

/** Creates one source for each account and hashtag. Sources of one instance share a lane. */
export function createMastodonSources(refs: SourceRef[], options: JsonApiOptions) {
  const read: ReadPosts = async function* (ref, request, from) {
    const [, host] = splitTarget(ref.target);
    try {
      const base = options.baseUrl?.replace(/\/+$/, '') ?? `https://${host}`;
      const place = { ...(await findTimeline(ref, base, options, request)), host };
      for await (const each of readTimeline(place, from, options, request)) {
        const post = postOf(each, ref, host);
        if (post) yield post;
      }
      return undefined;
    } catch (error) {
      throw error instanceof JsonStatusError ? explain(error, ref) : error;
    }
  };
  return createReadingSources(refs, read, { laneOf: ({ target }) => `mastodon ${splitTarget(target)[1]}` });
}

interface Timeline {
  /** The URL without paging parameters. */
  url: string;
  host: string;
}

async function findTimeline(
  { kind, target }: SourceRef,
  base: string,
  options: JsonApiOptions,
  { signal }: FetchRequest,
): Promise<Pick<Timeline, 'url'>> {
  const [name, host] = splitTarget(target);
  if (kind === 'mastodon-tag')
    return { url: `${base}/api/v1/timelines/tag/${encodeURIComponent(name)}?limit=${PAGE_SIZE}` };
  const look = (at: string) =>
    getJson(host, `${at}/api/v1/accounts/lookup?acct=${encodeURIComponent(name)}`, account, options, signal);
  const timelineOf = (at: string, id: string) => ({
    url: `${at}/api/v1/accounts/${encodeURIComponent(id)}/statuses?limit=${PAGE_SIZE}&exclude_reblogs=true&exclude_replies=true`,
  });
  try {
    return timelineOf(base, (await look(base)).id);
  } catch (error) {
    if (!(error instanceof SourceError) || error.next.retryAfter !== undefined || error.next.affectsAll)
      throw error;
    // The server's host may differ from the host in handles.
    const other = options.baseUrl ? undefined : await findServer(target, options, signal);
    if (!other || other === base) throw error;
    return timelineOf(other, (await look(other)).id);
  }
}

/** Finds the origin of an account's server by WebFinger; undefined if the host does not answer. */
async function findServer(target: string, options: JsonApiOptions, signal: AbortSignal) {
  const [, host] = splitTarget(target);
  const url = `https://${host}/.well-known/webfinger?resource=${encodeURIComponent(`acct:${target}`)}`;
  const found = await getJson(host, url, webFinger, options, signal).catch(() => undefined);
  const self = found?.links.find(({ rel }) => rel === 'self')?.href;
  return self && URL.canParse(self) ? new URL(self).origin : undefined;
}

/** Newest first, down to `from`. */
async function* readTimeline(
  { url, host }: Timeline,
  from: string,
  options: JsonApiOptions,
  { signal }: FetchRequest,
): AsyncGenerator<Status> {
  let last: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const page = await getJson(
      host,
      last ? `${url}&max_id=${last}` : url,
      z.array(z.unknown()),
      options,
      signal,
    );
    const statuses = readItems(host, page, status);
    yield* statuses;
    const oldest = statuses.at(-1);
    // Posts of other instances arrive late, so stops only at a page that is entirely older than the period.
    if (!oldest || oldest.id === last || statuses.every(({ created_at }) => toInstant(created_at) < from))
      return;
    last = oldest.id;
  }
}

function explain(error: JsonStatusError, { target, kind }: SourceRef): SourceError {
  const [, host] = splitTarget(target);
  const { status: code, words, next } = error;
  if (code === 404 && kind === 'mastodon-account')
    return new SourceError(`${host} has no account @${target}`, next);
  if (code === 410) return new SourceError(`@${target} was closed`, next);
  if (code === 401 || code === 403 || (code === 422 && /authenticated/i.test(words)))
    return new SourceError(
      kind === 'mastodon-tag'
        ? `${host} shows hashtags only to its members: use another instance for the tag`
        : `${host} shows its accounts only to its members`,
      next,
    );
  return error;
}

/** A status as a post; undefined for boosts, non-public statuses, and pictures without text. */
function postOf(each: Status, ref: SourceRef, host: string): Post | undefined {
  if (each.reblog || (each.visibility !== 'public' && each.visibility !== 'unlisted')) return undefined;
  if (ref.kind === 'mastodon-tag' && each.account.noindex) return undefined;
  const found: FoundInHtml = { links: [], media: [] };
  const words = readContent(each, found);
  if (!/\p{L}/u.test(words)) return undefined;
  const url = (parseHttpUrl(each.url ?? undefined) ?? parseHttpUrl(each.uri))?.href;
  if (!url) return undefined;
  const mentioned = new Set(each.mentions.map((mention) => mention.url));
  const own = canonicalUrl(url);
  const links = canonicalUrls([
    ...found.links.filter((link) => !mentioned.has(link) && !/\/tags?\/[^/]+\/?$/.test(link)),
    each.card?.url,
  ]).filter((link) => link !== own);
  const { acct } = each.account;
  const { favourites_count, reblogs_count, replies_count, quotes_count } = each;
  return {
    id: `mastodon:${host}/${each.id}`,
    sourceId: ref.id,
    platform: ref.platform,
    url,
    author: acct.includes('@') ? acct : `${acct}@${host}`,
    title: '',
    text: words,
    createdAt: toInstant(each.created_at),
    metrics: {
      ...(favourites_count !== undefined && { likes: favourites_count }),
      ...(reblogs_count !== undefined && { reposts: reblogs_count }),
      ...(replies_count !== undefined && { replies: replies_count }),
      ...(quotes_count !== undefined && { quotes: quotes_count }),
    },
    links: [...new Set(links)],
    media: each.sensitive ? [] : readMedia(each),
    ...(each.in_reply_to_id && { parentId: `mastodon:${host}/${each.in_reply_to_id}` }),
    ...(each.language && { lang: each.language }),
    comments: [],
  };
}

/** The text with its content warning, without custom emoji. */
function readContent({ content, spoiler_text, emojis, poll }: Status, found: FoundInHtml): string {
  const custom = new Set(emojis.map(({ shortcode }) => shortcode));
  const said = cleanText(readText({ value: content, form: 'html' }, found));
  const warning = cleanText(spoiler_text).trim();
  const options = poll?.options.map(({ title }) => `- ${cleanText(title)}`).join('\n');
  return [warning && `Content warning: ${warning}`, said, options]
    .filter(Boolean)
    .join('\n\n')
    .replace(/:(\w+):/g, (whole, name: string) => (custom.has(name) ? '' : whole))
    .replace(/[^\S\n]{2,}/g, ' ')
    .trim();
}

function readMedia({ media_attachments }: Status): Post['media'] {
  return media_attachments
    .filter(({ type, url }) => type === 'image' && url.startsWith('https://'))
    .map(({ url, description }) => ({ type: 'image', url, ...(description && { alt: description }) }));
}

function toInstant(date: string): string {
  return new Date(date).toISOString();
}
