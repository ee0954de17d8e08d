// Posts as they are compared by thousands: their weighted terms, the model versions they name, their times.
import type { Post } from '../../model.js';
import { weighTerm } from './similarity.js';
import { readEventTerms } from './terms.js';

/** Characters of a post that are read: an event is told at its beginning. */
const READ = 2000;
/** Of fewer posts than this, too little is known to tell rare terms from common ones: all count as rare. */
const LEAST_TEXTS = 500;
/** A term counts no oftener than this in one text, so that term and count fit into one number. */
const MOST_TIMES = 255;

/** Sketches of many posts by index, their terms one after another in one array: objects would take ten times that. */
export interface Sketches {
  count: number;
  /** How many different terms occur. */
  vocabulary: number;
  /** Where each post's terms begin, and at last where all end. */
  starts: Uint32Array;
  /** Numbers of the terms that other posts have too, rising within a post. */
  terms: Int32Array;
  /** Their weights; the squares of all terms' weights of a post sum to 1. */
  weights: Float32Array;
  /** How many different terms each post has. */
  sizes: Uint32Array;
  /** Milliseconds. */
  times: Float64Array;
  /** Versions that a post names, by the model's family; of posts that name any. */
  versions: Map<number, Map<string, Set<string>>>;
}

export function drawSketches(posts: Post[]): Sketches {
  const numbers = new Map<string, number>();
  const frequency: number[] = [];
  const versions: Sketches['versions'] = new Map();
  const sizes = new Uint32Array(posts.length);
  let entries: Entries = { cells: new Float64Array(posts.length * 32), used: 0 };
  for (const [at, post] of posts.entries()) {
    const counts = readEventTerms(post.title, post.text.slice(0, READ));
    sizes[at] = counts.size;
    entries = reserve(entries, counts.size);
    const from = entries.used;
    for (const [term, times] of counts) {
      const number = numbers.get(term) ?? numbers.size;
      if (number === numbers.size) numbers.set(term, number);
      frequency[number] = (frequency[number] ?? 0) + 1;
      entries.cells[entries.used++] = number * (MOST_TIMES + 1) + Math.min(times, MOST_TIMES);
    }
    entries.cells.subarray(from, entries.used).sort();
    const named = readVersions(counts.keys());
    if (named) versions.set(at, named);
  }
  const times = Float64Array.from(posts, (post) => Date.parse(post.createdAt) || 0);
  const weighed = weighShared(entries.cells, sizes, frequency, Math.max(posts.length, LEAST_TEXTS));
  return { ...weighed, count: posts.length, vocabulary: numbers.size, sizes, times, versions };
}

interface Entries {
  cells: Float64Array;
  used: number;
}

function reserve(list: Entries, more: number): Entries {
  if (list.used + more <= list.cells.length) return list;
  const cells = new Float64Array(Math.max(list.cells.length * 2, list.used + more));
  cells.set(list.cells.subarray(0, list.used));
  return { cells, used: list.used };
}

/** The terms that other posts have too, with their share of the whole text's weight. */
function weighShared(
  entries: Float64Array,
  sizes: Uint32Array,
  frequency: number[],
  texts: number,
): Pick<Sketches, 'starts' | 'terms' | 'weights'> {
  const starts = new Uint32Array(sizes.length + 1);
  let kept = 0;
  for (const posts of frequency) if (posts > 1) kept += posts;
  const terms = new Int32Array(kept);
  const weights = new Float32Array(kept);
  let from = 0;
  let to = 0;
  for (const [at, size] of sizes.entries()) {
    let squares = 0;
    const start = to;
    for (let entry = from; entry < from + size; entry++) {
      const packed = entries[entry] ?? 0;
      const term = Math.floor(packed / (MOST_TIMES + 1));
      const shared = frequency[term] ?? 1;
      const weight = weighTerm(packed % (MOST_TIMES + 1), shared, texts);
      squares += weight * weight;
      if (shared < 2) continue;
      terms[to] = term;
      weights[to++] = weight;
    }
    const length = Math.sqrt(squares) || 1;
    for (let entry = start; entry < to; entry++) weights[entry] = (weights[entry] ?? 0) / length;
    from += size;
    starts[at + 1] = to;
  }
  return { starts, terms, weights };
}

/** `=model claude-opus-4-6` is version 4-6 of the family `claude-opus`. */
function readVersions(terms: Iterable<string>): Map<string, Set<string>> | undefined {
  let versions: Map<string, Set<string>> | undefined;
  for (const term of terms) {
    const [, family, version] = /^=model (\D+?)-?(\d.*)$/.exec(term) ?? [];
    if (!family || !version) continue;
    versions ??= new Map();
    versions.set(family, (versions.get(family) ?? new Set()).add(version));
  }
  return versions;
}

/** The cosine of two posts' terms. */
export function likeness({ starts, terms, weights }: Sketches, one: number, other: number): number {
  let sum = 0;
  let [a, b] = [starts[one] ?? 0, starts[other] ?? 0];
  const [endA, endB] = [starts[one + 1] ?? 0, starts[other + 1] ?? 0];
  while (a < endA && b < endB) {
    const [left, right] = [terms[a] ?? 0, terms[b] ?? 0];
    if (left === right) sum += (weights[a] ?? 0) * (weights[b] ?? 0);
    if (left <= right) a++;
    if (right <= left) b++;
  }
  return sum;
}

/** Both name versions of one family, and none in common: they tell two releases, however alike the words. */
export function disagree({ versions: all }: Sketches, one: number, other: number): boolean {
  const others = all.get(other);
  if (!others) return false;
  for (const [family, versions] of all.get(one) ?? []) {
    const rivals = others.get(family);
    if (rivals && ![...versions].some((version) => rivals.has(version))) return true;
  }
  return false;
}
