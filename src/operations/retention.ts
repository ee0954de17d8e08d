// Deletes data past its retention period.

import { DAY_MS } from '../base/time.js';
import type { PipelineContext } from '../stages/context.js';
import { type Bounds, type Forgotten, forgetOld } from '../store/maintenance/retention.js';
import { forgetRuns } from '../store/runs.js';

/** A confirmation link is valid for a week, and a provider repeats an event for a few days at most. */
const REQUEST_DAYS = 30;
/** Runs are kept this long. Fetch runs, at least eighty a day, are kept for less. */
const RUN_DAYS = 365;
const FETCH_DAYS = 30;

/** Deletes data older than `retention` in sources.yaml allows. Call it once a day. */
export async function forgetByAge({
  db,
  config: { retention },
  clock,
}: Pick<PipelineContext, 'db' | 'config' | 'clock'>): Promise<Forgotten & { runs: number }> {
  const now = clock().getTime();
  const ago = (days: number) => new Date(now - days * DAY_MS).toISOString();
  const bounds: Bounds = { requests: ago(REQUEST_DAYS) };
  for (const kind of ['posts', 'answers', 'deliveries'] as const) {
    const days = retention[kind];
    if (days !== 'forever') bounds[kind] = ago(days);
  }
  return { ...(await forgetOld(db, bounds)), runs: await forgetRuns(db, ago(RUN_DAYS), ago(FETCH_DAYS)) };
}
