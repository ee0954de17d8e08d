// A compact list of millions of pairs of posts with their similarities.

export interface PairList {
  /** Number of pairs; the arrays may be longer. */
  size: number;
  a: Int32Array;
  b: Int32Array;
  /** Similarity of each pair; 1 for pairs found by other means than words. */
  likeness: Float64Array;
}

export function createPairs(): PairList {
  const room = 1024;
  return { size: 0, a: new Int32Array(room), b: new Int32Array(room), likeness: new Float64Array(room) };
}

export function addPair(pairs: PairList, a: number, b: number, likeness: number): void {
  if (pairs.size === pairs.a.length) {
    pairs.a = grow(pairs.a, new Int32Array(2 * pairs.size));
    pairs.b = grow(pairs.b, new Int32Array(2 * pairs.size));
    pairs.likeness = grow(pairs.likeness, new Float64Array(2 * pairs.size));
  }
  pairs.a[pairs.size] = a;
  pairs.b[pairs.size] = b;
  pairs.likeness[pairs.size++] = likeness;
}

function grow<T extends Int32Array | Float64Array>(full: T, larger: T): T {
  larger.set(full);
  return larger;
}

/** Indexes of the pairs, most similar first. */
export function orderPairs({ size, a, b, likeness }: PairList): Uint32Array {
  return Uint32Array.from({ length: size }, (_, at) => at).sort(
    (one, other) =>
      (likeness[other] ?? 0) - (likeness[one] ?? 0) ||
      (a[one] ?? 0) - (a[other] ?? 0) ||
      (b[one] ?? 0) - (b[other] ?? 0),
  );
}
