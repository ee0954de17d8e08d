// Candidates for joining, the best one first.
import { addPair, createPairs, type PairList } from '../pair-list.js';

export interface Heap {
  pairs: PairList;
  /** Places in the list of pairs; each is no worse than the two that hang on it. */
  order: number[];
}

export function createHeap(): Heap {
  return { pairs: createPairs(), order: [] };
}

export function pushPair({ pairs, order }: Heap, a: number, b: number, score: number): void {
  addPair(pairs, a, b, score);
  let at = order.push(pairs.size - 1) - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    if ((pairs.likeness[order[above] ?? 0] ?? 0) >= score) break;
    order[at] = order[above] ?? 0;
    at = above;
  }
  order[at] = pairs.size - 1;
}

/** Takes out the best pair. */
export function popPair({ pairs, order }: Heap): { a: number; b: number } | undefined {
  const [top] = order;
  const last = order.pop();
  if (top === undefined || last === undefined) return undefined;
  const scoreOf = (at: number): number => pairs.likeness[order[at] ?? 0] ?? 0;
  const score = pairs.likeness[last] ?? 0;
  for (let at = 0; order.length > 0; ) {
    let below = 2 * at + 1;
    if (below + 1 < order.length && scoreOf(below + 1) > scoreOf(below)) below++;
    if (below >= order.length || scoreOf(below) <= score) {
      order[at] = last;
      break;
    }
    order[at] = order[below] ?? 0;
    at = below;
  }
  return { a: pairs.a[top] ?? 0, b: pairs.b[top] ?? 0 };
}
