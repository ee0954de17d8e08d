// Where the pages are.
import type { Tag } from '../model.js';

export function issuePath(slug: string, anchor?: string): string {
  return `/issues/${encodeURIComponent(slug)}${anchor ? `#${encodeURIComponent(anchor)}` : ''}`;
}

/** "How this issue was made". */
export function howPath(slug: string): string {
  return `${issuePath(slug)}/how`;
}

export function tagPath({ kind, slug }: Pick<Tag, 'kind' | 'slug'>): string {
  return `/tags/${encodeURIComponent(kind)}/${encodeURIComponent(slug)}`;
}
