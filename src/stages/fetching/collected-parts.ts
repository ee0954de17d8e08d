// Combines what several processes fetched for an issue.
import type { FetchOutcome, Instant } from '../../model.js';
import { countFetched } from '../../store/posts.js';
import { findSources, nameSources } from '../../store/sources/sources.js';
import type { PipelineContext } from '../context.js';
import type { Collected } from './collect.js';
import { restingOutcomes } from './resting.js';

/** Everything collected since then, as if one scheduled run had fetched it. */
export async function findCollected(
  { db, config, sources }: Pick<PipelineContext, 'db' | 'config' | 'sources'>,
  since: Instant,
): Promise<Collected> {
  const ids = sources.flatMap((source) => source.refs.map(({ id }) => id));
  await nameSources(db, [...config.refs, ...sources.flatMap((source) => source.refs)]);
  const rows = await findSources(db, ids);
  const resting = restingOutcomes(rows.values(), { now: since, scheduled: true, sources });
  const outcomes = ids.map((sourceId): FetchOutcome => {
    const { checked_at, error, note } = rows.get(sourceId) ?? {};
    const outcome = { sourceId, posts: [] };
    if (checked_at && checked_at >= since) {
      // Only the note about a used-up budget concerns readers.
      const partial = note && /\bbudget\b/.test(note) ? note : undefined;
      return { ...outcome, error: error ?? undefined, partial };
    }
    const unasked = note ? { skipped: note } : { error: 'was not fetched in time' };
    return resting.get(sourceId) ?? { ...outcome, ...unasked };
  });
  return { outcomes, ...(await countFetched(db, since)) };
}
