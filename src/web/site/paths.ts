// The paths of the pages.

import { slugify } from '../../base/text.js';
import { parseHttpUrl } from '../../base/url.js';
import type { CitedPost, Tag } from '../../model.js';

/** `/news` of `https://example.org/news/`; empty for a site at its host's root. */
export function basePathOf(publicUrl: string | undefined): string {
  return (parseHttpUrl(publicUrl)?.pathname ?? '').replace(/\/+$/, '');
}

export function issuePath(slug: string, anchor?: string): string {
  return `/issues/${encodeURIComponent(slug)}${anchor ? `#${encodeURIComponent(anchor)}` : ''}`;
}

/** "How this issue was made". */
export function howPath(slug: string): string {
  return `${issuePath(slug)}/how`;
}

/** An issue's picture for link previews. */
export function picturePath(slug: string): string {
  return `${issuePath(slug)}/og.png`;
}

export function tagPath({ kind, slug }: Pick<Tag, 'kind' | 'slug'>): string {
  return `/tags/${encodeURIComponent(kind)}/${encodeURIComponent(slug)}`;
}

export function authorPath({ platform, author }: Pick<CitedPost, 'platform' | 'author'>): string {
  return `/authors/${platform}/${encodeURIComponent(author)}`;
}

/** A tag's picture for link previews. */
export function tagPicturePath(tag: Pick<Tag, 'kind' | 'slug'>): string {
  return `${tagPath(tag)}/og.png`;
}

/** The feed of issues with the tag. */
export function tagFeedPath(tag: Pick<Tag, 'kind' | 'slug'>): string {
  return `${tagPath(tag)}/feed.xml`;
}

/** A source's own page, by its id. */
export function sourcePath(id: string): string {
  return `/sources/${slugify(id, 100)}`;
}

export function yearPath(year: string): string {
  return `/issues/${year}`;
}

/** A page of the list of all issues. */
export function issuesPath(cadence?: string, page = 1): string {
  const params = new URLSearchParams();
  if (cadence) params.set('cadence', cadence);
  if (page > 1) params.set('page', String(page));
  return params.size > 0 ? `/issues?${params}` : '/issues';
}

/** The list of an issue's earlier versions, or one of them. */
export function versionsPath(slug: string, number?: number): string {
  return `${issuePath(slug)}/versions${number ? `/${number}` : ''}`;
}

/** Where readers report an error in a bullet. */
export function reportPath(slug: string, anchor: string): string {
  return `${issuePath(slug)}/report/${encodeURIComponent(anchor)}`;
}
