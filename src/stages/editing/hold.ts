// Holds an issue as a draft if too many of its sources failed.
import { UserError } from '../../base/errors.js';
import type { Issue, Post } from '../../model.js';
import { adviseOnRefusedAddress } from '../../sources/http/public-address.js';
import { describeCauses } from '../fetching/causes.js';
import type { Candidates, Collected } from '../fetching/collect.js';

/**
 * Returns why an issue must be held: sources with more than `maxShare` (0…1) of the total weight failed, now or before
 * they started to rest, and have no stored posts for the period. A source's weight is one plus its number of posts in
 * the last 30 days (at most 100). Returns undefined if enough sources answered.
 */
export function findHoldReason(
  { outcomes }: Pick<Collected, 'outcomes'>,
  { posts, past }: Pick<Candidates, 'past'> & { posts: Pick<Post, 'sourceId' | 'createdAt'>[] },
  { from, maxShare }: { from: string; maxShare: number },
): string | undefined {
  const read = new Set(posts.filter(({ createdAt }) => createdAt >= from).map(({ sourceId }) => sourceId));
  const asked = outcomes.filter(({ skipped, failedBefore }) => !skipped || failedBefore);
  const unread = asked.filter(
    ({ sourceId, error, failedBefore }) => (error || failedBefore) && !read.has(sourceId),
  );
  const weigh = (list: typeof outcomes) =>
    list.reduce((sum, { sourceId }) => sum + 1 + (past.get(sourceId)?.length ?? 0), 0);
  if (unread.length === 0 || weigh(unread) <= maxShare * weigh(asked)) return undefined;
  const causes = describeCauses(
    unread.map(({ sourceId, error, failedBefore }) => ({
      source: sourceId,
      error: error ?? failedBefore ?? 'unknown reason',
    })),
  );
  return `${unread.length} of ${asked.length} sources could not be read (${causes})`;
}

/** How to fix what the reason names, followed by a space; empty if the reason itself says enough. */
function adviseOnHold(reason: string): string {
  const advice = adviseOnRefusedAddress(reason);
  return advice ? `${advice} ` : '';
}

/** Whether an issue is still held: a draft with a reason that nobody has edited since. */
export const isHeld = ({ held, status, edited }: Issue) =>
  held !== undefined && status === 'draft' && !edited;

/** The error that ends the run of a held issue. */
export function createHeldError(id: string, reason: string): UserError {
  return new UserError(
    `${id} is held as a draft: ${reason}`,
    `${adviseOnHold(reason)}Fix the sources (\`tidings sources check\`) and run it again, or publish the draft unchanged with \`tidings approve ${id}\`.`,
  );
}
