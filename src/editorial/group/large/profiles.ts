// Items as single vectors whose inner product is how alike they are, so that a group is the sum of its members.
import { HOUR_MS } from '../../../base/time.js';
import { type Aspects, type Item, readAspects, SHARES } from '../compare.js';
import type { Packed } from '../packed.js';
import type { Vector } from '../vectors.js';

export interface Profiles {
  vectors: Vector[];
  /** Terms are numbers below this; */
  vocabulary: number;
  /** those below this are words, names and themes, by which others are found. */
  telling: number;
  /** The likeness of an item to itself. */
  self: number;
}

/**
 * Hours as features (random binning: Rahimi and Recht, Random Features for Large-Scale Kernel Machines, 2007): two
 * times fall into one bin of width w with the chance 1 − Δt / w; over widths spread like Gamma(2, 1 h) that is
 * exp(−Δt / 1 h). The widths are the middles of eight equal parts of that distribution.
 */
const BIN_HOURS = [0.49, 0.87, 1.2, 1.52, 1.87, 2.3, 2.89, 4.11];

/** What compareItems compares, place and hour included, as one vector an item. */
export function readProfiles(items: Item[]): Profiles {
  const { words, names, themes, trigrams, self } = readAspects(items);
  const parts = [words, names, themes, trigrams];
  const offsets = [0];
  for (const { vectors } of parts) offsets.push((offsets.at(-1) ?? 0) + vectors.vocabulary);
  const circumstances = new Map<string, number>();
  const base = offsets.at(-1) ?? 0;
  const numberOf = (key: string): number => {
    const number = circumstances.get(key) ?? circumstances.size;
    circumstances.set(key, number);
    return base + number;
  };
  const vectors = items.map((item, at): Vector => {
    const own = [...circumstancesOf(item)].map(([key, weight]) => ({ term: numberOf(key), weight }));
    own.sort((one, other) => one.term - other.term);
    return concatenate(at, parts, offsets, own);
  });
  return { vectors, vocabulary: base + circumstances.size, telling: offsets[3] ?? 0, self };
}

function* circumstancesOf({ place, time }: Item): Generator<[string, number]> {
  if (place) yield [`place ${place}`, Math.sqrt(SHARES.place)];
  if (time === undefined) return;
  for (const [bin, hours] of BIN_HOURS.entries())
    yield [
      `hour ${bin} ${Math.floor(time / (hours * HOUR_MS) + bin / BIN_HOURS.length)}`,
      Math.sqrt(SHARES.time / BIN_HOURS.length),
    ];
}

function concatenate(
  at: number,
  parts: Aspects['words'][],
  offsets: number[],
  own: { term: number; weight: number }[],
): Vector {
  const range = ({ starts }: Packed): [number, number] => [starts[at] ?? 0, starts[at + 1] ?? 0];
  let size = own.length;
  for (const { vectors } of parts) size += range(vectors)[1] - range(vectors)[0];
  const terms = new Int32Array(size);
  const weights = new Float32Array(size);
  let to = 0;
  for (const [part, { vectors, share }] of parts.entries()) {
    const [from, end] = range(vectors);
    for (let entry = from; entry < end; entry++) {
      terms[to] = (offsets[part] ?? 0) + (vectors.terms[entry] ?? 0);
      weights[to++] = Math.sqrt(share) * (vectors.weights[entry] ?? 0);
    }
  }
  for (const { term, weight } of own) {
    terms[to] = term;
    weights[to++] = weight;
  }
  return { terms, weights };
}
