// Finds posts that only repeat another one: retweets, cross-posts, the same page or text fetched twice.
import type { Post } from '../model.js';
import { words } from '../text.js';
import { canonicalUrl } from '../url.js';

/** Two texts are the same when this share of their word triples is (Jaccard), and all of their numbers are. */
export const NEAR_DUPLICATE = 0.8;

// Shorter texts ("Good morning!") are alike by chance.
const FEWEST_WORDS = 6;
// MinHash with 8 bands of 4 rows finds 99% of the pairs at Jaccard 0.8 and every pair at 0.9 and more
// (1 - (1 - s^4)^8; Leskovec et al., Mining of Massive Datasets, 3.4).
const BANDS = 8;
const ROWS = 4;

/**
 * The same posts in the same order; one that repeats another of them carries that one's id in `repostOf`. The
 * original is the earliest (the platform's own word for it first); it never points anywhere within the set.
 * Near-linear in the number of posts.
 */
export function markRepeats(posts: Post[]): Post[] {
  const sets = disjointSets(posts.length);
  const firstWith = new Map<string, number>();
  const join = (key: string, index: number) => {
    const first = firstWith.get(key);
    if (first === undefined) firstWith.set(key, index);
    else sets.union(first, index);
  };
  const shingled = new Map<number, Shingled>();
  posts.forEach((post, index) => {
    join(`id ${post.id}`, index);
    if (post.repostOf) join(`id ${post.repostOf}`, index);
    const page = canonicalUrl(post.url);
    if (page) join(`page ${page}`, index);
    const text = shingle(post);
    if (!text) return;
    shingled.set(index, text);
    join(`text ${text.key}`, index);
  });
  for (const [a, b] of candidatePairs(shingled)) {
    const one = shingled.get(a);
    const two = shingled.get(b);
    if (one && two && sets.find(a) !== sets.find(b) && sameText(one, two)) sets.union(a, b);
  }
  const originals = new Map<number, Post>();
  posts.forEach((post, index) => {
    const root = sets.find(index);
    const best = originals.get(root);
    if (!best || isEarlier(post, best)) originals.set(root, post);
  });
  return posts.map((post, index) => {
    const original = originals.get(sets.find(index));
    if (!original || original.id === post.id) return post.repostOf ? { ...post, repostOf: undefined } : post;
    return { ...post, repostOf: original.id };
  });
}

function isEarlier(a: Post, b: Post): boolean {
  if (Boolean(a.repostOf) !== Boolean(b.repostOf)) return !a.repostOf;
  return a.createdAt < b.createdAt || (a.createdAt === b.createdAt && a.id < b.id);
}

interface Shingled {
  /** The words themselves: equal keys are equal texts. */
  key: string;
  shingles: Set<number>;
  numbers: string;
}

function shingle(post: Post): Shingled | undefined {
  const text = `${post.title} ${post.text}`.replace(/^\s*RT @\w+:/, '').replace(/https?:\/\/\S+/g, '');
  const list = words(text).slice(0, 400);
  if (list.length < FEWEST_WORDS) return undefined;
  const shingles = new Set<number>();
  for (let i = 0; i + 3 <= list.length; i++) shingles.add(hash(`${list[i]} ${list[i + 1]} ${list[i + 2]}`));
  return { key: list.join(' '), shingles, numbers: list.filter((word) => /\d/.test(word)).join(' ') };
}

function sameText(a: Shingled, b: Shingled): boolean {
  // "40 tok/s" and "60 tok/s" in the same words are two measurements.
  if (a.numbers !== b.numbers) return false;
  let shared = 0;
  for (const value of a.shingles) if (b.shingles.has(value)) shared++;
  return shared / (a.shingles.size + b.shingles.size - shared) >= NEAR_DUPLICATE;
}

function* candidatePairs(shingled: Map<number, Shingled>): Generator<[number, number]> {
  const buckets = new Map<string, number>();
  for (const [index, { shingles }] of shingled) {
    const signature = minHash(shingles);
    for (let band = 0; band < BANDS; band++) {
      const key = `${band} ${signature.slice(band * ROWS, (band + 1) * ROWS).join(' ')}`;
      const first = buckets.get(key);
      if (first === undefined) buckets.set(key, index);
      else yield [first, index];
    }
  }
}

function minHash(shingles: Set<number>): Uint32Array {
  const signature = new Uint32Array(BANDS * ROWS).fill(0xffffffff);
  for (const value of shingles) {
    for (let row = 0; row < signature.length; row++) {
      const mixed = mix(value ^ Math.imul(row + 1, 0x9e3779b1));
      if (mixed < (signature[row] ?? 0)) signature[row] = mixed;
    }
  }
  return signature;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** The finaliser of MurmurHash3. */
function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function disjointSets(size: number) {
  const parent = Array.from({ length: size }, (_, index) => index);
  const find = (start: number): number => {
    let root = start;
    while (parent[root] !== root) root = parent[root] ?? root;
    for (let at = start; at !== root; ) {
      const next = parent[at] ?? root;
      parent[at] = root;
      at = next;
    }
    return root;
  };
  const union = (a: number, b: number): void => {
    parent[find(b)] = find(a);
  };
  return { find, union };
}
