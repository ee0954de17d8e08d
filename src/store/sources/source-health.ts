// The health of each source: its last responses, its usual volume, and whether it has fallen silent.
import { sql } from 'kysely';
import { DAY_MS } from '../../base/time.js';
import type { Instant } from '../../model.js';
import type { Db, SourceRow } from '../database/schema.js';

export interface SourceHealth extends SourceRow {
  newest: Instant | null;
  /** Posts a day, computed from its latest posts; absent if there are too few. */
  postsADay?: number;
  /** Since when the source has answered without new posts, if for more than five of its usual gaps. */
  silentSince?: Instant;
}

/** The usual gap between posts is computed from at most this many latest posts. */
const JUDGED_POSTS = 50;
/** With fewer posts, a source has no usual gap. */
const MIN_JUDGED_POSTS = 5;
/** A source is silent after this many usual gaps, but never after one quiet day. */
const SILENT_GAPS = 5;
const MIN_SILENCE_MS = 3 * DAY_MS;

/** Of a source's latest posts, at most `JUDGED_POSTS`. */
interface LatestPosts {
  newest: Instant;
  oldest: Instant;
  count: number;
}

/**
 * Every source ever fetched, by kind and name. Reads only the latest posts of each source, so that it takes the same
 * time with a million stored posts.
 */
export async function listHealth(db: Db): Promise<SourceHealth[]> {
  const { rows } = await sql<SourceRow & { latest: string | null }>`
    select sources.*, (
      select max(created_at) || ' ' || min(created_at) || ' ' || count(*) from (
        select created_at from posts where source_id = sources.id
        order by created_at desc limit ${JUDGED_POSTS}) as newest
    ) as latest
    from sources order by kind, name, id`.execute(db);
  return rows.map(({ latest, ...source }) => computeHealth(source, parseLatest(latest)));
}

/** Stored posts by source id. */
export async function countPostsBySource(db: Db): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('posts')
    .select(['source_id', (eb) => eb.fn.countAll().as('posts')])
    .groupBy('source_id')
    .execute();
  return new Map(rows.map(({ source_id, posts }) => [source_id, Number(posts)]));
}

function parseLatest(text: string | null): LatestPosts | undefined {
  const [newest, oldest, count] = text?.split(' ') ?? [];
  return newest && oldest ? { newest, oldest, count: Number(count) } : undefined;
}

function computeHealth(source: SourceRow, latest: LatestPosts | undefined): SourceHealth {
  if (!latest) return { ...source, newest: null };
  const { newest, oldest, count } = latest;
  if (count < MIN_JUDGED_POSTS) return { ...source, newest };
  const gapMs = (Date.parse(newest) - Date.parse(oldest)) / (count - 1);
  // Computed for its last answer: no new posts are known after it.
  const quietMs = Date.parse(source.succeeded_at ?? newest) - Date.parse(newest);
  return {
    ...source,
    newest,
    postsADay: gapMs > 0 ? DAY_MS / gapMs : undefined,
    silentSince: quietMs > Math.max(MIN_SILENCE_MS, SILENT_GAPS * gapMs) ? newest : undefined,
  };
}
