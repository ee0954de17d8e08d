// New repositories on GitHub with the most stars, as posts.
import { z } from 'zod';
import { oneLine, truncate } from '../../base/text.js';
import type { Post, SourceRef } from '../../model.js';
import { getJson, type JsonApiOptions, readItems } from '../http/json-api.js';
import type { ReadPosts } from '../http/reading-source.js';
import { baseOf, type GithubSettings, linksOf, ownerSchema, PAGE_SIZE } from './requests.js';

/** Maximum characters of a repository's description in its title. */
const MAX_DESCRIPTION = 120;

const repositorySchema = z.object({
  id: z.int(),
  full_name: z.string().min(3),
  html_url: z.url(),
  description: z.string().nullish(),
  homepage: z.string().nullish(),
  created_at: z.iso.datetime({ offset: true }),
  stargazers_count: z.int().min(0),
  topics: z.array(z.string()).optional().catch(undefined),
  language: z.string().nullish(),
  owner: ownerSchema.nullish().catch(undefined),
});
const searchSchema = z.object({ items: z.array(z.unknown()), incomplete_results: z.boolean().optional() });

/** Stars take days to accumulate: a repository that gets enough within the week counts when it is first found. */
export function searchRepositories(options: JsonApiOptions): ReadPosts {
  return async function* (ref, { period, signal }, from) {
    const { minStars = 1 } = (ref.settings ?? {}) as GithubSettings;
    const seconds = (instant: string) => instant.replace(/\.\d+Z$/, 'Z');
    const q = `${ref.target} created:${seconds(from)}..${seconds(period.to)} stars:>=${minStars}`.trim();
    const query = new URLSearchParams({ q, sort: 'stars', order: 'desc', per_page: String(PAGE_SIZE) });
    const url = `${baseOf(options)}/search/repositories?${query}`;
    const found = await getJson('GitHub', url, searchSchema, options, signal);
    for (const each of readItems('GitHub', found.items, repositorySchema)) yield repositoryPost(each, ref);
    return found.incomplete_results ? { note: 'GitHub did not finish the search' } : undefined;
  };
}

function repositoryPost(each: z.output<typeof repositorySchema>, ref: SourceRef): Post {
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
