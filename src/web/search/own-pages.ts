// Pages of their own for what was searched for: a tag, an author, a subreddit.
import { slugify } from '../../base/text.js';
import { searchBullets } from '../../store/search/search.js';
import { findSources } from '../../store/sources/sources.js';
import { findTag } from '../../store/tags.js';
import { authorPath, sourcePath, tagPath } from '../ui/paths.js';
import { TAG_KINDS } from '../ui/tag-kinds.js';
import type { SearchSite } from './answer.js';

export interface OwnPage {
  path: string;
  name: string;
  /** Which phrase of a page says what it is. */
  kind: 'companies' | 'models' | 'people' | 'topics' | 'author' | 'source';
}

/** The pages of what the whole search names, such as `@handle` or `r/name`. */
export async function findOwnPages({ db }: SearchSite, q: string): Promise<OwnPage[]> {
  const slug = slugify(q);
  if (!slug) return [];
  const pages: OwnPage[] = [];
  for (const [kind, name] of TAG_KINDS) {
    const tag = await findTag(db, kind, slug);
    if (tag) pages.push({ path: tagPath(tag), name: tag.name, kind: name });
  }
  const [, author] = /^@(\w+)$/.exec(q) ?? [];
  if (author && (await searchBullets(db, { terms: [], author: `x/${author}`, limit: 1 })).total > 0)
    pages.push({ path: authorPath({ platform: 'x', author }), name: q, kind: 'author' });
  const id = /^r\/\w+$/i.test(q) ? `reddit:${q.slice(2).toLowerCase()}` : undefined;
  const source = id && (await findSources(db, [id])).get(id);
  if (source) pages.push({ path: sourcePath(source.id), name: source.name, kind: 'source' });
  return pages;
}
