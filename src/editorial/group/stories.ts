// Which posts tell the same event or release: pairs beyond doubt, and the groups that they make.
import type { Post } from '../../model.js';
import { findAlike, findTied, type Pair } from './pairs.js';
import { drawSketches, type Sketch } from './sketches.js';

/** Cosine from which two posts tell the same thing. Chosen for precision: docs/grouping.md. */
const SAME = 0.4;
/** Two groups join when their posts are on average at least this share of that. */
const AS_WHOLES = 0.8;

/** Groups of indexes into `posts`, oldest post first within a group. About linear in the posts. */
export function findStories(posts: Post[], sameAs = SAME): number[][] {
  const sketches = drawSketches(posts);
  const order = posts
    .map((_, at) => at)
    .sort((a, b) => (sketches[a]?.time ?? 0) - (sketches[b]?.time ?? 0) || a - b);
  const rank = new Map(order.map((at, place) => [at, place]));
  const pairs = [...findAlike(sketches, order, sameAs), ...findTied(posts, sketches)];
  const joined = joinPairs(pairs, sketches, sameAs * AS_WHOLES);
  const grouped = new Set(joined.flat());
  const alone = order.filter((at) => !grouped.has(at)).map((at) => [at]);
  return [...joined, ...alone].map((group) => group.sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0)));
}

interface Group {
  members: number[];
  /** The sum of its members' weights, by term. */
  sum: Map<number, number>;
}

/**
 * Joins pairs, most alike first, as long as the two groups are alike as wholes: a chain of neighbours (A is like B,
 * B is like C) does not make one story of A and C.
 */
function joinPairs(pairs: Pair[], sketches: Sketch[], least: number): number[][] {
  const groups = new Map<number, Group>();
  const groupOf = (at: number): Group => {
    const group = groups.get(at) ?? { members: [at], sum: sumOf(sketches[at]) };
    groups.set(at, group);
    return group;
  };
  pairs.sort((one, other) => other.likeness - one.likeness || one.a - other.a || one.b - other.b);
  for (const { a, b, likeness } of pairs) {
    const [one, other] = [groupOf(a), groupOf(b)];
    if (one === other || (likeness < 1 && meanLikeness(one, other) < least)) continue;
    const [large, small] = one.members.length >= other.members.length ? [one, other] : [other, one];
    for (const [term, weight] of small.sum) large.sum.set(term, (large.sum.get(term) ?? 0) + weight);
    for (const at of small.members) {
      large.members.push(at);
      groups.set(at, large);
    }
  }
  return [...new Set(groups.values())].map(({ members }) => members);
}

function sumOf(sketch: Sketch | undefined): Map<number, number> {
  const sum = new Map<number, number>();
  for (const [at, term] of sketch?.terms.entries() ?? []) sum.set(term, sketch?.weights[at] ?? 0);
  return sum;
}

/** Mean cosine of the pairs between two groups. */
function meanLikeness(one: Group, other: Group): number {
  const [few, many] = one.sum.size < other.sum.size ? [one.sum, other.sum] : [other.sum, one.sum];
  let sum = 0;
  for (const [term, weight] of few) sum += weight * (many.get(term) ?? 0);
  return sum / (one.members.length * other.members.length);
}
