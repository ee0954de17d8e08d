// What is kept of a fetch besides its posts: the source's health, when it may be asked again, what was paid for.
import type { FetchOutcome, Instant } from '../model.js';
import { billingDay } from '../sources/x-prices.js';
import { countSeenSince } from '../store/posts.js';
import { addReads } from '../store/reads.js';
import type { Db } from '../store/schema.js';
import { saveOutcome } from '../store/sources.js';
import { restAfter } from './resting.js';

/**
 * Records an outcome. Call it before its posts are saved, in the same transaction: a post that was seen today already
 * was paid for, and is not counted again. `failures` is how often the source failed in a row before this.
 */
export async function recordOutcome(
  db: Db,
  outcome: FetchOutcome,
  { now, failures }: { now: Instant; failures: number },
): Promise<void> {
  await saveOutcome(db, outcome, now, restAfter(outcome, failures, now));
  if (!outcome.reads) return;
  const day = billingDay(now);
  const ids = outcome.posts.map((post) => post.id);
  const again = await countSeenSince(db, ids, `${day}T00:00:00.000Z`);
  await addReads(db, day, { ...outcome.reads, posts: Math.max(0, outcome.reads.posts - again) });
}
