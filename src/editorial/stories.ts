// Which posts tell the same event or release: pairs that are alike beyond doubt, and the groups they make.
import type { Post } from '../model.js';
import { dot, type Vector, weighTerms } from './similarity.js';
import { readTerms } from './terms.js';

/** Cosine from which two posts tell the same thing. Chosen for precision: docs/editorial.md, "Grouping". */
const SAME = 0.5;
/** With a page, a quotation or a reply in common, this much will do. */
const SAME_WITH_TIE = 0.12;
/** Posts further apart in time than this tell different events. */
const REACH_MS = 4 * 86_400_000;
/** A term's latest posts that a new post is compared with; bounds the work for terms that everybody uses. */
const RECENT = 40;
/** The rarest terms of a post by which others find it. */
const KEYS = 12;
/** A page that more posts than this point at is a home page or a tool, not an event. */
const COMMON_LINK = 60;

interface Sketch {
  vector: Vector;
  /** Versioned models, by family: two posts on different versions of a family are not one story. */
  versions: Map<string, Set<string>>;
  time: number;
}

export interface Pair {
  a: number;
  b: number;
  similarity: number;
}

/** Groups of indexes into `posts`, oldest post first within a group. */
export function findStories(posts: Post[], sameAs = SAME): number[][] {
  const terms = posts.map((post) => readTerms(post.title, post.text));
  const merged = terms.map(({ words, names }) => {
    const all = new Map(words);
    for (const [name, times] of names) all.set(`=${name}`, times);
    return all;
  });
  const vectors = weighTerms(merged);
  const sketches = posts.map((post, at) => ({
    vector: vectors[at] ?? new Map(),
    versions: readVersions(terms[at]?.names ?? new Map()),
    time: Date.parse(post.createdAt) || 0,
  }));
  const order = posts
    .map((_, at) => at)
    .sort((a, b) => (sketches[a]?.time ?? 0) - (sketches[b]?.time ?? 0) || a - b);
  const pairs = [...findAlike(sketches, order, sameAs), ...findTied(posts, sketches)];
  return joinPairs(pairs, sketches, order, sameAs);
}

function readVersions(names: Map<string, number>): Map<string, Set<string>> {
  const versions = new Map<string, Set<string>>();
  const families = [...names.keys()]
    .filter((name) => name.startsWith('family '))
    .map((name) => name.slice(7));
  for (const family of families)
    for (const name of names.keys())
      if (name.startsWith(`model ${family}-`) || name.startsWith(`model ${family}.`))
        versions.set(family, (versions.get(family) ?? new Set()).add(name));
  return versions;
}

/** Both name versions of one family, and none in common. */
function disagree(a: Sketch, b: Sketch): boolean {
  for (const [family, versions] of a.versions) {
    const others = b.versions.get(family);
    if (others && ![...versions].some((version) => others.has(version))) return true;
  }
  return false;
}

/** Pairs by their words, each post against recent ones that share one of its rarest terms. */
function findAlike(sketches: Sketch[], order: number[], least: number): Pair[] {
  const recent = new Map<string, number[]>();
  const pairs: Pair[] = [];
  for (const at of order) {
    const sketch = sketches[at];
    if (!sketch) continue;
    // The heaviest terms of a vector of length 1 are its rarest.
    const keys = [...sketch.vector].sort((a, b) => b[1] - a[1]).slice(0, KEYS);
    const candidates = new Set<number>();
    for (const [key] of keys) {
      const seen = recent.get(key) ?? [];
      for (const other of seen) candidates.add(other);
      seen.push(at);
      if (seen.length > RECENT) seen.shift();
      recent.set(key, seen);
    }
    for (const other of candidates) {
      const rival = sketches[other];
      if (!rival || sketch.time - rival.time > REACH_MS) continue;
      const similarity = dot(sketch.vector, rival.vector);
      if (similarity >= least && !disagree(sketch, rival)) pairs.push({ a: other, b: at, similarity });
    }
  }
  return pairs;
}

/** Pairs that point at one page, or of which one repeats, quotes or continues the other. */
function findTied(posts: Post[], sketches: Sketch[]): Pair[] {
  const byId = new Map(posts.map((post, at) => [post.id, at]));
  const byLink = new Map<string, number[]>();
  const pairs: Pair[] = [];
  const tie = (a: number, b: number, least: number): void => {
    const [one, other] = [sketches[a], sketches[b]];
    if (a === b || !one || !other || Math.abs(one.time - other.time) > REACH_MS) return;
    const similarity = dot(one.vector, other.vector);
    if (similarity >= least && !disagree(one, other)) pairs.push({ a, b, similarity: 1 });
  };
  for (const [at, post] of posts.entries()) {
    const repeated = byId.get(post.repostOf ?? '');
    if (repeated !== undefined) tie(at, repeated, 0);
    const thread = byId.get(post.threadId ?? '');
    if (thread !== undefined && posts[thread]?.author === post.author) tie(at, thread, 0);
    const parent = byId.get(post.parentId ?? '');
    if (parent !== undefined) tie(at, parent, SAME_WITH_TIE);
    for (const link of new Set([post.url, ...post.links])) {
      if (/^https:\/\/[^/]+\/?$/.test(link)) continue;
      const others = byLink.get(link) ?? [];
      others.push(at);
      byLink.set(link, others);
    }
  }
  for (const others of byLink.values()) {
    const [first] = others;
    if (first === undefined || others.length > COMMON_LINK) continue;
    for (const other of others.slice(1)) tie(first, other, SAME_WITH_TIE);
  }
  return pairs;
}

/**
 * Joins pairs, most alike first, as long as the two groups are alike as wholes: a chain of neighbours (A is like B,
 * B is like C) does not make one story of A and C.
 */
function joinPairs(pairs: Pair[], sketches: Sketch[], order: number[], least: number): number[][] {
  const group = sketches.map((_, at) => at);
  const groups = new Map(order.map((at) => [at, [at]]));
  const sums = new Map(order.map((at) => [at, new Map(sketches[at]?.vector ?? [])]));
  pairs.sort((one, other) => other.similarity - one.similarity || one.a - other.a || one.b - other.b);
  for (const { a, b, similarity } of pairs) {
    const [left, right] = [group[a] ?? a, group[b] ?? b];
    const [one, other] = [groups.get(left), groups.get(right)];
    const [sumOne, sumOther] = [sums.get(left), sums.get(right)];
    if (left === right || !one || !other || !sumOne || !sumOther) continue;
    const mean = dot(sumOne, sumOther) / (one.length * other.length);
    if (similarity < 1 && mean < least * 0.8) continue;
    const [keep, drop] = one.length >= other.length ? [left, right] : [right, left];
    const [kept, dropped] = keep === left ? [one, other] : [other, one];
    const [sum, added] = keep === left ? [sumOne, sumOther] : [sumOther, sumOne];
    for (const at of dropped) {
      group[at] = keep;
      kept.push(at);
    }
    for (const [term, weight] of added) sum.set(term, (sum.get(term) ?? 0) + weight);
    groups.delete(drop);
    sums.delete(drop);
  }
  const place = new Map(order.map((at, rank) => [at, rank]));
  return [...groups.values()].map((members) =>
    members.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)),
  );
}
