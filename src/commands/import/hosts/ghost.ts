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

/** The posts of each Ghost export in the folder; undefined when there is none. */
export function readGhost(folder: ImportFolder): Found | undefined {
  const found: Found = { documents: [], claimed: new Set(), failed: [] };
  for (const path of folder.paths.filter((one) => /\.json$/i.test(one))) {
    const data = parseExport(folder, path);
    if (!data) continue;
    found.claimed.add(path);
    const tagNames = new Map((data.tags ?? []).map((tag) => [String(tag.id), tag.name]));
    for (const post of data.posts) {
      const tags = (data.posts_tags ?? [])
        .filter(({ post_id }) => String(post_id) === String(post.id))
        .flatMap(({ tag_id }) => tagNames.get(String(tag_id)) ?? [])
        // Names that begin with # are Ghost's internal tags.
        .filter((name) => !name.startsWith('#'));
      const name = `${path}: ${String(post.slug ?? post.id)}`;
      found.documents.push({
        path: name,
        load: () => ({ path: name, fields: fieldsOf(post, tags), text: htmlOf(post), format: 'html' }),
      });
    }
  }
  return found.claimed.size > 0 ? found : undefined;
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
