// Finds repeats: retweets, cross-posts, and the same page or text fetched twice.

import { canonicalUrl } from '../base/url.js';
import type { Post } from '../model.js';
import { findSameTexts, readShingles } from './same-text.js';

/**
 * Returns the posts in the same order; a repeat has the original's id in `repostOf`. The original is the one named by
 * the platform, else the earliest; it has no `repostOf` within the set. Near-linear in the number of posts.
 */
export function markRepeats(posts: Post[]): Post[] {
  const sets = createSets(posts.length);
  const firstWith = new Map<string, number>();
  const join = (key: string, index: number) => {
    const first = firstWith.get(key);
    if (first === undefined) firstWith.set(key, index);
    else sets.union(first, index);
  };
  const pages = findPages(posts);
  for (const [index, post] of posts.entries()) {
    join(`id ${post.id}`, index);
    if (post.repostOf) join(`id ${post.repostOf}`, index);
    const page = pages[index];
    if (page) join(`page ${page}`, index);
  }
  firstWith.clear();
  const texts = posts.map((post) => readShingles(`${post.title} ${post.text}`));
  const union = (a: number, b: number) => {
    // Entries of a feed with different titles are different, even if their texts are alike.
    if (!isToldApart(posts[a], posts[b])) sets.union(a, b);
  };
  findSameTexts(texts, (a, b) => sets.find(a) === sets.find(b), union);
  const originals = new Map<number, Post>();
  for (const [index, post] of posts.entries()) {
    const root = sets.find(index);
    const best = originals.get(root);
    if (!best || isEarlier(post, best)) originals.set(root, post);
  }
  return posts.map((post, index) => {
    const original = originals.get(sets.find(index));
    if (!original || original.id === post.id) return post.repostOf ? { ...post, repostOf: undefined } : post;
    return { ...post, repostOf: original.id };
  });
}

/**
 * The page of each post, which joins posts of several sources. For a page that one source uses for several posts, such
 * as a changelog, the whole address with its fragment counts instead, or undefined.
 */
function findPages(posts: Post[]): (string | undefined)[] {
  const pages = posts.map((post) => canonicalUrl(post.url));
  const addresses = posts.map(
    (post, index) => pages[index] && `${pages[index]} ${post.url.split('#')[1] ?? ''}`,
  );
  const [shared, sharedAddresses] = [findShared(posts, pages), findShared(posts, addresses)];
  return posts.map((_, index) => {
    if (!shared.has(pages[index] ?? '')) return pages[index];
    return sharedAddresses.has(addresses[index] ?? '') ? undefined : addresses[index];
  });
}

/** The keys shared by several posts of one source. */
function findShared(posts: Post[], keys: (string | undefined)[]): Set<string> {
  const shared = new Set<string>();
  const owners = new Map<string, string>();
  for (const [index, { id, sourceId }] of posts.entries()) {
    const key = keys[index];
    if (!key) continue;
    const owned = `${sourceId} ${key}`;
    const owner = owners.get(owned);
    if (owner !== undefined && owner !== id) shared.add(key);
    owners.set(owned, id);
  }
  return shared;
}

function isToldApart(a: Post | undefined, b: Post | undefined): boolean {
  return a?.platform === 'web' && a.sourceId === b?.sourceId && a.title !== b.title;
}

function isEarlier(a: Post, b: Post): boolean {
  if (Boolean(a.repostOf) !== Boolean(b.repostOf)) return !a.repostOf;
  return a.createdAt < b.createdAt || (a.createdAt === b.createdAt && a.id < b.id);
}

/** Disjoint sets of the numbers below `size`. */
function createSets(size: number) {
  const parent = Int32Array.from({ length: size }, (_, index) => index);
  const find = (start: number): number => {
    let root = start;
    while (parent[root] !== root) root = parent[root] ?? root;
    for (let node = start; node !== root; ) {
      const next = parent[node] ?? root;
      parent[node] = root;
      node = next;
    }
    return root;
  };
  const union = (a: number, b: number): void => {
    parent[find(b)] = find(a);
  };
  return { find, union };
}
