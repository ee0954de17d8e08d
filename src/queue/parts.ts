// A platform's lanes in parts, each of them a job.
import { createHash } from 'node:crypto';
import type { Part } from './queue.js';

/** Enough for some ten processes; of many lanes, 16 together, for as many more. */
const FEWEST = 32;
const MOST = 512;
const LANES = 16;

/** The parts that hold any of the lanes. A few more lanes change nothing about where the others are. */
export function partsOf(lanes: string[]): Part[] {
  if (lanes.length <= 1) return lanes.map(() => ({ at: 0, of: 1 }));
  let of = FEWEST;
  while (of < MOST && lanes.length > of * LANES) of *= 2;
  const held = new Set(lanes.map((lane) => partOf(lane, of)));
  return [...held].sort((a, b) => a - b).map((at) => ({ at, of }));
}

export function isInPart(lane: string, { at, of }: Part): boolean {
  return partOf(lane, of) === at;
}

function partOf(lane: string, of: number): number {
  return createHash('sha256').update(lane).digest().readUInt32BE(0) % of;
}
