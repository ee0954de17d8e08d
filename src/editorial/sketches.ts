// A post as it is compared with thousands of others: its weighted terms, the model versions it names, its time.
import type { Post } from '../model.js';
import { weighTerms } from './similarity.js';
import { readTerms } from './terms.js';

/** Characters of a post that are read: an event is told at its beginning. */
const READ = 2000;

export interface Sketch {
  /** Numbers of the terms that other posts have too, rising. */
  terms: Int32Array;
  /** Their weights; the squares of all terms' weights sum to 1. */
  weights: Float32Array;
  /** How many different terms the post has. */
  size: number;
  /** Versions that it names, by the model's family. */
  versions: Map<string, Set<string>>;
  /** Milliseconds. */
  time: number;
}

export function drawSketches(posts: Post[]): Sketch[] {
  const versions: Map<string, Set<string>>[] = [];
  const counts = posts.map((post) => {
    const { words, names } = readTerms(post.title, post.text.slice(0, READ));
    versions.push(readVersions(names));
    for (const [name, times] of names) words.set(`=${name}`, times);
    return words;
  });
  const numbers = new Map<string, number>();
  return weighTerms(counts).map((vector, at) => {
    const entries: [number, number][] = [];
    for (const [term, weight] of vector) {
      let number = numbers.get(term);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(term, number);
      }
      entries.push([number, weight]);
    }
    entries.sort((one, other) => one[0] - other[0]);
    return {
      terms: Int32Array.from(entries, ([number]) => number),
      weights: Float32Array.from(entries, ([, weight]) => weight),
      size: counts[at]?.size ?? 0,
      versions: versions[at] ?? new Map(),
      time: Date.parse(posts[at]?.createdAt ?? '') || 0,
    };
  });
}

function readVersions(names: Map<string, number>): Map<string, Set<string>> {
  const versions = new Map<string, Set<string>>();
  for (const name of names.keys()) {
    if (!name.startsWith('family ')) continue;
    const family = name.slice(7);
    for (const model of names.keys())
      if (model.startsWith(`model ${family}`) && /^-?\d/.test(model.slice(6 + family.length)))
        versions.set(family, (versions.get(family) ?? new Set()).add(model));
  }
  return versions;
}

/** The cosine of two posts' terms. */
export function likeness(one: Sketch, other: Sketch): number {
  let sum = 0;
  for (let a = 0, b = 0; a < one.terms.length && b < other.terms.length; ) {
    const [left, right] = [one.terms[a] ?? 0, other.terms[b] ?? 0];
    if (left === right) sum += (one.weights[a] ?? 0) * (other.weights[b] ?? 0);
    if (left <= right) a++;
    if (right <= left) b++;
  }
  return sum;
}

/** Both name versions of one family, and none in common: they tell two releases, however alike the words. */
export function disagree(one: Sketch, other: Sketch): boolean {
  for (const [family, versions] of one.versions) {
    const others = other.versions.get(family);
    if (others && ![...versions].some((version) => others.has(version))) return true;
  }
  return false;
}
