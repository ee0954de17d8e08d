// Cursors of X sources, and the cheapest request that reads the rest of a period.

import { z } from 'zod';
import { DAY_MS, MINUTE_MS } from '../../base/time.js';
import type { Instant, Period } from '../../model.js';

const id = z.string().regex(/^\d+$/).optional();
const cursorSchema = z.object({
  from: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  sinceId: id,
  /** The account's id. */
  userId: id,
  /** Handles of a list's authors, by user id. */
  handles: z.record(z.string(), z.string()).optional(),
});

/** The cursor of an account or list. Everything created in `from`…`until` was read; `sinceId` is the last post. */
export type XCursor = z.output<typeof cursorSchema>;

export interface ReadingPlan {
  /** Read posts newer than this; absent: read from `from` to `to`. */
  sinceId?: string;
  from: Instant;
  to: Instant;
  /** Whether it begins before the span of recent search. */
  archive: boolean;
}

/** Recent search covers 7 days. The margin allows for clock differences. */
const RECENT_MS = 7 * DAY_MS - 10 * MINUTE_MS;
/** A post may appear in search this much later than it was written. */
const LAG_MS = 5 * MINUTE_MS;
/** The epoch of X's ids ("snowflakes"): https://docs.x.com/fundamentals/x-ids */
const EPOCH_MS = 1288834974657n;

/** When an id was created, in milliseconds since 1970. */
export function timeOfId(id: string): number {
  return Number((BigInt(id) >> 22n) + EPOCH_MS);
}

/** The smallest id that X could create at a time, in milliseconds since 1970. */
export function idAt(ms: number): string {
  const since = BigInt(Math.trunc(ms)) - EPOCH_MS;
  return String(since > 0n ? since << 22n : 0n);
}

export function newerId(a: string, b: string): string {
  return BigInt(a) > BigInt(b) ? a : b;
}

/** Parses a cursor. An invalid one counts as empty: never fetched. */
export function parseCursor(text: string | undefined): XCursor {
  try {
    return cursorSchema.parse(JSON.parse(text ?? '{}'));
  } catch {
    return {};
  }
}

/**
 * Plans how to read the rest of the period. Returns undefined if all of it was read before, because X would bill it
 * again. Continues from the cursor if the period begins within the span already read and extends beyond it. Otherwise
 * (first fetch, gap, backfill) reads by time.
 */
export function planReading(cursor: XCursor, period: Period, now: Instant): ReadingPlan | undefined {
  const { from, until, sinceId } = cursor;
  const to = period.to < now ? period.to : now;
  const isContinued = from && until && sinceId && from <= period.from && period.from <= until;
  if (isContinued && until >= to) return undefined;
  const plan = isContinued ? { sinceId, from: until, to } : { from: period.from, to };
  return { ...plan, archive: Date.parse(plan.from) < Date.parse(now) - RECENT_MS };
}

/** The cursor after a completed `plan`; `ids` are those of the posts read. */
export function moveCursor(cursor: XCursor, plan: ReadingPlan, ids: string[]): XCursor {
  const sinceId = ids.reduce(newerId, idAt(Date.parse(plan.to) - LAG_MS));
  const old = cursor.from && cursor.until && cursor.sinceId ? (cursor as Required<XCursor>) : undefined;
  if (!old) return { ...cursor, from: plan.from, until: plan.to, sinceId };
  const isDisjoint = plan.to < old.from || plan.from > old.until;
  const isNewer = plan.to > old.until;
  if (isDisjoint) return isNewer ? { ...cursor, from: plan.from, until: plan.to, sinceId } : cursor;
  return {
    ...cursor,
    ...(plan.from < old.from && { from: plan.from }),
    ...(isNewer && { until: plan.to, sinceId: newerId(sinceId, old.sinceId) }),
  };
}
