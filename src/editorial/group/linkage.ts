// Agglomerative clustering: the order of merges, and where to stop.
import type { Matrix } from './similarity.js';

export interface Merge {
  a: number;
  b: number;
}

/**
 * Exponent between average linkage (1), which leaves outliers alone and grows one large group, and the sum of
 * similarities (0), which makes groups of equal size. Measured: docs/grouping.md.
 */
export const LINKAGE_EXPONENT = 0.85;

/**
 * Computes the tree of merges. The next merge is the pair of groups with the highest sum of similarities over `(size a
 * · size b)^0.85`. Overwrites the matrix. About quadratic time, because each group remembers its best partner.
 */
export function joinGroups({ size, cells }: Matrix): Merge[] {
  const members = new Float64Array(size).fill(1);
  const scale = new Float64Array(size).fill(1);
  const alive = new Uint8Array(size).fill(1);
  const partner = new Int32Array(size).fill(-1);
  const best = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  const score = (a: number, b: number): number =>
    (cells[a * size + b] ?? 0) / ((scale[a] ?? 1) * (scale[b] ?? 1));
  const seek = (row: number): void => {
    partner[row] = -1;
    best[row] = Number.NEGATIVE_INFINITY;
    for (let other = 0; other < size; other++) if (other !== row && alive[other]) offer(row, other);
  };
  const offer = (row: number, other: number): void => {
    const value = score(row, other);
    if (value <= (best[row] ?? 0)) return;
    best[row] = value;
    partner[row] = other;
  };
  for (let row = 0; row < size; row++) seek(row);
  const merges: Merge[] = [];
  while (merges.length < size - 1) {
    let top = -1;
    for (let row = 0; row < size; row++)
      if (alive[row] && (top < 0 || (best[row] ?? 0) > (best[top] ?? 0))) top = row;
    const [a, b] = [Math.min(top, partner[top] ?? 0), Math.max(top, partner[top] ?? 0)];
    merges.push({ a, b });
    alive[b] = 0;
    members[a] = (members[a] ?? 0) + (members[b] ?? 0);
    scale[a] = (members[a] ?? 1) ** LINKAGE_EXPONENT;
    for (let row = 0; row < size; row++) {
      if (!alive[row] || row === a) continue;
      const sum = (cells[a * size + row] ?? 0) + (cells[b * size + row] ?? 0);
      cells[a * size + row] = sum;
      cells[row * size + a] = sum;
    }
    seek(a);
    for (let row = 0; row < size; row++) {
      if (!alive[row] || row === a) continue;
      if (partner[row] === a || partner[row] === b) seek(row);
      else offer(row, a);
    }
  }
  return merges;
}

/** Labels each row when `groups` groups are left. Rows with the same label are one group. Labels count up from 0. */
export function cutTree(size: number, merges: Merge[], groups: number): number[] {
  const parent = Array.from({ length: size }, (_, row) => row);
  // A merged group is represented by its lowest row, so parents point down and one backward pass resolves them.
  for (const { a, b } of merges.slice(0, Math.max(0, size - groups))) parent[b] = a;
  for (let row = 0; row < size; row++) parent[row] = parent[parent[row] ?? row] ?? row;
  const labels = new Map<number, number>();
  return parent.map((top) => {
    if (!labels.has(top)) labels.set(top, labels.size);
    return labels.get(top) ?? 0;
  });
}
