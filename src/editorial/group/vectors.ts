// Sums and products of sparse vectors.

/** A sparse vector, its terms rising. */
export interface Vector {
  terms: Int32Array;
  weights: Float32Array;
}

/** The sum; of more than twice `most` terms only the `most` heaviest stay, so that a large group costs no more. */
export function addVectors(one: Vector, other: Vector, most: number): Vector {
  const terms = new Int32Array(one.terms.length + other.terms.length);
  const weights = new Float32Array(terms.length);
  let size = 0;
  for (let a = 0, b = 0; a < one.terms.length || b < other.terms.length; size++) {
    const left = one.terms[a] ?? Number.POSITIVE_INFINITY;
    const right = other.terms[b] ?? Number.POSITIVE_INFINITY;
    terms[size] = Math.min(left, right);
    let weight = 0;
    if (left <= right) weight += one.weights[a++] ?? 0;
    if (right <= left) weight += other.weights[b++] ?? 0;
    weights[size] = weight;
  }
  if (size > 2 * most) {
    const least = weights.slice(0, size).sort()[size - most] ?? 0;
    let kept = 0;
    for (let at = 0; at < size; at++) {
      if ((weights[at] ?? 0) < least) continue;
      terms[kept] = terms[at] ?? 0;
      weights[kept++] = weights[at] ?? 0;
    }
    size = kept;
  }
  return { terms: terms.slice(0, size), weights: weights.slice(0, size) };
}

/** Adds a vector to one that has a place for every term. */
export function spread({ terms, weights }: Vector, field: Float64Array): void {
  for (let at = 0; at < terms.length; at++) {
    const term = terms[at] ?? 0;
    field[term] = (field[term] ?? 0) + (weights[at] ?? 0);
  }
}

/** The inner product with a vector that was spread. */
export function gather({ terms, weights }: Vector, field: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < terms.length; at++) sum += (weights[at] ?? 0) * (field[terms[at] ?? 0] ?? 0);
  return sum;
}

/** Places of the `most` heaviest terms below `limit`, heaviest first. */
export function findHeaviest({ terms, weights }: Vector, limit: number, most: number): number[] {
  const places: number[] = [];
  for (let at = 0; at < terms.length && (terms[at] ?? 0) < limit; at++) {
    const weight = weights[at] ?? 0;
    let place = places.length;
    while (place > 0 && (weights[places[place - 1] ?? 0] ?? 0) < weight) place--;
    if (place >= most) continue;
    places.splice(place, 0, at);
    places.length = Math.min(places.length, most);
  }
  return places;
}

/** The mean inner product of each vector with all; with itself it counts as `self`. */
export function meanLikenesses(vectors: Vector[], vocabulary: number, self: number): Float64Array {
  const all = new Float64Array(vocabulary);
  for (const vector of vectors) spread(vector, all);
  return Float64Array.from(vectors, (vector) => {
    let own = 0;
    for (const weight of vector.weights) own += weight * weight;
    return (gather(vector, all) - own + self) / vectors.length;
  });
}
