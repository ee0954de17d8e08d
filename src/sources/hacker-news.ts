// Hacker News by Algolia's search (https://hn.algolia.com/api): the best stories of a period with certain words.
import { z } from 'zod';
import { oneLine, truncate } from '../base/text.js';
import { canonicalUrl, findUrls } from '../base/url.js';
import type { FetchOutcome, FetchRequest, Post, Source, SourceRef } from '../model.js';
import { readText } from './feed/html-text.js';
import { outcomeOfFailure, SourceError } from './http/failure.js';
import { getJson, type JsonApiOptions } from './http/json-api.js';

const API = 'https://hn.algolia.com';
const SITE = 'https://news.ycombinator.com';
/** The most that one search gives: fewer than a day's stories, of which there are some 1,200. */
const MAX_HITS = 1000;
/** A week of all stories takes nine. */
const MAX_SEARCHES = 20;
const FIELDS = 'objectID,title,url,author,points,num_comments,created_at_i,story_text';

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

/** One source a search; all of them on one lane. */
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
    const { minPoints = 0 } = ref;
    const hits = (await search(ref, options, request)).filter(({ points }) => (points ?? 0) >= minPoints);
    const best = hits.sort((a, b) => (b.points ?? 0) - (a.points ?? 0)).slice(0, ref.limit);
    return { sourceId: ref.id, posts: best.map((each) => storyToPost(each, ref)) };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return outcomeOfFailure(ref.id, error, request.now);
  }
}

/** All of the period, newest first. Since June 2026 the service does not filter by points; `fetchStories` does. */
async function search(ref: SourceRef, options: JsonApiOptions, request: FetchRequest): Promise<Hit[]> {
  const seconds = (instant: string) => Math.floor(Date.parse(instant) / 1000);
  const from = seconds(request.period.from);
  const found = new Map<string, Hit>();
  let to = seconds(request.period.to);
  for (let searches = 0; searches < MAX_SEARCHES && to > from; searches += 1) {
    const { hits } = await searchOnce(ref, options, [from, to], request.signal);
    const read = hits.flatMap((each) => hit.safeParse(each).data ?? []);
    for (const each of read) found.set(each.objectID, each);
    // Others of the oldest one's second may have been cut off.
    const oldest = Math.min(...read.map((each) => each.created_at_i)) + 1;
    if (hits.length < MAX_HITS || oldest >= to) break;
    to = oldest;
  }
  return [...found.values()];
}

/** `between` in seconds: from the first, before the second. */
function searchOnce(
  ref: SourceRef,
  options: JsonApiOptions,
  [from, to]: [from: number, to: number],
  signal: AbortSignal,
) {
  const base = (options.baseUrl ?? API).replace(/\/+$/, '');
  const query = new URLSearchParams({
    tags: 'story',
    query: ref.target,
    numericFilters: `created_at_i>=${from},created_at_i<${to}`,
    hitsPerPage: String(MAX_HITS),
    attributesToRetrieve: FIELDS,
    attributesToHighlight: '',
  });
  return getJson('Hacker News', `${base}/api/v1/search_by_date?${query}`, answerSchema, options, signal);
}

/** A story. The article that it points at is a link of it: that is how it meets others who talk of the same. */
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
    url: `${SITE}/item?id=${story.objectID}`,
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
