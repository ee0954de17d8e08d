// Releases of a repository on GitHub, as posts.
import { z } from 'zod';
import { oneLine } from '../../base/text.js';
import type { Post, SourceRef } from '../../model.js';
import { getJson, type JsonApiOptions, readItems } from '../http/json-api.js';
import { markdownUrls, plainMarkdown } from '../http/markdown.js';
import type { ReadPosts } from '../http/reading-source.js';
import { baseOf, type GithubSettings, linksOf, ownerSchema, PAGE_SIZE } from './requests.js';

const draftSchema = z.object({ draft: z.literal(true) });
const releaseSchema = z.object({
  id: z.int(),
  tag_name: z.string().min(1),
  name: z.string().nullish(),
  body: z.string().nullish(),
  prerelease: z.boolean(),
  published_at: z.iso.datetime({ offset: true }),
  html_url: z.url(),
  author: ownerSchema.nullish().catch(undefined),
  reactions: z
    .object({ total_count: z.int().min(0) })
    .optional()
    .catch(undefined),
});

/** Published releases, newest first. */
export function readReleases(options: JsonApiOptions): ReadPosts {
  return async function* (ref, { signal }) {
    const url = `${baseOf(options)}/repos/${ref.target}/releases?per_page=${PAGE_SIZE}`;
    const page = await getJson('GitHub', url, z.array(z.unknown()), options, signal);
    const { prereleases = false } = (ref.settings ?? {}) as GithubSettings;
    // A draft has no publication date.
    const published = page.filter((each) => !draftSchema.safeParse(each).success);
    const releases = readItems('GitHub', published, releaseSchema)
      .filter(({ prerelease }) => prereleases || !prerelease)
      .sort((a, b) => Date.parse(b.published_at) - Date.parse(a.published_at));
    for (const each of releases) yield releasePost(each, ref);
    return undefined;
  };
}

/** "v1.2" of acme/engine is "engine v1.2". */
function releasePost(each: z.output<typeof releaseSchema>, ref: SourceRef): Post {
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
