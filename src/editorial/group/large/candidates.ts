// Which groups of very many may join: those that share some of their heaviest terms.
import { TEMPER } from '../linkage.js';
import { findHeaviest, type Vector } from '../vectors.js';

/** The heaviest telling terms of a group by which others find it. */
const KEYS = 12;
/** A term's latest groups that a further one meets. */
const RECENT = 24;
/** Of those it meets, the likeliest so many are compared with it. */
const LINKS = 12;

interface Findable extends Vector {
  members: number;
}

/** For each group those before it that share most of its heaviest terms, or, where none does, the ones just before. */
export function* findCandidates<T extends Findable>(
  groups: T[],
  telling: number,
): Generator<{ group: T; candidates: T[] }> {
  const recent = new Map<number, { at: number; weight: number }[]>();
  const shared = new Float64Array(groups.length);
  for (const [at, group] of groups.entries()) {
    const met: number[] = [];
    for (const entry of findHeaviest(group, telling, KEYS)) {
      const term = group.terms[entry] ?? 0;
      const weight = group.weights[entry] ?? 0;
      const ring = recent.get(term) ?? [];
      for (const other of ring) {
        if (shared[other.at] === 0) met.push(other.at);
        shared[other.at] = (shared[other.at] ?? 0) + weight * other.weight;
      }
      ring.push({ at, weight });
      if (ring.length > RECENT) ring.shift();
      recent.set(term, ring);
    }
    const ranked = met
      .map((other) => ({ other, value: (shared[other] ?? 0) / (groups[other]?.members ?? 1) ** TEMPER }))
      .sort((a, b) => b.value - a.value)
      .slice(0, LINKS);
    for (const other of met) shared[other] = 0;
    const chosen = ranked.length > 0 ? ranked.map(({ other }) => other) : [at - 1, at - 2, at - 3];
    yield { group, candidates: chosen.flatMap((other) => groups[other] ?? []) };
  }
}
