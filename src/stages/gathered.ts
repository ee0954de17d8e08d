// What was fetched for an issue by whoever fetched it, read back from the store.
import type { FetchOutcome, Instant } from '../model.js';
import { countFetched } from '../store/posts.js';
import type { SourceRow } from '../store/schema.js';
import { listSources } from '../store/sources.js';
import type { Collected } from './collect.js';
import type { PipelineContext } from './context.js';

/** What has been collected since then, as if one run had done it. */
export async function findGathered(
  { db, sources }: Pick<PipelineContext, 'db' | 'sources'>,
  since: Instant,
): Promise<Collected> {
  const rows = new Map((await listSources(db)).map((row) => [row.id, row]));
  const outcomes = sources
    .flatMap((source) => source.refs)
    .map(({ id }): FetchOutcome => ({ sourceId: id, posts: [], ...outcomeOf(rows.get(id), since) }));
  return { outcomes, ...(await countFetched(db, since)) };
}

function outcomeOf(row: SourceRow | undefined, since: Instant): Pick<FetchOutcome, 'error' | 'skipped'> {
  const asked = row?.checked_at ? row.checked_at >= since : false;
  if (row?.retired_at) return { skipped: `gone for good since ${row.retired_at.slice(0, 10)}` };
  if (row?.error && (asked || row.next_at))
    return asked ? { error: row.error } : { skipped: `rests: ${row.error}` };
  if (asked || row?.next_at) return {};
  return row?.note ? { skipped: row.note } : { error: 'was not asked in time' };
}
