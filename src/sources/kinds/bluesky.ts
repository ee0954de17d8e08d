// Bluesky accounts, from the public API (no key needed): their own posts and threads, without reposts.
import { z } from 'zod';
import { oneLine, truncate } from '../../base/text.js';
import { canonicalUrls } from '../../base/url.js';
import type { FetchOutcome, FetchRequest, Post, Source, SourceRef } from '../../model.js';
import { outcomeOfFailure, SourceError } from '../http/failure.js';
import { getJson, type JsonApiOptions, JsonStatusError, readItems } from '../http/json-api.js';
import { cleanText } from '../http/markdown.js';
import { baseUrlVariable, defineKind, idWords, jsonApiOptions, limitSetting, nameSetting } from './kind.js';

const BLUESKY_API = 'https://public.api.bsky.app';
/** Posts per page. */
const PAGE_SIZE = 100;
const MAX_PAGES = 10;
const MAX_TITLE = 300;
const MAX_CARD_TEXT = 1_000;

const count = z.int().min(0).optional().catch(undefined);
const reference = z.object({ uri: z.string() });
const media = z.object({
  images: z.array(z.object({ fullsize: z.string(), alt: z.string().catch('') })).optional(),
  external: z
    .object({ uri: z.string(), title: z.string().catch(''), description: z.string().catch('') })
    .optional(),
});
const record = z.object({
  text: z.string(),
  createdAt: z.string(),
  langs: z.array(z.string()).optional().catch(undefined),
  facets: z
    .array(
      z.object({
        index: z.object({ byteStart: z.int().min(0), byteEnd: z.int().min(0) }),
        features: z.array(z.object({ $type: z.string(), uri: z.string().optional() })),
      }),
    )
    .optional()
    .catch(undefined),
  reply: z.object({ root: reference, parent: reference }).optional().catch(undefined),
});
const item = z.object({
  post: z.object({
    uri: z.string().regex(/^at:\/\/did:[^/]+\/app\.bsky\.feed\.post\/[\w.~:-]+$/),
    author: z.object({ handle: z.string() }),
    record,
    embed: media
      .extend({ media: media.optional().catch(undefined) })
      .optional()
      .catch(undefined),
    indexedAt: z.iso.datetime({ offset: true }),
    likeCount: count,
    repostCount: count,
    replyCount: count,
    quoteCount: count,
  }),
  reason: z.object({ $type: z.string() }).optional(),
});
type Item = z.output<typeof item>;
const pageSchema = z.object({ feed: z.array(z.unknown()), cursor: z.string().optional() });

