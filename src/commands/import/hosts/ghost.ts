// Ghost's export: one JSON file, with posts, tags and the tags of each post in `db[0].data`.
import { z } from 'zod';
import type { Fields, Found, ImportDocument, ImportFolder } from '../document.js';
import { PAYWALL_MARK } from '../hidden-parts.js';
import { lexicalToHtml } from './ghost-lexical.js';
import { mobiledocToHtml } from './ghost-mobiledoc.js';

const id = z.union([z.string(), z.number()]);
const dataSchema = z.object({
  posts: z.array(z.record(z.string(), z.unknown())),
  tags: z.array(z.object({ id, name: z.string() })).optional(),
  posts_tags: z.array(z.object({ post_id: id, tag_id: id })).optional(),
  posts_meta: z.array(z.record(z.string(), z.unknown())).optional(),
});
/** The wrapper `db` is optional; it is an array or an object. */
const exportSchema = z.object({ data: dataSchema });
const wrappedSchema = z.object({ db: z.union([z.array(exportSchema).min(1), exportSchema]) });

type ExportData = z.output<typeof dataSchema>;

/** Finds the posts of each Ghost export in the folder; undefined if there is none. */
export function readGhost(folder: ImportFolder): Found | undefined {
  const found: Found = { documents: [], claimed: new Set(), failed: [] };
  for (const path of folder.paths.filter((one) => /\.json$/i.test(one))) {
    const parts = parseExport(folder, path);
    if (parts.length === 0) continue;
    found.claimed.add(path);
    for (const data of parts) addPosts(found, path, data);
  }
  return found.claimed.size > 0 ? found : undefined;
}

function addPosts(found: Found, path: string, data: ExportData): void {
  const tagsOf = readTags(data);
  const mailOnly = new Set(
    data.posts_meta?.filter((meta) => meta.email_only).map(({ post_id }) => String(post_id)),
  );
  for (const post of data.posts) {
    const fields = fieldsOf(post, tagsOf.get(String(post.id)) ?? []);
    if (mailOnly.has(String(post.id))) fields.email_only = true;
    const name = `${path}: ${String(post.slug ?? post.id)}`;
    found.documents.push({ path: name, load: () => ({ path: name, fields, ...textOfPost(post) }) });
  }
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

function parseExport(folder: ImportFolder, path: string): ExportData[] {
  try {
    const json: unknown = JSON.parse(folder.read(path));
    const wrapped = wrappedSchema.safeParse(json);
    if (wrapped.success) return [wrapped.data.db].flat().map(({ data }) => data);
    const bare = exportSchema.safeParse(json);
    return bare.success ? [bare.data.data] : [];
  } catch {
    return [];
  }
}

// A post that was only sent by mail was never on the site.
function fieldsOf(post: Fields, tags: string[]): Fields {
  return {
    title: post.title,
    slug: post.slug,
    subtitle: post.custom_excerpt ?? post.meta_description ?? '',
    published_at: post.published_at ?? post.created_at,
    status: post.status === 'sent' ? 'private' : (post.status ?? ''),
    visibility: post.visibility,
    type: post.type ?? (post.page === 1 || post.page === true ? 'page' : 'post'),
    lang: post.locale ?? post.language,
    tags,
  };
}

type PostText = Pick<ImportDocument, 'text' | 'format'>;

/** Returns a post's HTML, else its editor document, else its plain text, without Ghost's address placeholder. */
function textOfPost(post: Fields): PostText {
  const found =
    readText(post.html, 'html') ??
    readText(post.markdown, 'markdown') ??
    readText(mobiledocToHtml(post.mobiledoc), 'html') ??
    readText(lexicalToHtml(post.lexical), 'html') ??
    readText(post.plaintext, 'markdown');
  if (!found) return { text: '', format: 'html' };
  const text = found.text.replaceAll('__GHOST_URL__', '');
  // Ghost shows public posts whole, whatever marks they have.
  return { ...found, text: post.visibility === 'public' ? text.replaceAll(PAYWALL_MARK, '') : text };
}

function readText(text: unknown, format: PostText['format']): PostText | undefined {
  return typeof text === 'string' && text.trim() ? { text, format } : undefined;
}
