// The filters of bullets as words of the full-text index, so that a filter costs no more than another word.
import { createHash } from 'node:crypto';
import { listCitations } from '../../base/issue-bullets.js';
import type { Bullet, Issue, Platform } from '../../model.js';

export type Facet = 'platform' | 'recap' | 'source' | 'author' | 'tag' | 'cadence';

/** A facet's value as a token. No text has it, since tokens of texts contain no `§`. Case does not matter. */
export function facetWord(facet: Facet, value: string): string {
  const key = `${facet} ${value.toLowerCase()}`;
  const known = made.get(key);
  if (known) return known;
  const word = `§${createHash('sha256').update(key).digest('hex').slice(0, 12)}`;
  if (made.size >= MAX_CACHED_FACETS) made.clear();
  made.set(key, word);
  return word;
}

// An archive has about ten thousand authors and sources.
const MAX_CACHED_FACETS = 50_000;
const made = new Map<string, string>();

/** Returns a function that lists a bullet's facets: its recap, its issue, and the posts that it and its points cite. */
export function facetsIn(
  issue: Issue,
  recap: { title: string; platform: Platform },
): (bullet: Pick<Bullet, 'citations' | 'points'>) => string {
  const shared = [
    facetWord('recap', recap.title),
    facetWord('cadence', issue.cadence),
    ...issue.tags.map(({ kind, slug }) => facetWord('tag', `${kind}/${slug}`)),
  ];
  const start = [...new Set(shared)].join(' ');
  return (bullet) => {
    const own = new Set<string>();
    for (const id of listCitations(bullet)) {
      const post = Object.hasOwn(issue.posts, id) ? issue.posts[id] : undefined;
      if (!post) continue;
      // A weekly recap mixes platforms.
      own.add(facetWord('platform', post.platform));
      own.add(facetWord('source', post.sourceId)).add(facetWord('source', post.sourceName));
      own.add(facetWord('author', post.author)).add(facetWord('author', `${post.platform}/${post.author}`));
    }
    if (own.size === 0) own.add(facetWord('platform', recap.platform));
    return [start, ...own].join(' ');
  };
}
