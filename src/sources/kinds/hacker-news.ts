// Hacker News stories of a period, from Algolia's search (https://hn.algolia.com/api).
import { z } from 'zod';
import { oneLine, truncate } from '../../base/text.js';
import { canonicalUrl, findUrls } from '../../base/url.js';
import type { FetchOutcome, FetchRequest, Post, Source, SourceRef } from '../../model.js';
import { readText } from '../feed/html-text.js';
import { outcomeOfFailure, SourceError } from '../http/failure.js';
import { getJson, type JsonApiOptions, readItems } from '../http/json-api.js';
import { baseUrlVariable, defineKind, idWords, jsonApiOptions, limitSetting, nameSetting } from './kind.js';

const ALGOLIA_API = 'https://hn.algolia.com';
const HACKER_NEWS_SITE = 'https://news.ycombinator.com';
/** Maximum hits of one search. A day has about 1,200 stories. */
const MAX_HITS = 1000;
/** Maximum searches per fetch; a week needs nine. */
const MAX_SEARCHES = 20;
const STORY_FIELDS = 'objectID,title,url,author,points,num_comments,created_at_i,story_text';

const hit = z.object({
  objectID: z.string().regex(/^\d+$/),
  title: z.string().min(1),
  url: z.string().nullish(),
  author: z.string().min(1),
  points: z.int().nullish(),
  num_comments: z.int().nullish(),
  created_at_i: z.int().positive(),
  story_text: z.string().nullish(),
});
type Hit = z.output<typeof hit>;
const answerSchema = z.object({ hits: z.array(z.unknown()) });

const search = z.strictObject({
  query: z.string().max(200).default('').describe('Words that stories must contain; empty: all stories'),
  minPoints: z.int().min(0).default(50).describe('Skip stories with fewer points'),
  name: nameSetting,
  limit: limitSetting,
});

/** The settings of a search, kept in `SourceRef.settings`. */
type SearchSettings = Pick<z.output<typeof search>, 'minPoints'>;

export const hackerNews = defineKind({
  schema: z.array(search).default([]).describe('Searches of Hacker News'),
  refs: (searches) =>
    searches.map(({ query, minPoints, name, limit = 50 }) => ({
      id: `hn:${query.toLowerCase()}`,
      kind: 'hacker-news',
      platform: 'web',
      name: name ?? (query ? `Hacker News: ${query}` : 'Hacker News'),
      target: query,
      limit,
      settings: { minPoints } satisfies SearchSettings,
    })),
  names: { 'hacker-news': { heading: 'Hacker News', noun: 'feed', recap: 'feeds' } },
  environment: { HACKER_NEWS_BASE_URL: baseUrlVariable },
  create: (refs, tools) => createHackerNewsSources(refs, jsonApiOptions(tools, 'HACKER_NEWS_BASE_URL')),
  findHome({ id }) {
    const words = encodeURIComponent(idWords(id));
    return {
      url: words ? `https://hn.algolia.com/?q=${words}` : `${HACKER_NEWS_SITE}/`,
      label: 'On Hacker News',
    };
  },
  // hnrss.org offers feeds of the same searches; the front page has no query.
  recognize(url, name) {
    const isFront = url.hostname === 'news.ycombinator.com' && /^\/(rss|news|newest)?$/.test(url.pathname);
    const isFeed = url.hostname === 'hnrss.org' && /^\/(newest|frontpage|best)$/.test(url.pathname);
    const isSearch = url.hostname === 'hn.algolia.com' && /^\/(?:q\/.*)?$/.test(url.pathname);
    if (!isFront && !isFeed && !isSearch) return undefined;
    const query = url.searchParams.get('q') ?? url.searchParams.get('query') ?? '';
    if (isSearch && !query) return undefined;
    const points = Number(url.searchParams.get('points') ?? Number.NaN);
    return { entry: { query, ...(points >= 0 && { minPoints: points }), ...(name && { name }) } };
  },
});

/** Creates one source for each search, all on one lane. */
export function createHackerNewsSources(refs: SourceRef[], options: JsonApiOptions): Source[] {
  return refs.map((ref) => ({
    refs: [ref],
    lane: 'hacker-news',
    fetch: async (request) => [await fetchStories(ref, options, request)],
  }));
}

async function fetchStories(
  ref: SourceRef,
  options: JsonApiOptions,
  request: FetchRequest,
): Promise<FetchOutcome> {
  try {
    const { minPoints = 0 } = (ref.settings ?? {}) as Partial<SearchSettings>;
    const hits = (await readStories(ref, options, request)).filter(
      ({ points }) => (points ?? 0) >= minPoints,
    );
    const best = hits.sort((a, b) => (b.points ?? 0) - (a.points ?? 0)).slice(0, ref.limit);
    return { sourceId: ref.id, posts: best.map((each) => storyToPost(each, ref)) };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return outcomeOfFailure(ref.id, error, request.now);
  }
}

/**
 * Yields all stories of the period, newest first. `fetchStories` filters by points, because the service's own filter
 * has not worked since June 2026.
 */
async function readStories(ref: SourceRef, options: JsonApiOptions, request: FetchRequest): Promise<Hit[]> {
  const seconds = (instant: string) => Math.floor(Date.parse(instant) / 1000);
  const from = seconds(request.period.from);
  const found = new Map<string, Hit>();
  let to = seconds(request.period.to);
  for (let searches = 0; searches < MAX_SEARCHES && to > from; searches += 1) {
    const { hits } = await searchOnce(ref, options, [from, to], request.signal);
    const read = readItems('Hacker News', hits, hit);
    for (const each of read) found.set(each.objectID, each);
    // The page may lack other stories of the same second as its oldest one.
    const oldest = Math.min(...read.map((each) => each.created_at_i)) + 1;
    if (hits.length < MAX_HITS || oldest >= to) break;
    to = oldest;
  }
  return [...found.values()];
}

/** Searches stories of a half-open span of seconds. */
function searchOnce(
  ref: SourceRef,
  options: JsonApiOptions,
  [from, to]: [from: number, to: number],
  signal: AbortSignal,
) {
  const base = (options.baseUrl ?? ALGOLIA_API).replace(/\/+$/, '');
  const query = new URLSearchParams({
    tags: 'story',
    query: ref.target,
    numericFilters: `created_at_i>=${from},created_at_i<${to}`,
    hitsPerPage: String(MAX_HITS),
    attributesToRetrieve: STORY_FIELDS,
    attributesToHighlight: '',
  });
  return getJson('Hacker News', `${base}/api/v1/search_by_date?${query}`, answerSchema, options, signal);
}

/**
 * Converts a story to a post. The linked article is one of its links, so that posts about one article form one story.
 */
export function storyToPost(story: Hit, ref: SourceRef): Post {
  const found = { links: [], media: [] };
  const text = story.story_text ? readText({ value: story.story_text, form: 'html' }, found) : '';
  const links = [story.url ?? undefined, ...found.links, ...findUrls(text)]
    .map((link) => canonicalUrl(link))
    .filter((link): link is string => link !== undefined);
  return {
    id: `hn:${story.objectID}`,
    sourceId: ref.id,
    platform: ref.platform,
    url: `${HACKER_NEWS_SITE}/item?id=${story.objectID}`,
    author: story.author,
    title: truncate(oneLine(story.title), 300),
    text,
    createdAt: new Date(story.created_at_i * 1000).toISOString(),
    metrics: {
      ...(typeof story.points === 'number' && { score: story.points }),
      ...(typeof story.num_comments === 'number' && { comments: story.num_comments }),
    },
    links: [...new Set(links)],
    media: [],
    comments: [],
  };
}
