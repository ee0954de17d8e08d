// Compact representations of posts for comparison: weighted terms, model versions, times.
import type { Post } from '../../model.js';
import { createPacker, type Packed } from '../vocabulary/packed.js';
import { readEventTerms } from './terms.js';

/** Maximum characters read per post; an event is named at the beginning. */
const MAX_READ_CHARACTERS = 2000;
/** With fewer posts, rare and common terms cannot be told apart, so all count as rare. */
const MIN_TEXTS = 500;

/** Sketches of many posts, by index. */
export interface Sketches extends Packed {
  /** Milliseconds. */
  times: Float64Array;
  /** The model versions that a post names, by family. */
  versions: Map<number, Map<string, Set<string>>>;
}

export function createSketches(posts: Post[]): Sketches {
  const packer = createPacker();
  const versions: Sketches['versions'] = new Map();
  for (const [at, post] of posts.entries()) {
    const counts = readEventTerms(post.title, post.text.slice(0, MAX_READ_CHARACTERS));
    packer.add(counts);
    const named = readVersions(counts.keys());
    if (named) versions.set(at, named);
  }
  const times = Float64Array.from(posts, (post) => Date.parse(post.createdAt) || 0);
  return { ...packer.weigh({ leastTexts: MIN_TEXTS }), times, versions };
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
export function computeCosine({ starts, terms, weights }: Sketches, one: number, other: number): number {
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

/** Whether two posts name different versions of one family, and are therefore about two releases. */
export function nameDifferentVersions({ versions: all }: Sketches, one: number, other: number): boolean {
  const others = all.get(other);
  if (!others) return false;
  for (const [family, versions] of all.get(one) ?? []) {
    const rivals = others.get(family);
    if (rivals && ![...versions].some((version) => rivals.has(version))) return true;
  }
  return false;
}
