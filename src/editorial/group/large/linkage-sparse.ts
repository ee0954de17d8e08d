// Agglomerative grouping of very many items: as linkage.ts does it, but only candidates are ever compared.

import { TEMPER } from '../linkage.js';
import { addVectors, gather, meanLikenesses, spread, type Vector } from '../vectors.js';
import { findCandidates } from './candidates.js';
import { createHeap, popPair, pushPair } from './heap.js';
import type { Profiles } from './profiles.js';

/** A group takes on no further candidates beyond this. */
const MOST_LINKS = 36;

/** Terms of a group beyond the heaviest so many are forgotten now and then. */
const MOST_TERMS = 500;

interface Group extends Vector {
  id: number;
  members: number;
  /** The sum over its members of their mean likeness to all items. */
  mean: number;
  /** Ids of the groups that it may join. */
  links: number[];
}

export interface Joined {
  /** A label for each item, counting up from 0. */
  labels: number[];
  /** Likenesses computed: at most 120 an item, 12 in each of the rounds and 96 a merge. */
  compared: number;
}

/**
 * Joins, of the candidates, those first whose summed likeness over `(size a · size b)^0.85` is highest, until `wanted`
 * groups are left. A group's vector is the sum of its members', so each score is exact; what is approximate is which
 * groups are candidates: those that share heavy terms. They are sought anew whenever half of the groups are gone.
 */
export function joinSparse({ vectors, vocabulary, telling, self }: Profiles, wanted: number): Joined {
  const means = meanLikenesses(vectors, vocabulary, self);
  const mean = means.reduce((sum, value) => sum + value, 0) / (vectors.length || 1);
  const into = Int32Array.from({ length: 2 * vectors.length }, (_, id) => id);
  let alive = new Map(
    vectors.map((vector, id): [number, Group] => [
      id,
      { ...vector, id, members: 1, mean: means[id] ?? 0, links: [] },
    ]),
  );
  let nextId = vectors.length;
  let compared = 0;
  const field = new Float64Array(vocabulary);
  /** The scores of a group with each of others. */
  const scoreAll = (one: Group, others: Group[]): { other: Group; score: number }[] => {
    spread(one, field);
    const scores = others.map((other) => {
      compared++;
      const sum =
        gather(other, field) -
        other.members * one.mean -
        one.members * other.mean +
        one.members * other.members * mean;
      return { other, score: sum / (one.members * other.members) ** TEMPER };
    });
    for (const term of one.terms) field[term] = 0;
    return scores.sort((a, b) => b.score - a.score);
  };
  while (alive.size > wanted) {
    const goal = Math.max(wanted, alive.size >> 1);
    const heap = createHeap();
    for (const { group, candidates } of findCandidates([...alive.values()], telling))
      for (const { other, score } of scoreAll(group, candidates)) {
        pushPair(heap, group.id, other.id, score);
        group.links.push(other.id);
        if (other.links.length < MOST_LINKS) other.links.push(group.id);
      }
    for (let pair = popPair(heap); pair && alive.size > goal; pair = popPair(heap)) {
      const [one, other] = [alive.get(pair.a), alive.get(pair.b)];
      if (!one || !other) continue;
      const id = nextId++;
      into[one.id] = id;
      into[other.id] = id;
      alive.delete(one.id);
      alive.delete(other.id);
      const links = new Set([...one.links, ...other.links].map((link) => resolve(into, link)));
      const others = [...links].flatMap((link) => alive.get(link) ?? []);
      const group: Group = {
        ...addVectors(one, other, MOST_TERMS),
        id,
        members: one.members + other.members,
        mean: one.mean + other.mean,
        links: [],
      };
      for (const { other: rival, score } of scoreAll(group, others).slice(0, MOST_LINKS)) {
        pushPair(heap, id, rival.id, score);
        group.links.push(rival.id);
      }
      alive.set(id, group);
    }
    alive = new Map([...alive].map(([id, group]) => [id, { ...group, links: [] }]));
  }
  const labels = new Map<number, number>();
  return {
    labels: vectors.map((_, item) => {
      const top = resolve(into, item);
      labels.set(top, labels.get(top) ?? labels.size);
      return labels.get(top) ?? 0;
    }),
    compared,
  };
}

/** The group that a group has become part of. */
function resolve(into: Int32Array, start: number): number {
  let top = start;
  while (into[top] !== top) top = into[top] ?? top;
  for (let at = start; at !== top; ) {
    const next = into[at] ?? top;
    into[at] = top;
    at = next;
  }
  return top;
}
