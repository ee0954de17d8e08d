// The similarity matrix of texts (cosines).
import type { Packed } from '../vocabulary/packed.js';

/** A symmetric matrix in one array, row by row; the diagonal is unused. */
export interface Matrix {
  size: number;
  cells: Float32Array;
}

export function createMatrix(size: number): Matrix {
  return { size, cells: new Float32Array(size * size) };
}

/** Adds `value` to a pair of different rows, on both sides of the diagonal. */
export function addToPair({ size, cells }: Matrix, a: number, b: number, value: number): void {
  cells[a * size + b] = (cells[a * size + b] ?? 0) + value;
  cells[b * size + a] = (cells[b * size + a] ?? 0) + value;
}

/** Adds `share` times the cosine of every pair, using an inverted index. */
export function addCosines(
  matrix: Matrix,
  { vocabulary, starts, terms, weights }: Packed,
  share: number,
): void {
  const index: { row: number; weight: number }[][] = Array.from({ length: vocabulary }, () => []);
  for (let row = 0; row < matrix.size; row++)
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++) {
      const entries = index[terms[at] ?? 0] ?? [];
      const weight = weights[at] ?? 0;
      for (const other of entries) addToPair(matrix, row, other.row, share * weight * other.weight);
      entries.push({ row, weight });
    }
}

/** Below 1, keeps a part of what a text shares with all. Measured: docs/grouping.md. */
const CENTRED_SHARE = 0.8;

/**
 * Subtracts from every pair most of the average similarity of its rows: `s(a,b) − 0.8 · (mean(a) + mean(b) − mean)`.
 * The rest is how much more similar the two are than the texts of the day are on average. `self` is the similarity of a
 * row to itself.
 */
export function subtractMean({ size, cells }: Matrix, self: number): void {
  const means = new Float64Array(size);
  let mean = 0;
  for (let row = 0; row < size; row++) {
    let sum = self;
    for (let at = row * size; at < (row + 1) * size; at++) sum += cells[at] ?? 0;
    means[row] = sum / size;
    mean += sum / size / size;
  }
  for (let row = 0; row < size; row++)
    for (let other = 0; other < size; other++)
      cells[row * size + other] =
        (cells[row * size + other] ?? 0) - CENTRED_SHARE * ((means[row] ?? 0) + (means[other] ?? 0) - mean);
}
