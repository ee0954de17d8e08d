// GitHub, from its REST API: releases of repositories, and new repositories with the most stars.
import { z } from 'zod';
import { oneLine, truncate } from '../base/text.js';
import { HOUR_MS, MINUTE_MS } from '../base/time.js';
import { canonicalUrl, canonicalUrls } from '../base/url.js';
import type { Post, Source, SourceRef } from '../model.js';
import { SourceError } from './http/failure.js';
import { getJson, type JsonApiOptions, JsonStatusError, readItems } from './http/json-api.js';
import { markdownUrls, plainMarkdown } from './http/markdown.js';
import { createReadingSources, type ReadPosts } from './http/reading-source.js';
import {
  baseUrlVariable,
  defineKind,
  idWords,
  jsonApiOptions,
  limitSetting,
  nameSetting,
  secretVariable,
  textVariable,
} from './kind.js';

const GITHUB_API = 'https://api.github.com';
const GITHUB_SITE = 'https://github.com';
/** Items per page. Only nightly builds produce more releases in a period. */
const PAGE_SIZE = 100;
/** Maximum characters of a repository's description in its title. */
const MAX_DESCRIPTION = 120;
/** Without a token, GitHub allows 60 requests an hour, so the schedule fetches each source only this often. */
const HOURS_WITHOUT_TOKEN = 3;

/** The wait after a secondary rate limit whose response names none (docs.github.com, "Rate limits for the REST API"). */
const SECONDARY_LIMIT_WAIT_MS = MINUTE_MS;

const owner = z.object({ login: z.string() });
const draft = z.object({ draft: z.literal(true) });
const release = z.object({
  id: z.int(),
  tag_name: z.string().min(1),
  name: z.string().nullish(),
  body: z.string().nullish(),
  prerelease: z.boolean(),
  published_at: z.iso.datetime({ offset: true }),
  html_url: z.url(),
  author: owner.nullish().catch(undefined),
  reactions: z
    .object({ total_count: z.int().min(0) })
    .optional()
    .catch(undefined),
});
const repository = z.object({
  id: z.int(),
  full_name: z.string().min(3),
  html_url: z.url(),
  description: z.string().nullish(),
  homepage: z.string().nullish(),
  created_at: z.iso.datetime({ offset: true }),
  stargazers_count: z.int().min(0),
  topics: z.array(z.string()).optional().catch(undefined),
  language: z.string().nullish(),
  owner: owner.nullish().catch(undefined),
});
const searchSchema = z.object({ items: z.array(z.unknown()), incomplete_results: z.boolean().optional() });

const repositoryName = z
  .string()
  .regex(/^[\w-]+\/[\w.-]+$/, 'owner/name of a repository')
  .refine((written) => !/\/\.{1,2}$/.test(written), 'owner/name of a repository');
const releasesOf = z.strictObject({
  repository: repositoryName.describe('owner/name'),
  prereleases: z.boolean().default(false).describe('Include prereleases'),
  name: nameSetting,
  limit: limitSetting,
});
const search = z.strictObject({
  query: z
    .string()
    .max(200)
    .default('')
    .describe('A GitHub search, such as topic:llm language:rust; empty: all repositories'),
  minStars: z.int().min(1).default(50).describe('Skip repositories with fewer stars'),
  name: nameSetting,
  limit: limitSetting,
});

/** The settings of an entry, kept in `SourceRef.settings`. */
interface GithubSettings {
  prereleases?: boolean;
  minStars?: number;
}