/** https://atproto.com/specs/handle */
const handle = z
  .string()
  .regex(/^@?([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+[a-z][a-z\d-]*$/i, 'a handle, such as someone.bsky.social')
  .transform((text) => text.replace(/^@/, '').toLowerCase());

export const bluesky = defineKind({
  schema: z
    .array(
      z.union(
        [
          handle,
          z.strictObject({
            handle: handle.describe('A handle, such as someone.bsky.social'),
            name: nameSetting,
            limit: limitSetting,
          }),
        ],
        { error: 'a handle, such as someone.bsky.social, or { handle, name, limit }' },
      ),
    )
    .default([])
    .describe('Handles, or handles with settings'),
  refs: (entries) =>
    entries.map((entry) => {
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
  names: { bluesky: { heading: 'Bluesky accounts', noun: 'feed', recap: 'feeds' } },
  environment: { BLUESKY_BASE_URL: baseUrlVariable },
  create: (refs, tools) => createBlueskySources(refs, jsonApiOptions(tools, 'BLUESKY_BASE_URL')),
  findHome: ({ id }) => ({
    url: `https://bsky.app/profile/${encodeURIComponent(idWords(id))}`,
    label: 'On Bluesky',
  }),
  // Every profile has a feed at /rss.
  recognize({ hostname, pathname }, name) {
    // `someone.bsky.social` redirects to the profile.
    const own = pathname === '/' && /^[\w-]+\.bsky\.social$/.test(hostname) ? hostname : undefined;
    const target = own ?? /^\/profile\/([^/]+)(?:\/(?:rss|post\/\w+))?\/?$/.exec(pathname)?.[1];
    if ((hostname !== 'bsky.app' && !own) || !target || !handle.safeParse(target).success) return undefined;
    return { entry: name ? { handle: target, name } : target };
  },
  findFeed: ({ target }) => `https://bsky.app/profile/${target}/rss`,
});

/** Creates one source for each account, all on one lane. */
export function createBlueskySources(refs: SourceRef[], options: JsonApiOptions): Source[] {
  return refs.map((ref) => ({
    refs: [ref],
    lane: 'bluesky',
    fetch: async (request) => [await fetchAccount(ref, options, request)],
  }));
}

async function fetchAccount(
  ref: SourceRef,
  options: JsonApiOptions,
  request: FetchRequest,
): Promise<FetchOutcome> {
  const { from, to } = request.period;
  const posts = new Map<string, Post>();
  try {
    for await (const each of readFeed(ref, options, request)) {
      const post = postOf(each, ref);
      if (post && post.createdAt >= from && post.createdAt < to) posts.set(post.id, post);
      if (posts.size >= ref.limit) break;
    }
    return { sourceId: ref.id, posts: [...posts.values()] };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { ...outcomeOfFailure(ref.id, explain(error), request.now), posts: [...posts.values()] };
  }
}

/** Yields posts newest first, down to the start of the period. A pinned post comes first whatever its date. */
async function* readFeed(
  ref: SourceRef,
  options: JsonApiOptions,
  request: FetchRequest,
): AsyncGenerator<Item> {
  const base = (options.baseUrl ?? BLUESKY_API).replace(/\/+$/, '');
  let cursor: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const query = new URLSearchParams({
      actor: ref.target,
      limit: String(PAGE_SIZE),
      filter: 'posts_and_author_threads',
      ...(cursor && { cursor }),
    });
    const url = `${base}/xrpc/app.bsky.feed.getAuthorFeed?${query}`;
    const page = await getJson('Bluesky', url, pageSchema, options, request.signal);
    for (const each of readItems('Bluesky', page.feed, item)) {
      if (each.reason?.$type.endsWith('#reasonPin')) continue;
      if (!each.reason && createdAt(each) < request.period.from) return;
      yield each;
    }
    if (!page.cursor || page.feed.length === 0 || page.cursor === cursor) return;
    cursor = page.cursor;
  }
}

function explain(error: SourceError): SourceError {
  if (!(error instanceof JsonStatusError) || error.status !== 400) return error;
  return new SourceError(error.words ? `Bluesky: ${error.words}` : error.message);
}

/**
 * An item as a post; undefined for posts of others and for pictures without text. A link without text gets the text of
 * its card.
 */
function postOf(each: Item, ref: SourceRef): Post | undefined {
  const { post } = each;
  const { record, embed, author } = post;
  const attached = [embed, embed?.media];
  const words = cleanText(expandLinks(record)).trim();
  const card = words ? undefined : attached.find((part) => part?.external)?.external;
  const title = truncate(oneLine(cleanText(card?.title ?? '')), MAX_TITLE);
  const text = words || truncate(cleanText(card?.description ?? '').trim(), MAX_CARD_TEXT);
  if (each.reason || (!text && !title)) return undefined;
  const links = canonicalUrls([
    ...(record.facets ?? []).flatMap(({ features }) => features.map(({ uri }) => uri)),
    ...attached.map((part) => part?.external?.uri),
  ]);
  const images = attached.flatMap((part) => part?.images ?? []);
  const { parent, root } = record.reply ?? {};
  const lang = record.langs?.length === 1 ? record.langs[0] : undefined;
  return {
    id: idOf(post.uri),
    sourceId: ref.id,
    platform: ref.platform,
    url: `https://bsky.app/profile/${author.handle}/post/${post.uri.split('/').at(-1)}`,
    author: author.handle,
    title,
    text,
    createdAt: createdAt(each),
    metrics: {
      ...(post.likeCount !== undefined && { likes: post.likeCount }),
      ...(post.repostCount !== undefined && { reposts: post.repostCount }),
      ...(post.replyCount !== undefined && { replies: post.replyCount }),
      ...(post.quoteCount !== undefined && { quotes: post.quoteCount }),
    },
    links: [...new Set(links)],
    media: images
      .filter(({ fullsize }) => fullsize.startsWith('https://'))
      .map(({ fullsize, alt }) => ({ type: 'image', url: fullsize, ...(alt && { alt }) })),
    ...(parent && { parentId: idOf(parent.uri) }),
    ...(root && { threadId: idOf(root.uri) }),
    ...(lang && { lang }),
    comments: [],
  };
}

/** `at://did:plc:abc/app.bsky.feed.post/3k` → `bluesky:did:plc:abc/3k` */
function idOf(uri: string): string {
  const [, , repository, , key] = uri.split('/');
  return `bluesky:${repository}/${key}`;
}

/**
 * The earlier of the writer's date, which can be set freely or be no date, and the network's (https://docs.bsky.app,
 * "sortAt").
 */
function createdAt({ post }: Item): string {
  const indexed = Date.parse(post.indexedAt);
  const written = Date.parse(post.record.createdAt);
  return new Date(Number.isNaN(written) ? indexed : Math.min(written, indexed)).toISOString();
}

/**
 * Restores full addresses. Apps shorten them in the text; a facet has the position in UTF-8 bytes and the full address.
 */
function expandLinks({ text, facets = [] }: z.output<typeof record>): string {
  const bytes = Buffer.from(text);
  let end = bytes.length;
  let expanded = '';
  for (const { index, features } of facets.toSorted((a, b) => b.index.byteStart - a.index.byteStart)) {
    const uri = features.find(({ $type }) => $type.endsWith('#link'))?.uri;
    if (!uri || index.byteEnd > end || index.byteStart >= index.byteEnd) continue;
    const shown = bytes.toString('utf8', index.byteStart, index.byteEnd);
    // Keeps linked words as they are.
    const whole = /^(https?:\/\/)?[\w-]+(\.[\w-]+)+(\/|$|\.\.\.|…)/.test(shown) ? uri : shown;
    expanded = whole + bytes.toString('utf8', index.byteEnd, end) + expanded;
    end = index.byteStart;
  }
  return bytes.toString('utf8', 0, end) + expanded;
}
