// When a source is left alone: because it asked for that, because it failed, or because it is gone.

import { DAY_MS, HOUR_MS, MINUTE_MS, minuteOf } from '../../base/time.js';
import type { FetchOutcome, Instant, Source } from '../../model.js';
import type { SourceRow } from '../../store/database/schema.js';

/** A source that failed n times in a row rests 2^n times this. */
const FIRST_REST = 15 * MINUTE_MS;
/** A day, less what a run may take: the issue of each day asks each source, whatever it said or did. */
const LONGEST_REST = 23 * HOUR_MS;
/** An order to wait is obeyed longer than that, but not for ever. */
const LONGEST_ORDER = 7 * DAY_MS;

/** Sources that failed together shall not all come back together. */
const EARLIEST = 0.75;

/**
 * Until when the source rests after this outcome, null when it may be asked at once. `failures` is how often it failed
 * in a row before; `chance`, from 0 to 1, shortens what it earned by up to a quarter.
 */
export function restAfter(
  outcome: FetchOutcome,
  failures: number,
  now: Instant,
  chance = Math.random(),
): Instant | null {
  const at = Date.parse(now);
  const asked = outcome.notBefore ? Date.parse(outcome.notBefore) - at : 0;
  const obeyed = Math.min(asked, outcome.refused ? LONGEST_ORDER : LONGEST_REST);
  const longest = outcome.error ? Math.min(FIRST_REST * 2 ** (failures + 1), LONGEST_REST) : 0;
  const earned = longest * (1 - chance * (1 - EARLIEST));
  const rest = Math.max(obeyed, earned);
  return rest > 0 ? new Date(at + rest).toISOString() : null;
}

/**
 * What is said of the sources that shall not be asked now. Those that are gone are never asked again by themselves
 * (`sources check` does). The others rest only from the schedule: who runs by hand wants to know now.
 */
export function restingOutcomes(
  rows: Iterable<SourceRow>,
  { now, scheduled, sources = [] }: { now: Instant; scheduled: boolean; sources?: Source[] },
): Map<string, FetchOutcome> {
  const asleep = new Map(
    sources.flatMap((source) => source.refs.map(({ id }) => [id, source.sleeps?.bind(source)] as const)),
  );
  const resting = new Map<string, FetchOutcome>();
  for (const { id, cursor, retired_at, next_at, failures, error } of rows) {
    const outcome: FetchOutcome = { sourceId: id, posts: [] };
    if (retired_at) {
      resting.set(id, { ...outcome, skipped: `gone for good since ${retired_at.slice(0, 10)}` });
    } else if (scheduled && next_at && next_at > now) {
      const skipped = `rests until ${minuteOf(next_at)} after ${failures === 1 ? 'a failure' : `${failures} failures`}: ${error}`;
      resting.set(id, failures > 0 ? { ...outcome, skipped } : { ...outcome, unchanged: true });
    } else if (scheduled && cursor && asleep.get(id)?.(cursor, now)) {
      resting.set(id, { ...outcome, unchanged: true });
    }
  }
  return resting;
}
