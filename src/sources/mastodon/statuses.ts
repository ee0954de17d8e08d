// Converts Mastodon's statuses to posts.
import { z } from 'zod';
import { canonicalUrl, canonicalUrls, parseHttpUrl } from '../../base/url.js';
import type { Post, SourceRef } from '../../model.js';
import { type FoundInHtml, readText } from '../feed/html-text.js';
import { cleanText } from '../http/markdown.js';

/** Other servers with Mastodon's API write numbers, or times without a zone. */
const idText = z.union([z.string(), z.int().transform(String)]);
const time = z.union([
  z.iso.datetime({ offset: true }),
  z.iso.datetime({ local: true }).transform((at) => `${at}Z`),
]);
const count = z.int().min(0).optional().catch(undefined);
const text = z.string().catch('');
export const accountSchema = z.object({
  id: idText,
  acct: z.string(),
  noindex: z.boolean().nullish().catch(undefined),
});
/** A list without the parts that have another form. */
export const listOf = <T extends z.ZodType>(part: T) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((parts): z.output<T>[] => parts.flatMap((each) => part.safeParse(each).data ?? []));
export const statusSchema = z.object({
  id: idText.pipe(z.string().regex(/^[\w-]+$/)),
  uri: z.string(),
  url: z.string().nullish(),
  created_at: time,
  content: z.string(),
  spoiler_text: text,
  sensitive: z.boolean().catch(false),
  visibility: text,
  language: z.string().nullish().catch(undefined),
  account: accountSchema,
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
export type Status = z.output<typeof statusSchema>;

/** A status as a post; undefined for boosts, non-public statuses, and pictures without text. */
export function statusToPost(each: Status, ref: SourceRef, host: string): Post | undefined {
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

export function toInstant(date: string): string {
  return new Date(date).toISOString();
}
