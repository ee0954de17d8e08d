// Records the outcome of a fetch besides its posts: health, next fetch time and billed reads.
import type { FetchOutcome, Instant } from '../../model.js';
import { billingDay, inPosts } from '../../sources/x/prices.js';
import type { Db } from '../../store/database/schema.js';
import { countSeenSince } from '../../store/posts.js';
import { addReads } from '../../store/sources/reads.js';
import { saveOutcome } from '../../store/sources/sources.js';
import { restAfter } from './resting.js';

/**
 * Records an outcome. Call it before its posts are saved, in the same transaction, as `recordReads`. `failures` is how
 * often the source failed in a row before this.
 */
export async function recordOutcome(
  db: Db,
  outcome: FetchOutcome,
  { now, failures }: { now: Instant; failures: number },
): Promise<void> {
  await saveOutcome(db, outcome, now, restAfter(outcome, failures, now));
  const ids = outcome.posts.map((post) => post.id);
  await recordReads(db, outcome, ids, now);
}

/**
 * Replaces reservations with the actual reads. Call it before the posts are saved, in the same transaction, because the
 * same post costs once a day.
 */
export async function recordReads(
  db: Db,
  { reads, reservedOn }: Pick<FetchOutcome, 'reads' | 'reservedOn'>,
  ids: string[],
  now: Instant,
): Promise<void> {
  if (!reads) return;
  const day = billingDay(now);
  const again = await countSeenSince(db, ids, `${day}T00:00:00.000Z`);
  await addReads(db, day, { ...reads, posts: Math.max(0, reads.posts - again) });
  if (reservedOn) await addReads(db, reservedOn, { posts: -inPosts(reads), users: 0 });
}
