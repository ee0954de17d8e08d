// What was read of X up to when: cursors, and the cheapest request that reads the rest. Pure.

import { z } from 'zod';
import { DAY_MS, MINUTE_MS } from '../../base/time.js';
import type { Instant, Period } from '../../model.js';

const id = z.string().regex(/^\d+$/).optional();
const cursorSchema = z.object({
  from: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  sinceId: id,
  /** The account's own id. */
  userId: id,
  /** Handles of a list's authors, by user id. */
  handles: z.record(z.string(), z.string()).optional(),
});

/** What one account or list left behind. Everything created in `from`…`until` was read, the last of it `sinceId`. */
export type XCursor = z.output<typeof cursorSchema>;

export interface ReadingPlan {
  /** Read what is newer than this; absent: read from `from` to `to`. */
  sinceId?: string;
  from: Instant;
  to: Instant;
  /** It begins before what recent search holds. */
  archive: boolean;
}

/** Recent search holds 7 days. The margin covers clocks that differ. */
const RECENT_MS = 7 * DAY_MS - 10 * MINUTE_MS;
/** Search may show a post this much later than it was written. */
const LAG_MS = 5 * MINUTE_MS;
/** Of X's ids ("snowflakes"): https://docs.x.com/fundamentals/x-ids */
const EPOCH_MS = 1288834974657n;

/** When an id was given out, in milliseconds since 1970. */
export function timeOfId(id: string): number {
  return Number((BigInt(id) >> 22n) + EPOCH_MS);
}

/** The smallest id of a moment. */
export function idAt(ms: number): string {
  const since = BigInt(Math.trunc(ms)) - EPOCH_MS;
  return String(since > 0n ? since << 22n : 0n);
}

export function newerId(a: string, b: string): string {
  return BigInt(a) > BigInt(b) ? a : b;
}

/** Parses a cursor. An invalid one is read as empty: never fetched. */
export function parseCursor(text: string | undefined): XCursor {
  try {
    return cursorSchema.parse(JSON.parse(text ?? '{}'));
  } catch {
    return {};
  }
}

/**
 * What is still to be read of the period; undefined when all of it was read before, since to read it again would be
 * paid for again. Reads on from the cursor when the period begins in what was read and goes beyond it. Anything else
 * is read by its times: the first fetch, a gap, a backfill.
 */
export function planReading(cursor: XCursor, period: Period, now: Instant): ReadingPlan | undefined {
  const { from, until, sinceId } = cursor;
  const to = period.to < now ? period.to : now;
  const begun = from && until && sinceId && from <= period.from && period.from <= until;
  if (begun && until >= to) return undefined;
  const plan = begun ? { sinceId, from: until, to } : { from: period.from, to };
  return { ...plan, archive: Date.parse(plan.from) < Date.parse(now) - RECENT_MS };
}

/** The cursor after `plan` was read to its end; `ids` of what came. */
export function moveCursor(cursor: XCursor, plan: ReadingPlan, ids: string[]): XCursor {
  const sinceId = ids.reduce(newerId, idAt(Date.parse(plan.to) - LAG_MS));
  const old = cursor.from && cursor.until && cursor.sinceId ? (cursor as Required<XCursor>) : undefined;
  if (!old) return { ...cursor, from: plan.from, until: plan.to, sinceId };
  const apart = plan.to < old.from || plan.from > old.until;
  const later = plan.to > old.until;
  if (apart) return later ? { ...cursor, from: plan.from, until: plan.to, sinceId } : cursor;
  return {
    ...cursor,
    ...(plan.from < old.from && { from: plan.from }),
    ...(later && { until: plan.to, sinceId: newerId(sinceId, old.sinceId) }),
  };
}
