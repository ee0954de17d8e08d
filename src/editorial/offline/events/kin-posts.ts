// Finds posts about a release that name only its maker or family: "Acme's announcement" beside "Heron 3".
import type { Post, Story } from '../../../model.js';
import type { Role } from '../../vocabulary/gazetteer.js';

/** A name of the day. */
export interface Sighted {
  role?: Role;
  /** Slugs of the name, its family and its maker. */
  kin: string[];
  forms: Map<string, number>;
  posts: Map<Post, Story>;
}

/** Minimum posts of a version for others to be about it. */
const MIN_VERSION_POSTS = 2;

/**
 * For the key of each maker's and family's most mentioned version of the day: the posts that name the maker or the
 * family and no version.
 */
export function findKinPosts(found: ReadonlyMap<string, Sighted>): Map<string, Post[]> {
  const versions = [...found].filter(([key, { role }]) => role === 'model' && /\d/.test(key));
  const versioned = new Set(versions.flatMap(([, { posts }]) => [...posts.keys()]));
  const leading = new Map<string, { key: string; posts: number }>();
  for (const [key, { kin, posts }] of versions)
    for (const slug of kin.slice(1))
      if (posts.size >= MIN_VERSION_POSTS && posts.size > (leading.get(slug)?.posts ?? 0))
        leading.set(slug, { key, posts: posts.size });
  const kinPosts = new Map<string, Set<Post>>();
  for (const [slug, { key }] of leading) {
    const relatedPosts = kinPosts.get(key) ?? new Set<Post>();
    for (const kind of ['company', 'model'])
      for (const post of found.get(`${kind} ${slug}`)?.posts.keys() ?? [])
        if (!versioned.has(post)) relatedPosts.add(post);
    kinPosts.set(key, relatedPosts);
  }
  return new Map([...kinPosts].map(([key, posts]) => [key, [...posts]]));
}
