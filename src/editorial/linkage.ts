// Average linkage: which groups join, in which order, and where to stop.
import type { Matrix } from './similarity.js';

export interface Merge {
  a: number;
  b: number;
  /** Mean similarity of the pairs between the two groups. */
  similarity: number;
}

/**
 * The whole tree of average-linkage merges, most alike first, by nearest-neighbour chains: quadratic in time, and in
 * place, so that the matrix is spent afterwards. `a` and `b` are rows that stand for their groups.
 */
export function linkAverage({ size, cells }: Matrix): Merge[] {
  const members = new Float64Array(size).fill(1);
  const merges: Merge[] = [];
  const alive = new Set<number>(Array.from({ length: size }, (_, row) => row));
  let chain: number[] = [];
  while (alive.size > 1) {
    if (chain.length === 0) chain = [alive.values().next().value ?? 0];
    const tip = chain.at(-1) ?? 0;
    const before = chain.at(-2);
    // The one we came from wins ties, so that the chain ends.
    let nearest = before ?? -1;
    let similarity = before === undefined ? Number.NEGATIVE_INFINITY : (cells[tip * size + before] ?? 0);
    for (const row of alive) {
      const value = cells[tip * size + row] ?? 0;
      if (row !== tip && value > similarity) {
        similarity = value;
        nearest = row;
      }
    }
    if (nearest !== before) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    const [a, b] = tip < nearest ? [tip, nearest] : [nearest, tip];
    merges.push({ a, b, similarity });
    alive.delete(b);
    const [sizeA, sizeB] = [members[a] ?? 1, members[b] ?? 1];
    members[a] = sizeA + sizeB;
    for (const row of alive) {
      if (row === a) continue;
      const mean =
        (sizeA * (cells[a * size + row] ?? 0) + sizeB * (cells[b * size + row] ?? 0)) / (sizeA + sizeB);
      cells[a * size + row] = mean;
      cells[row * size + a] = mean;
    }
  }
  return merges.sort((one, other) => other.similarity - one.similarity);
}

/** A label for each row after the first merges: rows with the same label are one group. Labels count up from 0. */
export function cutTree(size: number, merges: Merge[], groups: number): number[] {
  const parent = Array.from({ length: size }, (_, row) => row);
  const root = (row: number): number => {
    let top = row;
    while (parent[top] !== top) top = parent[top] ?? top;
    parent[row] = top;
    return top;
  };
  for (const { a, b } of merges.slice(0, Math.max(0, size - groups))) parent[root(b)] = root(a);
  const labels = new Map<number, number>();
  return parent.map((_, row) => {
    const top = root(row);
    if (!labels.has(top)) labels.set(top, labels.size);
    return labels.get(top) ?? 0;
  });
}
