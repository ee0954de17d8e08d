// Weighted terms of many texts, packed into typed arrays: objects would need ten times the memory.

/** Maximum count of a term in one text, so that term and count fit into one number. */
const MAX_TIMES = 255;

/** TF-IDF: `(1 + ln tf) · ln((n + 1) / (df + 0.5))^power`. */
export function weighTerm(times: number, frequency: number, texts: number, power = 1): number {
  return (1 + Math.log(times)) * Math.log((texts + 1) / (frequency + 0.5)) ** power;
}

export interface Packed {
  /** Number of different terms; terms are numbered from 0. */
  vocabulary: number;
  /** Start of each text's terms, followed by the end of all. */
  starts: Uint32Array;
  /** The terms that other texts share, ascending within a text. */
  terms: Int32Array;
  /** Their weights; the squares of all terms' weights of a text sum to 1. */
  weights: Float32Array;
  /** Number of different terms of each text. */
  sizes: Uint32Array;
}

export interface Weighting {
  power?: number;
  /** Weight of a term besides its rarity, 0…1. */
  shareOf?: (term: string) => number;
  /** Rarity is computed as if there were at least this many texts. */
  leastTexts?: number;
  /** Other texts for computing rarity: their number, and the number that contain a term. */
  archive?: { texts: number; countOf: (term: string) => number };
}

export interface Packer {
  /** Adds the term counts of the next text. */
  add(counts: ReadonlyMap<string, number>): void;
  /**
   * The TF-IDF vector of each text, scaled to length 1. A term of only one text counts for the length but is omitted, because it cannot match.
   */
  weigh(weighting?: Weighting): Packed;
}

export function createPacker(): Packer {
  const numbers = new Map<string, number>();
  const frequency: number[] = [];
  const lengths: number[] = [];
  let entries = new Float64Array(1024);
  let used = 0;
  return {
    add(counts) {
      if (used + counts.size > entries.length) {
        const larger = new Float64Array(2 * entries.length + counts.size);
        larger.set(entries);
        entries = larger;
      }
      const from = used;
      for (const [term, times] of counts) {
        const number = numbers.get(term) ?? numbers.size;
        if (number === numbers.size) numbers.set(term, number);
        frequency[number] = (frequency[number] ?? 0) + 1;
        entries[used++] = number * (MAX_TIMES + 1) + Math.min(times, MAX_TIMES);
      }
      entries.subarray(from, used).sort();
      lengths.push(counts.size);
    },
    weigh({ power = 1, shareOf, leastTexts = 0, archive } = {}) {
      const shares = shareOf && Array.from(numbers.keys(), shareOf);
      const earlier = archive && Array.from(numbers.keys(), archive.countOf);
      const texts = Math.max(lengths.length + (archive?.texts ?? 0), leastTexts);
      const weightOf = (term: number, times: number): number =>
        (shares?.[term] ?? 1) *
        weighTerm(times, (frequency[term] ?? 1) + (earlier?.[term] ?? 0), texts, power);
      return { ...weighShared(entries, lengths, frequency, weightOf), vocabulary: numbers.size };
    },
  };
}

function weighShared(
  entries: Float64Array,
  lengths: number[],
  frequency: number[],
  weightOf: (term: number, times: number) => number,
): Omit<Packed, 'vocabulary'> {
  const starts = new Uint32Array(lengths.length + 1);
  let kept = 0;
  for (const texts of frequency) if (texts > 1) kept += texts;
  const terms = new Int32Array(kept);
  const weights = new Float32Array(kept);
  let from = 0;
  let to = 0;
  for (const [at, size] of lengths.entries()) {
    let squares = 0;
    const start = to;
    for (let entry = from; entry < from + size; entry++) {
      const packed = entries[entry] ?? 0;
      const term = Math.floor(packed / (MAX_TIMES + 1));
      const weight = weightOf(term, packed % (MAX_TIMES + 1));
      squares += weight * weight;
      if ((frequency[term] ?? 0) < 2) continue;
      terms[to] = term;
      weights[to++] = weight;
    }
    const length = Math.sqrt(squares) || 1;
    for (let entry = start; entry < to; entry++) weights[entry] = (weights[entry] ?? 0) / length;
    from += size;
    starts[at + 1] = to;
  }
  return { starts, terms, weights, sizes: Uint32Array.from(lengths) };
}

/** Packs the vectors that `fill` adds, each scaled to length 1; their terms are numbers below `vocabulary`. */
export function packVectors(
  count: number,
  vocabulary: number,
  fill: (at: number, vector: Map<number, number>) => void,
): Packed {
  const starts = new Uint32Array(count + 1);
  const terms: number[] = [];
  const weights: number[] = [];
  const vector = new Map<number, number>();
  for (let at = 0; at < count; at++) {
    vector.clear();
    fill(at, vector);
    let squares = 0;
    for (const weight of vector.values()) squares += weight * weight;
    const length = Math.sqrt(squares) || 1;
    for (const [term, weight] of [...vector].sort((one, other) => one[0] - other[0])) {
      terms.push(term);
      weights.push(weight / length);
    }
    starts[at + 1] = terms.length;
  }
  const sizes = Uint32Array.from({ length: count }, (_, at) => (starts[at + 1] ?? 0) - (starts[at] ?? 0));
  return { vocabulary, starts, terms: Int32Array.from(terms), weights: Float32Array.from(weights), sizes };
}
