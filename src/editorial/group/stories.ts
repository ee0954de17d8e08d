// Groups posts about the same event or release from reliable pairs.
import type { Post } from '../../model.js';
import { createPairs, orderPairs, type PairList } from './pair-list.js';
import { findLinkedPairs, findSimilarPairs } from './pairs.js';
import { computeCosine, createSketches, type Sketches } from './sketches.js';

/** Cosine from which two posts are about the same event. Chosen for precision: docs/grouping.md. */
const MIN_SAME_EVENT_COSINE = 0.4;
/** Two groups join if the mean cosine of their posts is at least this share of the threshold. */
const GROUP_SIMILARITY_SHARE = 0.8;

/** Finds pairs of posts by words: findSimilarPairs, or a replacement that compares all pairs. */
export type StorySearch = typeof findSimilarPairs;

/** Groups indexes into `posts`, oldest post first in each group. About linear in the number of posts. */
export function findStories(
  posts: Post[],
  sameAs = MIN_SAME_EVENT_COSINE,
  search: StorySearch = findSimilarPairs,
): number[][] {
  const sketches = createSketches(posts);
  const { times } = sketches;
  const order = Uint32Array.from(posts.keys()).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
  const rank = new Uint32Array(posts.length);
  for (const [place, at] of order.entries()) rank[at] = place;
  const pairs = createPairs();
  search(sketches, order, sameAs, pairs);
  findLinkedPairs(posts, sketches, pairs);
  const joined = joinPairs(pairs, sketches, sameAs * GROUP_SIMILARITY_SHARE);
  const grouped = new Uint8Array(posts.length);
  for (const group of joined) for (const at of group) grouped[at] = 1;
  const alone = Array.from(
    order.filter((at) => !grouped[at]),
    (at) => [at],
  );
  return [...joined, ...alone].map((group) => group.sort((a, b) => (rank[a] ?? 0) - (rank[b] ?? 0)));
}

interface Group {
  members: number[];
  /** The sum of its members' weights, by term. */
  sum: Map<number, number>;
}

/** A group, or a single post; most posts never need a sum. */
type Side = Group | number;

/**
 * Joins pairs, most similar first, if the two groups are similar as a whole: a chain (A resembles B, B resembles C)
 * does not join A and C.
 */
function joinPairs(pairs: PairList, sketches: Sketches, least: number): number[][] {
  const groups = new Map<number, Group>();
  for (const at of orderPairs(pairs)) {
    const [a, b] = [pairs.a[at] ?? 0, pairs.b[at] ?? 0];
    const [one, other]: Side[] = [groups.get(a) ?? a, groups.get(b) ?? b];
    if (one === undefined || other === undefined || one === other) continue;
    if ((pairs.likeness[at] ?? 0) < 1 && computeMeanSimilarity(one, other, sketches) < least) continue;
    const [large, small] = membersOf(one).length >= membersOf(other).length ? [one, other] : [other, one];
    const group: Group = typeof large === 'number' ? { members: [large], sum: new Map() } : large;
    if (typeof large === 'number') addTerms(group.sum, large, sketches);
    groups.set(group.members[0] ?? 0, group);
    addTerms(group.sum, small, sketches);
    for (const member of membersOf(small)) {
      group.members.push(member);
      groups.set(member, group);
    }
  }
  return [...new Set(groups.values())].map(({ members }) => members);
}

function membersOf(side: Side): number[] {
  return typeof side === 'number' ? [side] : side.members;
}

function addTerms(sum: Map<number, number>, side: Side, { starts, terms, weights }: Sketches): void {
  const add = (term: number, weight: number) => sum.set(term, (sum.get(term) ?? 0) + weight);
  if (typeof side !== 'number') for (const [term, weight] of side.sum) add(term, weight);
  else
    for (let entry = starts[side] ?? 0; entry < (starts[side + 1] ?? 0); entry++)
      add(terms[entry] ?? 0, weights[entry] ?? 0);
}

/** Mean cosine of the pairs between two sides. */
function computeMeanSimilarity(one: Side, other: Side, sketches: Sketches): number {
  if (typeof one === 'number') {
    if (typeof other === 'number') return computeCosine(sketches, one, other);
    const { starts, terms, weights } = sketches;
    let sum = 0;
    for (let entry = starts[one] ?? 0; entry < (starts[one + 1] ?? 0); entry++)
      sum += (weights[entry] ?? 0) * (other.sum.get(terms[entry] ?? 0) ?? 0);
    return sum / other.members.length;
  }
  if (typeof other === 'number') return computeMeanSimilarity(other, one, sketches);
  const [few, many] = one.sum.size < other.sum.size ? [one.sum, other.sum] : [other.sum, one.sum];
  let sum = 0;
  for (const [term, weight] of few) sum += weight * (many.get(term) ?? 0);
  return sum / (one.members.length * other.members.length);
}
