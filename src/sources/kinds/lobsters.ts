// Lobsters (https://lobste.rs): the best stories of a period, all or with a tag, from its JSON pages.
import { z } from 'zod';
import { oneLine } from '../../base/text.js';
import { canonicalUrls } from '../../base/url.js';
import type { Post, SourceRef } from '../../model.js';
import { type FoundInHtml, readText } from '../feed/html-text.js';
import { SourceError } from '../http/failure.js';
import { getJson, type JsonApiOptions, JsonStatusError, readItems } from '../http/json-api.js';
import { createReadingSources, type ReadPosts } from '../http/reading-source.js';
import { baseUrlVariable, defineKind, idWords, jsonApiOptions, limitSetting, nameSetting } from './kind.js';

const LOBSTERS_SITE = 'https://lobste.rs';
/** A page has 25 stories; a day has about 40. */
const MAX_PAGES = 20;

const story = z.object({
  short_id: z.string().regex(/^\w+$/),
  created_at: z.iso.datetime({ offset: true }),
  title: z.string().min(1),
  url: z.string().catch(''),
  score: z.int(),
  comment_count: z.int().min(0).optional().catch(undefined),
  description: z.string().catch(''),
  // An object before 2023.
  submitter_user: z.union([
    z.string(),
    z.object({ username: z.string() }).transform(({ username }) => username),
  ]),
});
type Story = z.output<typeof story>;

const tagName = z
  .string()
  .regex(/^[\w+-]{1,25}$/, 'a tag of https://lobste.rs/tags, such as rust')
  .transform((written) => written.toLowerCase());
const settings = z.strictObject({
  tag: tagName.optional().describe('Only stories with this tag; absent: all'),
  minScore: z.int().min(0).default(5).describe('Skip stories with a lower score'),
  name: nameSetting,
  limit: limitSetting,
});

/** The settings of an entry, kept in `SourceRef.settings`. */
type LobstersSettings = Pick<z.output<typeof settings>, 'minScore'>;

export const lobsters = defineKind({
  schema: z
    .array(z.union([tagName, settings], { error: 'a tag, or { tag, minScore, name, limit }' }))
    .default([])
    .describe('Tags, or tags with settings'),
  refs: (entries) =>
    entries.map((entry) => {
      const {
        tag = '',
        minScore,
        name,
        limit = 50,
      } = typeof entry === 'string' ? settings.parse({ tag: entry }) : entry;
      return {
        id: `lobsters:${tag}`,
        kind: 'lobsters',
        platform: 'web',
        name: name ?? (tag ? `Lobsters: ${tag}` : 'Lobsters'),
        target: tag,
        limit,
        settings: { minScore } satisfies LobstersSettings,
      };
    }),
  names: { lobsters: { heading: 'Lobsters', noun: 'feed', recap: 'feeds' } },
  environment: { LOBSTERS_BASE_URL: baseUrlVariable },
  create: (refs, tools) => createLobstersSources(refs, jsonApiOptions(tools, 'LOBSTERS_BASE_URL')),
  findHome({ id }) {
    const tag = idWords(id);
    return {
      url: tag ? `${LOBSTERS_SITE}/t/${encodeURIComponent(tag)}` : `${LOBSTERS_SITE}/`,
      label: 'On Lobsters',
    };
  },
  recognize({ hostname, pathname }, name) {
    if (hostname !== 'lobste.rs') return undefined;
    const tag = /^\/t\/([\w+-]{1,25})(?:\.(?:rss|json))?\/?$/.exec(pathname)?.[1];
    if (!tag && !/^\/(?:(?:rss|newest|active|hottest)(?:\.rss|\.json)?)?\/?$/.test(pathname))
      return undefined;
    if (!tag) return { entry: name ? { name } : {} };
    return { entry: name ? { tag, name } : tag };
  },
  findFeed: ({ target }) => (target ? `${LOBSTERS_SITE}/t/${target}.rss` : `${LOBSTERS_SITE}/rss`),
});

/** Creates one source for each tag, all on one lane. */
export function createLobstersSources(refs: SourceRef[], options: JsonApiOptions) {
  const base = (options.baseUrl ?? LOBSTERS_SITE).replace(/\/+$/, '');
  const read: ReadPosts = async function* (ref, { signal }, from) {
    const { minScore = 0 } = (ref.settings ?? {}) as Partial<LobstersSettings>;
    const list = ref.target ? `${base}/t/${encodeURIComponent(ref.target)}` : `${base}/newest`;
    const found = new Map<string, Story>();
    for (let page = 1; page <= MAX_PAGES; page++) {
      const url = page === 1 ? `${list}.json` : `${list}/page/${page}.json`;
      const stories = await getPage(url, ref, options, signal);
      for (const each of stories) found.set(each.short_id, each);
      const oldest = stories.at(-1);
      if (!oldest || toInstant(oldest.created_at) < from) break;
    }
    for (const each of [...found.values()].sort((a, b) => b.score - a.score))
      if (each.score >= minScore) yield postOf(each, ref);
    return undefined;
  };
  return createReadingSources(refs, read, { laneOf: () => 'lobsters' });
}

async function getPage(
  url: string,
  { target }: SourceRef,
  options: JsonApiOptions,
  signal: AbortSignal,
): Promise<Story[]> {
  try {
    const page = await getJson('Lobsters', url, z.array(z.unknown()), options, signal);
    return readItems('Lobsters', page, story);
  } catch (error) {
    if (!(error instanceof JsonStatusError) || error.status !== 404 || !target) throw error;
    throw new SourceError(`Lobsters has no tag "${target}": https://lobste.rs/tags lists them`, error.next);
  }
}

function postOf(each: Story, ref: SourceRef): Post {
  const found: FoundInHtml = { links: [], media: [] };
  const text = readText({ value: each.description, form: 'html' }, found);
  const links = canonicalUrls([each.url, ...found.links]);
  return {
    id: `lobsters:${each.short_id}`,
    sourceId: ref.id,
    platform: ref.platform,
    url: `${LOBSTERS_SITE}/s/${each.short_id}`,
    author: each.submitter_user,
    title: oneLine(each.title),
    text,
    createdAt: toInstant(each.created_at),
    metrics: {
      score: each.score,
      ...(each.comment_count !== undefined && { comments: each.comment_count }),
    },
    links: [...new Set(links)],
    media: [],
    comments: [],
  };
}

function toInstant(date: string): string {
  return new Date(date).toISOString();
}
