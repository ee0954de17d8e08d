// How each source is doing: its last answers, how often it has something new, and whether it has fallen silent.

import { sql } from 'kysely';
import { DAY_MS } from '../../base/time.js';
import type { Instant } from '../../model.js';
import type { Db, SourceRow } from '../database/schema.js';

export interface SourceHealth extends SourceRow {
  /** Posts stored. */
  posts: number;
  newest: Instant | null;
  /** Posts a day, from its latest ones; absent when there are too few to tell. */
  postsADay?: number;
  /** It answers, but for five times its usual gap nothing was new: since when. */
  silentSince?: Instant;
}

/** The gap between posts is judged by so many of the latest, and by no fewer than so many. */
const LATEST = 50;
const FEWEST = 5;
const SILENCE = 5;
/** Who writes every hour is not silent because of a quiet day. */
const SHORTEST_SILENCE_MS = 3 * DAY_MS;

/** Every source that was ever asked, by kind and name. */
export async function listHealth(db: Db): Promise<SourceHealth[]> {
  const sources = await db.selectFrom('sources').selectAll().orderBy('kind').orderBy('name').execute();
  const { rows } = await sql<{ id: string; posts: number; judged: number; first: Instant; last: Instant }>`
    select source_id as id, max(total) as posts, count(*) as judged, min(created_at) as first, max(created_at) as last
    from (
      select source_id, created_at,
        row_number() over (partition by source_id order by created_at desc) as nth,
        count(*) over (partition by source_id) as total
      from posts
    ) as latest
    where nth <= ${LATEST} group by source_id`.execute(db);
  const found = new Map(rows.map((row) => [row.id, row]));
  return sources.map((source) => {
    const row = found.get(source.id);
    if (!row) return { ...source, posts: 0, newest: null };
    const health: SourceHealth = { ...source, posts: Number(row.posts), newest: row.last };
    if (row.judged < FEWEST) return health;
    const gapMs = (Date.parse(row.last) - Date.parse(row.first)) / (row.judged - 1);
    if (gapMs > 0) health.postsADay = DAY_MS / gapMs;
    // Measured at its last answer: while nobody asked, nothing could be new.
    const quietMs = Date.parse(source.succeeded_at ?? row.last) - Date.parse(row.last);
    if (quietMs > Math.max(SHORTEST_SILENCE_MS, SILENCE * gapMs)) health.silentSince = row.last;
    return health;
  });
}