export const github = defineKind({
  schema: z
    .strictObject({
      releases: z
        .array(
          z.union([repositoryName, releasesOf], {
            error: 'owner/name of a repository, or { repository, prereleases, name, limit }',
          }),
        )
        .default([])
        .describe('Repositories whose releases to read: owner/name, or with settings'),
      newRepositories: z.array(search).default([]).describe('Searches for new repositories by stars'),
    })
    .prefault({}),
  refs: ({ releases, newRepositories }) => [
    ...releases.map((entry): SourceRef => {
      const {
        repository: target,
        prereleases,
        name,
        limit = 10,
      } = typeof entry === 'string' ? releasesOf.parse({ repository: entry }) : entry;
      const settings: GithubSettings = { prereleases };
      return {
        id: `github:${target.toLowerCase()}`,
        kind: 'github-releases',
        platform: 'web',
        name: name ?? target,
        target,
        limit,
        settings: { ...settings },
      };
    }),
    ...newRepositories.map(({ query, minStars, name, limit = 20 }): SourceRef => {
      const settings: GithubSettings = { minStars };
      return {
        id: `github-search:${query.toLowerCase()}`,
        kind: 'github-search',
        platform: 'web',
        name: name ?? (query ? `New on GitHub: ${query}` : 'New on GitHub'),
        target: query,
        limit,
        settings: { ...settings },
      };
    }),
  ],
  names: {
    'github-releases': { heading: 'Releases on GitHub', noun: 'feed', recap: 'feeds' },
    'github-search': { heading: 'New repositories on GitHub', noun: 'feed', recap: 'feeds' },
  },
  environment: { GITHUB_TOKEN: secretVariable, GITHUB_BASE_URL: baseUrlVariable },
  create: (refs, tools) =>
    createGithubSources(refs, {
      ...jsonApiOptions(tools, 'GITHUB_BASE_URL'),
      token: textVariable(tools.env, 'GITHUB_TOKEN'),
    }),
  findHome({ id, kind }) {
    const words = idWords(id);
    if (kind === 'github-releases') return { url: `${GITHUB_SITE}/${words}/releases`, label: 'On GitHub' };
    const query = new URLSearchParams({ q: words, type: 'repositories', s: 'stars', o: 'desc' });
    return words ? { url: `${GITHUB_SITE}/search?${query}`, label: 'On GitHub' } : undefined;
  },
  // A repository's page and its feed both mean its releases.
  recognize({ hostname, pathname }, name) {
    if (!/^(www\.)?github\.com$/.test(hostname)) return undefined;
    const target =
      /^\/([\w-]+\/[\w.-]+?)(?:\.git)?(?:\/releases(?:\.atom|\/latest|\/tag\/[^/]+)?|\/(?:tree|blob)\/.+)?\/?$/.exec(
        pathname,
      )?.[1];
    if (!target || RESERVED_OWNER.test(target) || !repositoryName.safeParse(target).success) return undefined;
    return { list: 'releases', entry: name ? { repository: target, name } : target };
  },
  findFeed: ({ kind, target }) =>
    kind === 'github-releases' ? `${GITHUB_SITE}/${target}/releases.atom` : undefined,
});

/** First parts of paths that are not owners. */
const RESERVED_OWNER =
  /^(about|apps|collections|contact|customer-stories|enterprise|events|explore|features|issues|login|marketplace|notifications|orgs|organizations|pricing|pulls|search|security|settings|site|solutions|sponsors|stars|team|topics|trending|users)\//;

export interface GithubOptions extends JsonApiOptions {
  /** Raises the limit from 60 requests an hour to 5,000. */
  token?: string;
}

/** Creates one source for each repository and search, all on one lane. */
export function createGithubSources(refs: SourceRef[], { token, ...rest }: GithubOptions): Source[] {
  const options: GithubOptions = {
    ...rest,
    headers: {
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      ...(token && { authorization: `Bearer ${token}` }),
    },
  };
  const explained = (read: ReadPosts): ReadPosts =>
    async function* (ref, request, from) {
      try {
        const more = yield* read(ref, request, from);
        if (token) return more;
        const next = Date.parse(request.now) + HOURS_WITHOUT_TOKEN * HOUR_MS;
        return { ...more, notBefore: new Date(next).toISOString() };
      } catch (error) {
        throw error instanceof JsonStatusError ? explain(error, ref, token !== undefined) : error;
      }
    };
  const ofKind = (kind: string) => refs.filter((ref) => ref.kind === kind);
  const laneOf = () => 'github';
  return [
    ...createReadingSources(ofKind('github-releases'), explained(readReleases(options)), { laneOf }),
    ...createReadingSources(ofKind('github-search'), explained(searchRepositories(options)), {
      laneOf,
      isLate: true,
    }),
  ];
}

function readReleases(options: JsonApiOptions): ReadPosts {
  return async function* (ref, { signal }) {
    const url = `${baseOf(options)}/repos/${ref.target}/releases?per_page=${PAGE_SIZE}`;
    const page = await getJson('GitHub', url, z.array(z.unknown()), options, signal);
    const { prereleases = false } = (ref.settings ?? {}) as GithubSettings;
    // A draft has no publication date.
    const published = page.filter((each) => !draft.safeParse(each).success);
    const releases = readItems('GitHub', published, release)
      .filter(({ prerelease }) => prereleases || !prerelease)
      .sort((a, b) => Date.parse(b.published_at) - Date.parse(a.published_at));
    for (const each of releases) yield releasePost(each, ref);
    return undefined;
  };
}

