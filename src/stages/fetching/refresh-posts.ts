// Refreshes the engagement of a period's posts before ranking, for sources whose fetch returns each post only once.

import { messageOf } from '../../base/errors.js';
import { HOUR_MS } from '../../base/time.js';
import { engagementOf } from '../../editorial/rank.js';
import type { Period, Post, Refreshed, Source } from '../../model.js';
import { deleteWithdrawn, findUnseenSince, saveMetrics } from '../../store/posts.js';
import type { PipelineContext } from '../context.js';
import { recordReads } from './outcomes.js';

/** Posts seen this recently keep their counts. */
const FRESH_MS = HOUR_MS;
/** Maximum posts refreshed per source; no issue reports more of one source. */
const MAX_POSTS_PER_SOURCE = 300;

/**
 * Refreshes the counts of the candidates of an issue, best first, and drops withdrawn posts. For X, which bills each
 * post, only `sources.x.refreshPosts`. On a failure, keeps the earlier counts.
 */
export async function refreshPosts(context: PipelineContext, period: Period): Promise<void> {
  const { config, db, sources, clock, progress, signal } = context;
  const at = clock().getTime();
  const from = new Date(Date.parse(period.from) - config.editorial.lookbackHours * HOUR_MS).toISOString();
  const stale = await findUnseenSince(db, { from, to: period.to }, new Date(at - FRESH_MS).toISOString());
  const best = stale.sort((a, b) => totalEngagement(b) - totalEngagement(a));
  let paid = config.sources.x.refreshPosts;
  for (const source of sources) {
    if (!source.refresh) continue;
    const ids = new Set(source.refs.map((ref) => ref.id));
    const isPaid = source.refs[0]?.platform === 'x';
    const posts = best
      .filter((post) => ids.has(post.sourceId))
      .slice(0, isPaid ? paid : MAX_POSTS_PER_SOURCE);
    if (posts.length === 0) continue;
    if (isPaid) paid -= posts.length;
    progress('fetch', `counts of ${posts.length} posts of ${source.refs[0]?.name}`);
    const now = clock().toISOString();
    const refreshed = await requestRefresh(source, posts, { now, signal });
    signal.throwIfAborted();
    await db.transaction().execute(async (trx) => {
      await recordReads(trx, refreshed, [...refreshed.metrics.keys()], now);
      await saveMetrics(trx, refreshed.metrics, now);
      await deleteWithdrawn(trx, refreshed.withdrawn);
    });
    if (refreshed.error) progress('fetch', `${source.refs[0]?.name}: ${refreshed.error}`);
  }
}

async function requestRefresh(
  source: Source,
  posts: Post[],
  request: { now: string; signal: AbortSignal },
): Promise<Refreshed> {
  try {
    return (await source.refresh?.(posts, request)) ?? { metrics: new Map(), withdrawn: [] };
  } catch (error) {
    return { metrics: new Map(), withdrawn: [], error: messageOf(error) };
  }
}

function totalEngagement(post: Post): number {
  return engagementOf(post.metrics) ?? 0;
}
