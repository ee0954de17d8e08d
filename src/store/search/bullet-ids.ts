// Ids of bullets: numbers in time order.
import { MINUTE_MS } from '../../base/time.js';
import type { Instant } from '../../model.js';

// A bullet's id: the minute in which its issue's period ends, the issue's number within that minute, and its own number
// in the issue. Ids are in time order, and the ids of an issue are consecutive. 26 + 8 + 16 bits: below 2^53 until 2097.
export const IN_ISSUE = 2 ** 16;
export const IN_MINUTE = 2 ** 24;

/** The first id that a bullet of an issue whose period ends at `to` can have. */
export function firstId(to: Instant): number {
  return Math.floor(Date.parse(to) / MINUTE_MS) * IN_MINUTE;
}

/** The first and last id of bullets whose issues' periods end after `since`, and at `until` or before. */
export function idRange({ since, until }: { since?: Instant; until?: Instant }): [number, number] {
  return [
    since ? firstId(since) + IN_MINUTE : 0,
    until ? firstId(until) + IN_MINUTE - 1 : Number.MAX_SAFE_INTEGER,
  ];
}
