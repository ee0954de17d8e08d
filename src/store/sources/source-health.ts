// The health of each source: its last responses, its usual volume, and whether it has fallen silent.
import { DAY_MS } from '../../base/time.js';
import type { Instant } from '../../model.js';
import type { Db, SourceRow } from '../database/schema.js';

export interface SourceHealth extends SourceRow {
  newest: Instant | null;
  /** Posts a day, from its latest posts; absent when there are too few. */
  postsADay?: number;
  /** Since when the source answers without new posts, if for more than five of its usual gaps. */
  silentSince?: Instant;
}

/** The usual gap between posts is measured on up to the first number of latest posts and at least the second. */
const JUDGED_POSTS = 50;
const MIN_JUDGED_POSTS = 5;
/** A source is silent after this many usual gaps, but never after one quiet day. */
const SILENT_GAPS = 5;
const MIN_SILENCE_MS = 3 * DAY_MS;

/**
 * Every source ever fetched, by kind and name. Reads only the latest posts of each source, so that a page costs the same
 * with a million stored posts.
 */
export async function listHealth(db: Db): Promise<SourceHealth[]> {
  const sources = await db.selectFrom('sources').selectAll().orderBy('kind').orderBy('name').execute();
  const health: SourceHealth[] = [];
  for (const source of sources) health.push(judge(source, await findLatest(db, source.id)));
  return health;
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

async function findLatest(db: Db, sourceId: string): Promise<Instant[]> {
  const rows = await db
    .selectFrom('posts')
    .select('created_at')
    .where('source_id', '=', sourceId)
    .orderBy('created_at', 'desc')
    .limit(JUDGED_POSTS)
    .execute();
  return rows.map((row) => row.created_at);
}

function judge(source: SourceRow, latest: Instant[]): SourceHealth {
  const [newest] = latest;
  const oldest = latest.at(-1);
  if (!newest || !oldest) return { ...source, newest: null };
  if (latest.length < MIN_JUDGED_POSTS) return { ...source, newest };
  const gapMs = (Date.parse(newest) - Date.parse(oldest)) / (latest.length - 1);
  // Measured at its last answer: while nobody asked, nothing could be new.
  const quietMs = Date.parse(source.succeeded_at ?? newest) - Date.parse(newest);
  return {
    ...source,
    newest,
    postsADay: gapMs > 0 ? DAY_MS / gapMs : undefined,
    silentSince: quietMs > Math.max(MIN_SILENCE_MS, SILENT_GAPS * gapMs) ? newest : undefined,
  };
}
