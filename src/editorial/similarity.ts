// How alike texts are: sparse vectors weighted by how rare a term is among the texts at hand.

/** A vector of length 1 (or 0, when nothing in it is shared with any other text). */
export type Vector = Map<string, number>;

/**
 * TF-IDF: `(1 + ln tf) · ln((n + 1) / (df + 0.5))`, scaled to length 1. A term that only one text has counts for the
 * length but is left out: it can meet nothing.
 */
export function weighTerms(counts: Map<string, number>[]): Vector[] {
  const frequency = new Map<string, number>();
  for (const terms of counts)
    for (const term of terms.keys()) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  return counts.map((terms) => {
    const vector: Vector = new Map();
    let squares = 0;
    for (const [term, times] of terms) {
      const shared = frequency.get(term) ?? 0;
      const weight = (1 + Math.log(times)) * Math.log((counts.length + 1) / (shared + 0.5));
      squares += weight * weight;
      if (shared > 1) vector.set(term, weight);
    }
    const length = Math.sqrt(squares) || 1;
    for (const [term, weight] of vector) vector.set(term, weight / length);
    return vector;
  });
}

export function dot(a: Vector, b: Vector): number {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [term, weight] of few) sum += weight * (many.get(term) ?? 0);
  return sum;
}

/** A symmetric matrix, row by row in one array. */
export interface Matrix {
  size: number;
  cells: Float32Array;
}

export function createMatrix(size: number): Matrix {
  return { size, cells: new Float32Array(size * size) };
}

/** Adds `share` times the cosine of every pair to the matrix, by way of an inverted index. */
export function addCosines(matrix: Matrix, vectors: Vector[], share: number): void {
  const { size, cells } = matrix;
  const index = new Map<string, { row: number; weight: number }[]>();
  for (const [row, vector] of vectors.entries())
    for (const [term, weight] of vector) {
      let entries = index.get(term);
      if (!entries) {
        entries = [];
        index.set(term, entries);
      }
      for (const other of entries) {
        const value = share * weight * other.weight;
        cells[row * size + other.row] = (cells[row * size + other.row] ?? 0) + value;
        cells[other.row * size + row] = (cells[other.row * size + row] ?? 0) + value;
      }
      entries.push({ row, weight });
    }
}
