// Public Telegram channels, from Telegram's web preview (https://t.me/s/NAME), because there is no public API.
import { z } from 'zod';
import { canonicalUrls } from '../../base/url.js';
import type { Post, Source, SourceRef } from '../../model.js';
import { type FoundInHtml, readText, readTitle } from '../feed/html-text.js';
import { decodeDocument } from '../http/decode.js';
import { SourceError } from '../http/failure.js';
import { type JsonApiOptions, requestBytes } from '../http/json-api.js';
import { createReadingSources, type ReadPosts } from '../http/reading-source.js';
import { baseUrlVariable, defineKind, idWords, jsonApiOptions, limitSetting, nameSetting } from './kind.js';

const TELEGRAM_SITE = 'https://t.me';
/** A page has about 20 messages. */
const MAX_PAGES = 15;

const channelName = z
  .string()
  .regex(/^@?[a-z]\w{3,31}$/i, 'the name of a public channel, such as telegram')
  .transform((written) => written.replace(/^@/, '').toLowerCase());

export const telegram = defineKind({
  schema: z
    .array(
      z.union(
        [
          channelName,
          z.strictObject({
            channel: channelName.describe('The name, with or without @'),
            name: nameSetting,
            limit: limitSetting,
          }),
        ],
        { error: 'the name of a public channel, or { channel, name, limit }' },
      ),
    )
    .default([])
    .describe('Public channels, or channels with settings'),
  refs: (entries) =>
    entries.map((entry) => {
      const { channel, name, limit = 50 } = typeof entry === 'string' ? { channel: entry } : entry;
      return {
        id: `telegram:${channel}`,
        kind: 'telegram',
        platform: 'web',
        name: name ?? `@${channel} on Telegram`,
        ...(name === undefined && { isUnnamed: true }),
        target: channel,
        limit,
      };
    }),
  names: { telegram: { heading: 'Telegram channels', noun: 'feed', recap: 'feeds' } },
  environment: { TELEGRAM_BASE_URL: baseUrlVariable },
  create: (refs, tools) => createTelegramSources(refs, jsonApiOptions(tools, 'TELEGRAM_BASE_URL')),
  findHome: ({ id }) => ({
    url: `${TELEGRAM_SITE}/s/${encodeURIComponent(idWords(id))}`,
    label: 'On Telegram',
  }),
  recognize({ hostname, pathname }, name) {
    if (!/^(www\.)?(t|telegram)\.me$/.test(hostname)) return undefined;
    const channel = /^\/(?:s\/)?@?([a-z]\w{3,31})(?:\/\d+)?\/?$/i.exec(pathname)?.[1];
    if (!channel || /^(joinchat|addstickers|share|proxy|socks|login|iv)$/i.test(channel)) return undefined;
    return { entry: name ? { channel, name } : channel };
  },
});

/** Creates one source for each channel, all on one lane. */
export function createTelegramSources(refs: SourceRef[], options: JsonApiOptions): Source[] {
  const read: ReadPosts = async function* (ref, { signal }, from) {
    let before: number | undefined;
    let title: string | undefined;
    for (let pages = 0; pages < MAX_PAGES; pages++) {
      const page = await fetchPage(ref, before, options, signal);
      title ??= page.title;
      for (const post of page.posts) yield post;
      if (!page.oldest || page.oldest.number === before || page.oldest.createdAt < from) break;
      before = page.oldest.number;
    }
    return ref.isUnnamed && title ? { title } : undefined;
  };
  return createReadingSources(refs, read, { laneOf: () => 'telegram' });
}

interface Page {
  title?: string;
  /** Posts, newest first. */
  posts: Post[];
  oldest?: { number: number; createdAt: string };
}