/** Stars take days to accumulate: a repository that gets enough within the week counts when it is first found. */
function searchRepositories(options: JsonApiOptions): ReadPosts {
  return async function* (ref, { period, signal }, from) {
    const { minStars = 1 } = (ref.settings ?? {}) as GithubSettings;
    const seconds = (instant: string) => instant.replace(/\.\d+Z$/, 'Z');
    const q = `${ref.target} created:${seconds(from)}..${seconds(period.to)} stars:>=${minStars}`.trim();
    const query = new URLSearchParams({ q, sort: 'stars', order: 'desc', per_page: String(PAGE_SIZE) });
    const url = `${baseOf(options)}/search/repositories?${query}`;
    const found = await getJson('GitHub', url, searchSchema, options, signal);
    for (const each of readItems('GitHub', found.items, repository)) yield repositoryPost(each, ref);
    return found.incomplete_results ? { note: 'GitHub did not finish the search' } : undefined;
  };
}

function baseOf({ baseUrl = GITHUB_API }: JsonApiOptions): string {
  return baseUrl.replace(/\/+$/, '');
}

function explain(error: JsonStatusError, ref: SourceRef, hasToken: boolean): SourceError {
  const { status, next, words } = error;
  if (status === 401)
    return new SourceError(
      'GitHub rejected GITHUB_TOKEN: create a new one at https://github.com/settings/tokens',
      {
        affectsAll: true,
      },
    );
  if (status === 403 && !next.affectsAll && /rate limit/i.test(words))
    return new SourceError('GitHub’s secondary rate limit is exhausted', {
      retryAfter: SECONDARY_LIMIT_WAIT_MS,
      affectsAll: true,
    });
  if (status === 429 || (status === 403 && next.affectsAll)) {
    const way = hasToken ? '' : ': set GITHUB_TOKEN, which raises it from 60 requests an hour to 5,000';
    return new SourceError(`GitHub’s rate limit is exhausted${way}`, next);
  }
  if (status === 404 && ref.kind === 'github-releases')
    return new SourceError(`GitHub has no public repository ${ref.target}`, next);
  if (status === 422) return new SourceError(`GitHub rejected the search: ${words}`, next);
  return error;
}

/** "v1.2" of acme/engine is "engine v1.2". */
function releasePost(each: z.output<typeof release>, ref: SourceRef): Post {
  const [holder = '', project = ''] = ref.target.split('/');
  const named = oneLine(each.name || each.tag_name);
  const flat = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const body = withoutHtml(each.body ?? '');
  const login = each.author?.login ?? holder;
  return {
    id: `github:release/${each.id}`,
    sourceId: ref.id,
    platform: ref.platform,
    url: each.html_url,
    author: login.endsWith('[bot]') ? holder : login,
    title: flat(named).includes(flat(project)) ? named : `${project} ${named}`,
    text: plainMarkdown(body),
    createdAt: new Date(each.published_at).toISOString(),
    metrics: each.reactions ? { likes: each.reactions.total_count } : {},
    links: linksOf(markdownUrls(body), each.html_url),
    media: [],
    comments: [],
  };
}

function repositoryPost(each: z.output<typeof repository>, ref: SourceRef): Post {
  const [holder = ''] = each.full_name.split('/');
  const description = oneLine(each.description ?? '');
  const about = [
    each.language && `Language: ${each.language}.`,
    each.topics?.length && `Topics: ${each.topics.join(', ')}.`,
  ];
  return {
    id: `github:repository/${each.id}`,
    sourceId: ref.id,
    platform: ref.platform,
    url: each.html_url,
    author: each.owner?.login ?? holder,
    title: [each.full_name, truncate(description, MAX_DESCRIPTION)].filter(Boolean).join(': '),
    text: [description, ...about].filter(Boolean).join('\n'),
    createdAt: new Date(each.created_at).toISOString(),
    metrics: { likes: each.stargazers_count },
    links: linksOf(each.homepage ? [each.homepage] : [], each.html_url),
    media: [],
    comments: [],
  };
}

function linksOf(urls: string[], own: string): string[] {
  const page = canonicalUrl(own);
  return [...new Set(canonicalUrls(urls))].filter((url) => url !== page);
}

/** GitHub's own notes begin with a comment, and writers lay out notes with tags. */
const LAYOUT_TAG =
  /<\/?(?:a|b|br|code|dd|details|div|dl|dt|em|h\d|i|img|kbd|li|ol|p|picture|source|span|strong|sub|summary|sup|table|tbody|td|th|thead|tr|ul)(?:\s[^<>]{0,2000})?\/?>/gi;

function withoutHtml(body: string): string {
  const [first = '', ...rest] = body.split('<!--');
  const shown =
    first +
    rest.map((part) => part.slice(part.indexOf('-->') < 0 ? part.length : part.indexOf('-->') + 3)).join('');
  return shown.replace(LAYOUT_TAG, '');
}
