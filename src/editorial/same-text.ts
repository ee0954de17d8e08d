// Finds near-duplicate texts without comparing all pairs.
import { words } from '../base/text.js';

/** Two texts are equal if they share at least this fraction of their word triples (Jaccard) and all numbers. */
const MIN_SHARED_TRIPLES = 0.8;

// Shorter texts ("Good morning!") resemble each other by chance.
const MIN_WORDS = 6;
/** Maximum words compared per text. */
const MAX_WORDS = 400;
// MinHash with 8 bands of 4 rows finds 99% of the pairs at Jaccard 0.8 and every pair at 0.9 and more
// (1 - (1 - s^4)^8; Leskovec et al., Mining of Massive Datasets, 3.4).
const MINHASH_BANDS = 8;
const MINHASH_ROWS = 4;
/** Number of texts per bucket that a new text is compared with. */
const MAX_PER_BUCKET = 4;

export interface Shingles {
  /** Distinct hashes of the word triples, ascending. */
  triples: Uint32Array;
  /** All of its numbers: "40 tok/s" and "60 tok/s" in the same words are two measurements. */
  numbers: string;
}

/** The shingles of a text; undefined if it is too short. */
export function readShingles(text: string): Shingles | undefined {
  const list = words(text.replace(/^\s*RT @\w+:/, '').replace(/https?:\/\/\S+/g, '')).slice(0, MAX_WORDS);
  if (list.length < MIN_WORDS) return undefined;
  const hashes = new Uint32Array(list.length - 2);
  for (let at = 0; at < hashes.length; at++) hashes[at] = hash(`${list[at]} ${list[at + 1]} ${list[at + 2]}`);
  hashes.sort();
  const triples = hashes.filter((value, at) => at === 0 || value !== hashes[at - 1]);
  return { triples, numbers: list.filter((word) => /\d/.test(word)).join(' ') };
}

export function isSameText(one: Shingles, other: Shingles): boolean {
  if (one.numbers !== other.numbers) return false;
  const [a, b] = [one.triples, other.triples];
  let shared = 0;
  for (let left = 0, right = 0; left < a.length && right < b.length; ) {
    const [x, y] = [a[left] ?? 0, b[right] ?? 0];
    if (x === y) shared++;
    if (x <= y) left++;
    if (y <= x) right++;
  }
  return shared / (a.length + b.length - shared) >= MIN_SHARED_TRIPLES;
}

/**
 * Calls `onEqual` with the indexes of equal texts; pairs for which `isKnown` returns true are not compared. Returns the
 * number of comparisons: at most 32 per text (8 bands of 4 texts).
 */
export function findSameTexts(
  texts: (Shingles | undefined)[],
  isKnown: (a: number, b: number) => boolean,
  onEqual: (a: number, b: number) => void,
): number {
  let compared = 0;
  const keys = new Uint32Array(texts.length * MINHASH_BANDS);
  for (const [at, text] of texts.entries()) if (text) computeBands(text, keys, at * MINHASH_BANDS);
  for (let band = 0; band < MINHASH_BANDS; band++) {
    const buckets = new Map<number, number[]>();
    for (const [at, text] of texts.entries()) {
      if (!text) continue;
      const key = keys[at * MINHASH_BANDS + band] ?? 0;
      const others = buckets.get(key);
      if (!others) buckets.set(key, [at]);
      else if (!joinWithFirstEqual(text, at, others) && others.length < MAX_PER_BUCKET) others.push(at);
    }
  }
  return compared;

  /** Joins the text with the first equal one. Returns whether there is one. */
  function joinWithFirstEqual(text: Shingles, at: number, others: number[]): boolean {
    for (const other of others) {
      const rival = texts[other];
      if (isKnown(other, at)) return true;
      compared++;
      if (!rival || !isSameText(text, rival)) continue;
      onEqual(other, at);
      return true;
    }
    return false;
  }
}

/** Computes one key per band: the minimum hash of each row, seeded with the numbers, because equal texts have equal ones. */
function computeBands({ triples, numbers }: Shingles, keys: Uint32Array, from: number): void {
  const seed = hash(numbers);
  for (let band = 0; band < MINHASH_BANDS; band++) {
    let key = seed;
    for (let row = band * MINHASH_ROWS; row < (band + 1) * MINHASH_ROWS; row++) {
      const salt = Math.imul(row + 1, 0x9e3779b1);
      let least = 0xffffffff;
      for (let at = 0; at < triples.length; at++) {
        const mixed = mix((triples[at] ?? 0) ^ salt);
        if (mixed < least) least = mixed;
      }
      key = mix(key ^ least);
    }
    keys[from + band] = key;
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** The finaliser of MurmurHash3. */
function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
