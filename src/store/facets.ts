// What a bullet can be filtered by, as words of the full-text index: filters cost then what one more word costs.
import { createHash } from 'node:crypto';
import type { Bullet, Issue, Platform } from '../model.js';

export type Facet = 'platform' | 'recap' | 'source' | 'author' | 'tag' | 'cadence';

/**
 * A facet's value as a word that no text holds by chance, the same for all spellings in upper and lower case. It ends
 * with a digit, so that the stemmer leaves it as it is.
 */
export function facetWord(facet: Facet, value: string): string {
  const key = `${facet} ${value.toLowerCase()}`;
  const known = made.get(key);
  if (known) return known;
  const word = `zq${createHash('sha256').update(key).digest('hex').slice(0, 12)}0`;
  if (made.size >= KEPT) made.clear();
  made.set(key, word);
  return word;
}

// An issue's bullets share most of their facets.
const KEPT = 1000;
const made = new Map<string, string>();

/** All facets of a bullet: its recap's, those of the posts that it and its points cite, and the issue's tags. */
export function facetsOf(
  issue: Issue,
  bullet: Pick<Bullet, 'citations' | 'points'>,
  recap: { title: string; platform: Platform },
): string {
  const cited = new Set([...bullet.citations, ...bullet.points.flatMap((point) => point.citations)]);
  const posts = [...cited].flatMap((id) => (Object.hasOwn(issue.posts, id) ? (issue.posts[id] ?? []) : []));
  const facets: [Facet, string][] = [
    ['platform', recap.platform],
    ['recap', recap.title],
    ['cadence', issue.cadence],
    ...posts.flatMap(({ sourceId, sourceName, platform, author }): [Facet, string][] => [
      ['source', sourceId],
      ['source', sourceName],
      ['author', author],
      ['author', `${platform}/${author}`],
    ]),
    ...issue.tags.map(({ kind, slug }): [Facet, string] => ['tag', `${kind}/${slug}`]),
  ];
  return [...new Set(facets.map(([facet, value]) => facetWord(facet, value)))].join(' ');
}
