// Backfills issues of past periods: fetches the whole span once, then makes each issue from the store.

import { DAY_MS, type NamedPeriod, periodOf } from '../../base/time.js';
import type { Cadence, FetchOutcome, Instant, Period, Platform } from '../../model.js';
import { findBackfill, saveBackfill } from '../../store/backfills.js';
import { countPostsIn } from '../../store/posts.js';
import type { PipelineContext } from '../context.js';
import { type Collected, collectPosts } from './collect.js';

/** An older fetch is repeated, because it may be incomplete. */
const FRESH_MS = DAY_MS;

/** The periods from one calendar day to another, both included, that are over at `now`; oldest first. */
export function pastPeriods(
  span: { from: string; to: string; cadence: Cadence; timeZone: string },
  now: Instant,
): NamedPeriod[] {
  const periods = new Map<string, NamedPeriod>();
  for (let at = Date.parse(span.from); at <= Date.parse(span.to); at += DAY_MS) {
    const period = periodOf(new Date(at).toISOString().slice(0, 10), span.cadence, span.timeZone);
    if (period.to <= now) periods.set(period.name, period);
  }
  return [...periods.values()];
}

/** The span from the start of the first period to the end of the last. */
export function spanOfPeriods(periods: NamedPeriod[]): Period | undefined {
  const [first, last] = [periods[0], periods.at(-1)];
  return first && last && { from: first.from, to: last.to };
}

interface Fetched extends Period {
  at: Instant;
  withoutX: boolean;
  collected: Collected;
}

/**
 * Fetches the whole span, or reuses what an interrupted backfill fetched today. Sources that cannot reach back so far
 * return what they can.
 */
export async function collectSpan(
  context: PipelineContext,
  span: Period,
  { withoutX }: { withoutX: boolean },
): Promise<Fetched> {
  const { db, clock } = context;
  const now = clock();
  const before = parseFetched(await findBackfill(db));
  if (
    before &&
    before.from <= span.from &&
    span.to <= before.to &&
    before.withoutX === withoutX &&
    now.getTime() - Date.parse(before.at) < FRESH_MS
  )
    return before;
  const isX = (platform: Platform | undefined) => platform === 'x';
  const sources = context.sources.filter((source) => !withoutX || !isX(source.refs[0]?.platform));
  const collected = await collectPosts({ ...context, sources }, span);
  const leftOut = context.sources
    .filter((source) => !sources.includes(source))
    .flatMap((source) => source.refs);
  collected.outcomes.push(
    ...leftOut.map(
      ({ id }): FetchOutcome => ({ sourceId: id, posts: [], skipped: 'left out of the backfill' }),
    ),
  );
  const fetched = { ...span, at: now.toISOString(), withoutX, collected };
  await saveBackfill(db, JSON.stringify(fetched));
  return fetched;
}

function parseFetched(value: string | undefined): Fetched | undefined {
  return value === undefined ? undefined : (JSON.parse(value) as Fetched);
}

const SOURCES_OF_PLATFORM: Record<Platform, string> = {
  x: 'from X',
  reddit: 'from Reddit',
  discord: 'from Discord',
  web: 'from the web',
};

/** Describes when and from which posts the issue was made, for the record. */
export async function describeOrigin(
  { db }: Pick<PipelineContext, 'db'>,
  period: Period,
  at: Instant,
): Promise<string> {
  const counts = await countPostsIn(db, period);
  const parts = [...counts].map(
    ([platform, count]) => `${count} ${count === 1 ? 'post' : 'posts'} ${SOURCES_OF_PLATFORM[platform]}`,
  );
  const from = parts.length > 0 ? parts.join(', ') : 'no post';
  return `Made later, on ${at.slice(0, 10)}, from the posts of the period that were still available: ${from}.`;
}
