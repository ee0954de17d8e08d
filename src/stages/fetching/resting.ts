// Decides when a source is not fetched: because it asked to wait, failed, or is gone. serve/schedule.ts sets the
// interval between fetches.

import { DAY_MS, HOUR_MS, MINUTE_MS, minuteOf } from '../../base/time.js';
import type { FetchOutcome, FetchRequest, Instant, Source } from '../../model.js';
import type { SourceRow } from '../../store/database/schema.js';

/** A source that failed n times in a row rests 2^n times this. */
const FIRST_REST_MS = 15 * MINUTE_MS;
/** A day minus the time of a run, so that each day's issue tries each source again. */
const MAX_REST_MS = 23 * HOUR_MS;
/**
 * The longest wait that a service can ask for, by `Retry-After` or by a rate limit's reset (as X does after a 429).
 * Waits within one fetch have their own limit, `MAX_WAIT_MS` in each client (src/sources/x/client.ts).
 */
const MAX_ORDERED_REST_MS = 7 * DAY_MS;

/**
 * Jitter shortens a rest to at least this share, so that sources that failed together are not all fetched together
 * again.
 */
const MIN_REST_SHARE = 0.75;

/**
 * Returns until when the source rests after this outcome; null if it may be fetched at once. `failures`: consecutive
 * failures before. `chance`, from 0 to 1, shortens the rest after a failure by up to a quarter.
 */
export function restAfter(
  outcome: FetchOutcome,
  failures: number,
  now: Instant,
  chance = Math.random(),
): Instant | null {
  const at = Date.parse(now);
  const asked = outcome.notBefore ? Date.parse(outcome.notBefore) - at : 0;
  const obeyed = Math.min(asked, outcome.refused ? MAX_ORDERED_REST_MS : MAX_REST_MS);
  const longest = outcome.error ? Math.min(FIRST_REST_MS * 2 ** (failures + 1), MAX_REST_MS) : 0;
  const earned = longest * (1 - chance * (1 - MIN_REST_SHARE));
  const rest = Math.max(obeyed, earned);
  return rest > 0 ? new Date(at + rest).toISOString() : null;
}

/**
 * Outcomes of the sources that this run skips. Only `sources check` fetches sources that are gone. The others rest only
 * in scheduled runs, because a manual run should try everything.
 */
export function restingOutcomes(
  rows: Iterable<SourceRow>,
  { now, scheduled, sources = [] }: { now: Instant; scheduled: boolean; sources?: Source[] },
): Map<string, FetchOutcome> {
  const asleep = new Map(
    sources.flatMap((source) => source.refs.map(({ id }) => [id, source.sleeps?.bind(source)] as const)),
  );
  const resting = new Map<string, FetchOutcome>();
  for (const { id, cursor, retired_at, next_at, failures, error, note } of rows) {
    const outcome: FetchOutcome = { sourceId: id, posts: [] };
    if (retired_at) {
      resting.set(id, { ...outcome, skipped: `gone for good since ${retired_at.slice(0, 10)}` });
    } else if (scheduled && next_at && next_at > now && failures === 0 && note?.startsWith(WAITING_NOTE)) {
      resting.set(id, { ...outcome, skipped: note, failedBefore: note });
    } else if (scheduled && next_at && next_at > now) {
      const skipped = `rests until ${minuteOf(next_at)} after ${failures === 1 ? 'a failure' : `${failures} failures`}: ${error}`;
      const failedBefore = error ?? 'unknown';
      resting.set(id, failures > 0 ? { ...outcome, skipped, failedBefore } : { ...outcome, unchanged: true });
    } else if (scheduled && cursor && asleep.get(id)?.(cursor, now)) {
      resting.set(id, { ...outcome, unchanged: true });
    }
  }
  return resting;
}

/** The start of the note of a source that waits because of its host. */
const WAITING_NOTE = 'waits';

/** Outcomes of the sources on a host that just refused another one: it would refuse these too, and for longer. */
export function restWithHost(source: Source, request: FetchRequest, refusal: FetchOutcome): FetchOutcome[] {
  const { notBefore } = refusal;
  const until = notBefore ? ` until ${minuteOf(notBefore)}` : '';
  const skipped = `${WAITING_NOTE}${until}: its host refused another source (429)`;
  return source.refs.map(
    ({ id }) =>
      request.resting?.get(id) ?? {
        sourceId: id,
        posts: [],
        skipped,
        failedBefore: skipped,
        notBefore,
        refused: true,
      },
  );
}