async function fetchPage(
  ref: SourceRef,
  before: number | undefined,
  options: JsonApiOptions,
  signal: AbortSignal,
): Promise<Page> {
  const base = (options.baseUrl ?? TELEGRAM_SITE).replace(/\/+$/, '');
  const url = `${base}/s/${ref.target}${before ? `?before=${before}` : ''}`;
  const answer = await requestBytes(
    'Telegram',
    url,
    { ...options, headers: { accept: 'text/html' } },
    signal,
  );
  const html = decodeDocument(answer.bytes, answer.headers['content-type']);
  // A channel without a preview, or an unknown name, has a different page.
  if (!/class="tgme_(?:channel_history|widget_message)/.test(html))
    throw new SourceError(
      html.includes('tgme_page')
        ? `Telegram shows no preview of @${ref.target}: it is not a public channel, or its owner disabled the preview`
        : 'Telegram sent an unexpected page: its preview may have changed, please report it',
    );
  const messages = splitMessages(html);
  const [oldest] = messages;
  return {
    title: readTitle({ value: META_TITLE.exec(html)?.[1] ?? '', form: 'html' }) || undefined,
    posts: messages.flatMap((message) => postOf(message, ref) ?? []).reverse(),
    ...(oldest && { oldest }),
  };
}

const META_TITLE = /<meta property="og:title" content="([^"]{1,300})"/;

interface WrittenMessage {
  number: number;
  createdAt: string;
  html: string;
}

/** The messages of a page, oldest first. */
function splitMessages(html: string): WrittenMessage[] {
  return html.split(/(?=<div class="tgme_widget_message )/).flatMap((part) => {
    const number = Number(/data-post="\w+\/(\d+)"/.exec(part.slice(0, 2_000))?.[1] ?? Number.NaN);
    const date = /<time datetime="([^"]{10,40})" class="time"/.exec(part)?.[1] ?? '';
    const isService = /^<div class="[^"]*\bservice_message\b/.test(part);
    if (Number.isNaN(number) || Number.isNaN(Date.parse(date)) || isService) return [];
    return [{ number, createdAt: new Date(date).toISOString(), html: part }];
  });
}

/** A message as a post; undefined for forwarded messages, which others wrote, and for pictures without text. */
function postOf({ number, createdAt, html }: WrittenMessage, ref: SourceRef): Post | undefined {
  if (html.includes('tgme_widget_message_forwarded_from')) return undefined;
  const found: FoundInHtml = { links: [], media: [] };
  const written = /<div class="tgme_widget_message_text js-message_text"[^>]*>([\s\S]*?)<\/div>/.exec(
    html,
  )?.[1];
  // A custom emoji wraps a standard one.
  const text = readText({ value: written ?? '', form: 'html' }, found);
  if (!/\p{L}/u.test(text)) return undefined;
  const preview = /<a class="tgme_widget_message_link_preview" href="([^"]+)"/.exec(html)?.[1];
  const links = canonicalUrls([...found.links, preview?.replaceAll('&amp;', '&')]).filter(
    (link) => !/^https:\/\/t\.me\//.test(link),
  );
  const answered = /<a class="tgme_widget_message_reply[^"]*" href="[^"]*\/(\d+)"/.exec(html)?.[1];
  const views = countOf(/<span class="tgme_widget_message_views">([^<]+)</.exec(html)?.[1]);
  const reactions = [...html.matchAll(/<span class="tgme_reaction[^"]*">(.*?)<\/span>/gs)].map(
    ([, inside = '']) =>
      countOf(
        inside
          .replace(/<[^>]*>/g, ' ')
          .trim()
          .split(/\s+/)
          .at(-1),
      ),
  );
  const likes = reactions.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  return {
    id: `telegram:${ref.target}/${number}`,
    sourceId: ref.id,
    platform: ref.platform,
    url: `${TELEGRAM_SITE}/${ref.target}/${number}`,
    author: ref.target,
    title: '',
    text,
    createdAt,
    metrics: { ...(reactions.length > 0 && { likes }), ...(views !== undefined && { views }) },
    links: [...new Set(links)],
    media: [],
    ...(answered && { parentId: `telegram:${ref.target}/${answered}` }),
    comments: [],
  };
}

const COUNT_UNITS: Record<string, number> = { '': 1, K: 1e3, M: 1e6 };

/** "1.2K" → 1200 */
function countOf(shown: string | undefined): number | undefined {
  const [, figure, unit = ''] = /^([\d.]+)([KM]?)$/.exec(shown?.trim() ?? '') ?? [];
  return figure === undefined ? undefined : Math.round(Number(figure) * (COUNT_UNITS[unit] ?? 1));
}
