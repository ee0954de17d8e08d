// A post as it is compared with thousands of others: its weighted terms, the model versions it names, its time.
import type { Post } from '../../model.js';
import { weighTerm } from './similarity.js';
import { readEventTerms } from './terms.js';

/** Characters of a post that are read: an event is told at its beginning. */
const READ = 2000;
/** Of fewer posts than this, too little is known to tell rare terms from common ones: all count as rare. */
const LEAST_TEXTS = 500;

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
  const numbers = new Map<string, number>();
  const frequency: number[] = [];
  const read = posts.map((post) => {
    const counts = readEventTerms(post.title, post.text.slice(0, READ));
    const terms = new Int32Array(counts.size);
    let at = 0;
    for (const term of counts.keys()) {
      const number = numbers.get(term) ?? numbers.size;
      if (number === numbers.size) numbers.set(term, number);
      frequency[number] = (frequency[number] ?? 0) + 1;
      terms[at++] = number;
    }
    const times = Float32Array.from(counts.values());
    const versions = readVersions(counts.keys());
    return { terms, times, versions, time: Date.parse(post.createdAt) || 0 };
  });
  return read.map(({ terms, times, versions, time }) => ({
    ...weighShared(terms, times, frequency, Math.max(posts.length, LEAST_TEXTS)),
    size: terms.length,
    versions,
    time,
  }));
}

/** The terms that other posts have too, rising, with their share of the whole text's weight. */
function weighShared(
  terms: Int32Array,
  times: Float32Array,
  frequency: number[],
  texts: number,
): { terms: Int32Array; weights: Float32Array } {
  let squares = 0;
  const weights = new Map<number, number>();
  for (const [at, term] of terms.entries()) {
    const shared = frequency[term] ?? 1;
    const weight = weighTerm(times[at] ?? 1, shared, texts);
    squares += weight * weight;
    if (shared > 1) weights.set(term, weight);
  }
  const length = Math.sqrt(squares) || 1;
  const rising = Int32Array.from(weights.keys()).sort();
  return { terms: rising, weights: Float32Array.from(rising, (term) => (weights.get(term) ?? 0) / length) };
}

/** `=model claude-opus-4-6` is version 4-6 of the family `claude-opus`. */
function readVersions(terms: Iterable<string>): Map<string, Set<string>> {
  const versions = new Map<string, Set<string>>();
  for (const term of terms) {
    const [, family, version] = /^=model (\D+?)-?(\d.*)$/.exec(term) ?? [];
    if (family && version) versions.set(family, (versions.get(family) ?? new Set()).add(version));
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
