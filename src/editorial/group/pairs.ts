// Pairs of posts that tell the same event: by their words, or by a page, a quotation or an announcement in common.
import type { Post } from '../../model.js';
import { canonicalUrl } from '../../url.js';
import { findRelease } from './releases.js';
import { disagree, likeness, type Sketch } from './sketches.js';

/** Posts further apart in time than this tell different events. */
const REACH_MS = 4 * 86_400_000;
/** A text with fewer terms than this ("Congrats @sama!") is like another only by chance. */
const LEAST_TERMS = 5;
/** Who says less than this about a page ("wow") says it about what is on it. */
const LEAST_SAID = 3;
/** With a page, a quotation or a reply in common, this much likeness will do. */
const LIKE_ENOUGH = 0.12;
/** The rarest terms of a post by which others find it. */
const KEYS = 10;
/** A term's latest posts that a new post is compared with; bounds the work for terms that everybody uses. */
const RECENT = 20;
/** Candidates must owe this share of the likeness to the terms by which they were found. */
const BY_KEYS = 0.6;
/** A page that more posts than this point at is a home page or a tool, not an event. */
const COMMON_LINK = 60;

export interface Pair {
  a: number;
  b: number;
  /** 1 for what is known otherwise than by words. */
  likeness: number;
}

/** Pairs with a cosine of `least` or more; each post (`order`: by time) against recent ones with its rarest terms. */
export function findAlike(sketches: Sketch[], order: number[], least: number): Pair[] {
  const recent = new Map<number, { posts: number[]; weights: number[] }>();
  const found = new Float64Array(sketches.length);
  const pairs: Pair[] = [];
  for (const at of order) {
    const sketch = sketches[at];
    if (!sketch || sketch.size < LEAST_TERMS) continue;
    const candidates: number[] = [];
    for (const [term, weight] of findKeys(sketch)) {
      const seen = recent.get(term) ?? { posts: [], weights: [] };
      const { posts, weights } = seen;
      for (let from = Math.max(0, posts.length - RECENT); from < posts.length; from++) {
        const other = posts[from] ?? 0;
        if (found[other] === 0) candidates.push(other);
        found[other] = (found[other] ?? 0) + weight * (weights[from] ?? 0);
      }
      posts.push(at);
      weights.push(weight);
      recent.set(term, seen);
    }
    for (const other of candidates) {
      const byKeys = found[other] ?? 0;
      found[other] = 0;
      const rival = sketches[other];
      if (!rival || byKeys < least * BY_KEYS || sketch.time - rival.time > REACH_MS) continue;
      const cosine = likeness(sketch, rival);
      if (cosine >= least && !disagree(sketch, rival)) pairs.push({ a: other, b: at, likeness: cosine });
    }
  }
  return pairs;
}

function findKeys({ terms, weights }: Sketch): [number, number][] {
  const keys = Array.from(terms, (term, at): [number, number] => [term, weights[at] ?? 0]);
  return keys.sort((one, other) => other[1] - one[1]).slice(0, KEYS);
}

/** Pairs that point at one page or announce one model, or of which one repeats, quotes or continues the other. */
export function findTied(posts: Post[], sketches: Sketch[]): Pair[] {
  const byId = new Map(posts.map((post, at) => [post.id, at]));
  const byPage = new Map<string, number[]>();
  const byRelease = new Map<string, number[]>();
  const pairs: Pair[] = [];
  const tie = (a: number, b: number | undefined, least: number): void => {
    const [one, other] = [sketches[a], sketches[b ?? a]];
    if (b === undefined || a === b || !one || !other || Math.abs(one.time - other.time) > REACH_MS) return;
    if (disagree(one, other)) return;
    const says = Math.min(one.size, other.size) >= LEAST_SAID;
    if (!says || likeness(one, other) >= least) pairs.push({ a, b, likeness: 1 });
  };
  for (const [at, post] of posts.entries()) {
    tie(at, byId.get(post.repostOf ?? ''), 0);
    const thread = byId.get(post.threadId ?? '');
    if (thread !== undefined && posts[thread]?.author === post.author) tie(at, thread, 0);
    tie(at, byId.get(post.parentId ?? ''), LIKE_ENOUGH);
    const release = findRelease(post);
    if (release) append(byRelease, release, at);
    for (const page of new Set([findPage(post), ...post.links]))
      if (page && !/^https:\/\/[^/]+\/?$/.test(page)) append(byPage, page, at);
  }
  for (const [first, ...others] of byPage.values())
    if (first !== undefined && others.length < COMMON_LINK)
      for (const other of others) tie(first, other, LIKE_ENOUGH);
  for (const [first, ...others] of byRelease.values())
    if (first !== undefined) for (const other of others) tie(first, other, 0);
  return pairs;
}

function append(index: Map<string, number[]>, key: string, at: number): void {
  const list = index.get(key);
  if (list) list.push(at);
  else index.set(key, [at]);
}

/** The post's own page as others link to it. */
function findPage({ id, platform, url }: Post): string | undefined {
  const [, native = ''] = id.split(':');
  if (platform === 'x' && native) return `https://x.com/i/status/${native}`;
  if (platform === 'reddit' && native) return `https://reddit.com/comments/${native}`;
  return canonicalUrl(url);
}
