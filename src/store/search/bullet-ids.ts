// Ids of bullets: numbers in the order of time.
import { MINUTE_MS } from '../../base/time.js';
import type { Instant } from '../../model.js';

// A bullet's id: the minute in which its issue's period ends, the issue's place among those that end then, and its own
// place in the issue. So ids are in the order of time, all of an issue stand together, and an issue is taken out
// without a search, however large the archive is. 26 + 8 + 16 bits: below 2^53 until the year 2097.
export const IN_ISSUE = 2 ** 16;
export const IN_MINUTE = 2 ** 24;

/** The first id that a bullet of an issue whose period ends at `to` can have. */
export function firstId(to: Instant): number {
  return Math.floor(Date.parse(to) / MINUTE_MS) * IN_MINUTE;
}
