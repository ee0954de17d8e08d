// Divides a platform's lanes into parts; each part is one job.
import { createHash } from 'node:crypto';
import type { Part } from './queue.js';

/** Enough parts for about ten processes. */
const MIN_PARTS = 32;
const MAX_PARTS = 512;
/** With many lanes. */
const LANES_PER_PART = 16;

/** The parts that contain any of the lanes. Adding lanes does not move the others to another part. */
export function partsOf(lanes: string[]): Part[] {
  if (lanes.length <= 1) return lanes.map(() => ({ at: 0, of: 1 }));
  let of = MIN_PARTS;
  while (of < MAX_PARTS && lanes.length > of * LANES_PER_PART) of *= 2;
  const held = new Set(lanes.map((lane) => partOf(lane, of)));
  return [...held].sort((a, b) => a - b).map((at) => ({ at, of }));
}

export function isInPart(lane: string, { at, of }: Part): boolean {
  return partOf(lane, of) === at;
}

function partOf(lane: string, of: number): number {
  return createHash('sha256').update(lane).digest().readUInt32BE(0) % of;
}
