// Deliveries of which it is not known whether they went out: what processes left that ended while they sent, what a
// provider took or did not, and what the operator decides.
import { sql } from 'kysely';
import type { Instant } from '../../model.js';
import { indexedBy } from '../database/dialect.js';
import type { Db } from '../database/schema.js';

/** A batch that some process claimed and has not recorded. */
export interface OpenClaimRow {
  owner: string;
  via: string;
  claimedAt: Instant;
  batchedAt: Instant;
}

/** All batches that are being sent, or were when their process ended. */
export async function findOpenClaims(db: Db): Promise<(OpenClaimRow & { batch: string; count: number })[]> {
  const { rows } = await sql<OpenClaimRow & { batch: string; count: number }>`
    select claimed_by as owner, count(*) as count, via, batch, max(claimed_at) as "claimedAt", min(batched_at) as "batchedAt"
    from deliveries where state = 'claimed' group by claimed_by, via, batch`.execute(db);
  return rows;
}

/**
 * Clears up after processes that ended while they sent: what `fate` says may be sent again (under the same key) is
 * queued, what cannot be known is uncertain, and nothing is done to what is `alive`. Call it inside a transaction.
 */
export async function recoverClaims(
  db: Db,
  now: Instant,
  fate: (claim: OpenClaimRow) => 'alive' | 'repeat' | 'uncertain',
): Promise<{ repeated: number; uncertain: number }> {
  const recovered = { repeated: 0, uncertain: 0 };
  for (const claim of await findOpenClaims(db)) {
    const what = fate(claim);
    if (what === 'alive') continue;
    const change =
      what === 'repeat'
        ? sql`state = 'queued', due_at = ${now}`
        : sql`state = 'uncertain', error = 'the process that was sending it ended before it could tell'`;
    const { numAffectedRows = 0n } = await sql`
      update deliveries set ${change}
      where state = 'claimed' and claimed_by = ${claim.owner} and batch = ${claim.batch}`.execute(db);
    recovered[what === 'repeat' ? 'repeated' : 'uncertain'] += Number(numAffectedRows);
  }
  return recovered;
}

/**
 * What waits to be sent again after a try by Resend that may have gone out is uncertain when its key is of use no more:
 * a batch that was sent first at `keysSince` or before. Gives how many.
 */
export async function markKeysUncertain(db: Db, keysSince: Instant): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update deliveries ${indexedBy(db, 'deliveries_again')}
    set state = 'uncertain', error = 'it may have gone out; ' || coalesce(error, 'its process ended')
    where state = 'queued' and batch is not null and via = 'resend' and batched_at <= ${keysSince}`.execute(
    db,
  );
  return Number(numAffectedRows);
}

/**
 * Lets what failed for good, or is uncertain and was looked into, be sent again now: the operator's decision.
 * A batch that is older than `keysSince` gets a new key, since the provider has forgotten the old one.
 */
export async function requeueDeliveries(
  db: Db,
  issueId: string,
  { states, now, keysSince }: { states: ('failed' | 'uncertain')[]; now: Instant; keysSince: Instant },
): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set((eb) => ({
      state: 'queued',
      due_at: now,
      attempts: 0,
      batch: eb.case().when('batched_at', '>', keysSince).then(eb.ref('batch')).else(null).end(),
      batched_at: eb.case().when('batched_at', '>', keysSince).then(eb.ref('batched_at')).else(null).end(),
    }))
    .where('issue_id', '=', issueId)
    .where('state', 'in', states)
    .execute()
    .then(([result]) => ({ numUpdatedRows: result?.numUpdatedRows ?? 0n }));
  return Number(numUpdatedRows);
}
