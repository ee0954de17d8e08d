// New papers in arXiv categories, from its API (https://info.arxiv.org/help/api/user-manual.html).
import { z } from 'zod';
import { messageOf } from '../../base/errors.js';
import { oneLine } from '../../base/text.js';
import { canonicalUrls, findUrls } from '../../base/url.js';
import type { Post, Source, SourceRef } from '../../model.js';
import { type FeedEntry, parseFeed } from '../feed/parse-feed.js';
import { SourceError } from '../http/failure.js';
import { createGate } from '../http/gate.js';
import { type JsonApiOptions, requestBytes } from '../http/json-api.js';
import { createReadingSources, type ReadPosts } from '../http/reading-source.js';
import { baseUrlVariable, defineKind, idWords, jsonApiOptions, limitSetting, nameSetting } from './kind.js';

const ARXIV_API = 'https://export.arxiv.org';
const ARXIV_SITE = 'https://arxiv.org';
/** Papers per page. */
const PAGE_SIZE = 100;
const MAX_PAGES = 10;
/** Its terms ask for three seconds between requests. */
const PAUSE_MS = 3_000;

const category = z
  .string()
  .regex(
    /^[a-z]+(-[a-z]+)*(\.[A-Za-z]{2,}(-[a-z]+)*)?$/,
    'a category, such as cs.CL, or an archive, such as hep-th',
  );
const settings = z.strictObject({
  category: category.describe('A category, such as cs.CL'),
  name: nameSetting,
  limit: limitSetting,
});

export const arxiv = defineKind({
  schema: z
    .array(z.union([category, settings], { error: 'a category such as cs.CL, or { category, name, limit }' }))
    .default([])
    .describe('Categories, or categories with settings'),
  refs: (entries) =>
    entries.map((entry) => {
      const { category: target, name, limit = 100 } = typeof entry === 'string' ? { category: entry } : entry;
      return {
        id: `arxiv:${target}`,
        kind: 'arxiv',
        platform: 'web',
        name: name ?? `arXiv ${target}`,
        target,
        limit,
      };
    }),
  names: { arxiv: { heading: 'arXiv', noun: 'feed', recap: 'feeds' } },
  environment: { ARXIV_BASE_URL: baseUrlVariable },
  create: (refs, tools) => createArxivSources(refs, jsonApiOptions(tools, 'ARXIV_BASE_URL')),
  findHome: ({ id }) => ({
    url: `${ARXIV_SITE}/list/${encodeURIComponent(idWords(id))}/recent`,
    label: 'On arXiv',
  }),
  recognize({ hostname, pathname }, name) {
    if (!/^(www\.|export\.|rss\.)?arxiv\.org$/.test(hostname)) return undefined;
    const target =
      /^\/(?:list|rss|atom)\/([\w.-]+?)(?:\/(?:recent|new|current|pastweek|\d{4,6}))?\/?$/.exec(
        pathname,
      )?.[1] ?? '';
    if (!category.safeParse(target).success) return undefined;
    return { entry: name ? { category: target, name } : target };
  },
  findFeed: ({ target }) => `https://rss.arxiv.org/rss/${target}`,
});

export interface ArxivOptions extends JsonApiOptions {
  /** Pause between two requests in milliseconds; default 3000. */
  pauseMs?: number;
}

/**
 * Creates one source for each category, all on one lane. Papers are dated by submission but announced up to four days
 * later.
 */
export function createArxivSources(
  refs: SourceRef[],
  { pauseMs = PAUSE_MS, ...options }: ArxivOptions,
): Source[] {
  const gate = createGate();
  const read: ReadPosts = async function* (ref, { period, signal }, from) {
    const minute = (instant: string) => instant.replace(/\D/g, '').slice(0, 12);
    const query = `cat:${ref.target} AND submittedDate:[${minute(from)} TO ${minute(period.to)}]`;
    for (let page = 0; page < MAX_PAGES; page++) {
      await gate.pass(signal);
      try {
        const entries = await search(query, page * PAGE_SIZE, options, signal);
        for (const each of entries) {
          const post = postOf(each, ref);
          if (post) yield post;
        }
        if (entries.length < PAGE_SIZE) break;
      } finally {
        gate.close(pauseMs);
      }
    }
    return undefined;
  };
  return createReadingSources(refs, read, { laneOf: () => 'arxiv', isLate: true });
}

/** Newest first. */
async function search(
  query: string,
  start: number,
  options: JsonApiOptions,
  signal: AbortSignal,
): Promise<FeedEntry[]> {
  const parameters = new URLSearchParams({
    search_query: query,
    start: String(start),
    max_results: String(PAGE_SIZE),
    sortBy: 'submittedDate',
    sortOrder: 'descending',
  });
  const url = `${(options.baseUrl ?? ARXIV_API).replace(/\/+$/, '')}/api/query?${parameters}`;
  const answer = await requestBytes(
    'arXiv',
    url,
    { ...options, headers: { accept: 'application/atom+xml' } },
    signal,
  );
  const { entries } = await parseFeed(answer.bytes, answer.headers['content-type'], url).catch(
    (error: unknown) => {
      throw new SourceError(`arXiv sent an unexpected response: ${messageOf(error)}`);
    },
  );
  // arXiv sends an error as an entry.
  const refusal = entries.find(({ id }) => id?.includes('/api/errors'));
  if (refusal) throw new SourceError(`arXiv: ${oneLine(refusal.text)}`);
  return entries;
}

/** A paper as a post; undefined for other entries. `published` is the date of the first version, `author` the first author. */
function postOf(
  { id = '', title, text, published, author = '', links }: FeedEntry,
  ref: SourceRef,
): Post | undefined {
  const paper = /arxiv\.org\/abs\/(.+?)(?:v\d+)?$/.exec(id)?.[1];
  if (!paper || !published || !title) return undefined;
  const url = `${ARXIV_SITE}/abs/${paper}`;
  const words = text
    .replace(/(?<!\n)\n(?!\n)/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  const pages = canonicalUrls([...findUrls(words), ...links]).filter(
    (link) => !/^https:\/\/(?:export\.)?arxiv\.org\//.test(link),
  );
  return {
    id: `arxiv:${paper}`,
    sourceId: ref.id,
    platform: ref.platform,
    url,
    author: author || ref.name,
    title: oneLine(title),
    text: words,
    createdAt: published,
    metrics: {},
    links: [...new Set(pages)],
    media: [],
    comments: [],
  };
}
