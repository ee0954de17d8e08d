// Ghost's export: one JSON file, `db[0].data` with posts, tags and which post has which tag.
import { z } from 'zod';
import type { Fields, Found, ImportFolder } from '../document.js';

const id = z.union([z.string(), z.number()]);
const exportSchema = z.object({
  db: z
    .array(
      z.object({
        data: z.object({
          posts: z.array(z.record(z.string(), z.unknown())),
          tags: z.array(z.object({ id, name: z.string() })).optional(),
          posts_tags: z.array(z.object({ post_id: id, tag_id: id })).optional(),
        }),
      }),
    )
    .min(1),
});

type ExportData = z.output<typeof exportSchema>['db'][number]['data'];

/** The posts of each Ghost export in the folder; undefined when there is none. */
export function readGhost(folder: ImportFolder): Found | undefined {
  const found: Found = { documents: [], claimed: new Set(), failed: [] };
  for (const path of folder.paths.filter((one) => /\.json$/i.test(one))) {
    const data = parseExport(folder, path);
    if (!data) continue;
    found.claimed.add(path);
    const tagsOf = readTags(data);
    for (const post of data.posts) {
      const tags = tagsOf.get(String(post.id)) ?? [];
      const name = `${path}: ${String(post.slug ?? post.id)}`;
      found.documents.push({
        path: name,
        load: () => ({ path: name, fields: fieldsOf(post, tags), text: htmlOf(post), format: 'html' }),
      });
    }
  }
  return found.claimed.size > 0 ? found : undefined;
}

/** Names of tags by post id. Names that begin with # are Ghost's internal tags. */
function readTags({ tags = [], posts_tags = [] }: ExportData): Map<string, string[]> {
  const names = new Map(tags.map((tag) => [String(tag.id), tag.name]));
  const byPost = new Map<string, string[]>();
  for (const { post_id, tag_id } of posts_tags) {
    const name = names.get(String(tag_id));
    if (!name || name.startsWith('#')) continue;
    const known = byPost.get(String(post_id));
    if (known) known.push(name);
    else byPost.set(String(post_id), [name]);
  }
  return byPost;
}

function parseExport(folder: ImportFolder, path: string) {
  try {
    const parsed = exportSchema.safeParse(JSON.parse(folder.read(path)));
    return parsed.success ? parsed.data.db[0]?.data : undefined;
  } catch {
    return undefined;
  }
}

// A post that was sent by mail only was never on the site.
function fieldsOf(post: Fields, tags: string[]): Fields {
  return {
    title: post.title,
    slug: post.slug,
    subtitle: post.custom_excerpt ?? post.meta_description ?? '',
    published_at: post.published_at ?? post.created_at,
    status: post.status === 'sent' ? 'private' : post.status,
    visibility: post.visibility,
    type: post.type ?? (post.page === 1 || post.page === true ? 'page' : 'post'),
    lang: post.locale,
    tags,
  };
}

function htmlOf(post: Fields): string {
  for (const field of ['html', 'plaintext']) {
    const text = post[field];
    if (typeof text === 'string' && text.trim()) return text;
  }
  throw new Error(
    'Ghost exported it without HTML: export again from Ghost, or copy its text into a Markdown file',
  );
}
