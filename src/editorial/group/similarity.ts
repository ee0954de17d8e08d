// How alike texts are: sparse vectors weighted by how rare a term is among the texts at hand.

/** A vector of length 1 (or 0, when nothing in it is shared with any other text). */
export type Vector = Map<string, number>;

/** TF-IDF: `(1 + ln tf) · ln((n + 1) / (df + 0.5))^power`. */
export function weighTerm(times: number, frequency: number, texts: number, power = 1): number {
  return (1 + Math.log(times)) * Math.log((texts + 1) / (frequency + 0.5)) ** power;
}

export interface Weighting {
  power?: number;
  /** What a term counts besides its rarity, 0…1. */
  shareOf?: (term: string) => number;
}

/**
 * The TF-IDF vector of each text, scaled to length 1. A term that only one text has counts for
 * the length but is left out: it can meet nothing.
 */
export function weighTerms(
  counts: Map<string, number>[],
  { power = 1, shareOf = () => 1 }: Weighting = {},
): Vector[] {
  const frequency = new Map<string, number>();
  for (const terms of counts)
    for (const term of terms.keys()) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  return counts.map((terms) => {
    const vector: Vector = new Map();
    let squares = 0;
    for (const [term, times] of terms) {
      const shared = frequency.get(term) ?? 0;
      const weight = shareOf(term) * weighTerm(times, shared, counts.length, power);
      squares += weight * weight;
      if (shared > 1) vector.set(term, weight);
    }
    const length = Math.sqrt(squares) || 1;
    for (const [term, weight] of vector) vector.set(term, weight / length);
    return vector;
  });
}

/** A symmetric matrix, row by row in one array; nothing is kept of the diagonal. */
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

/** Adds `share` times the cosine of every pair, by way of an inverted index. */
export function addCosines(matrix: Matrix, vectors: Vector[], share: number): void {
  const index = new Map<string, { row: number; weight: number }[]>();
  for (const [row, vector] of vectors.entries())
    for (const [term, weight] of vector) {
      let entries = index.get(term);
      if (!entries) {
        entries = [];
        index.set(term, entries);
      }
      for (const other of entries) addToPair(matrix, row, other.row, share * weight * other.weight);
      entries.push({ row, weight });
    }
}

/**
 * Takes from every pair what its two rows have with everybody: `s(a,b) − mean(a) − mean(b) + mean`. What is left is
 * how much more alike the two are than texts of this day are anyway. `self` is the likeness of a row to itself.
 */
export function centre({ size, cells }: Matrix, self: number): void {
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
        (cells[row * size + other] ?? 0) - (means[row] ?? 0) - (means[other] ?? 0) + mean;
}
