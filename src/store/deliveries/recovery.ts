// Deliveries that may or may not have gone out: claims of processes that ended while sending, lost responses, and the
// operator's decision to send again.
import { sql } from 'kysely';
import type { Instant } from '../../model.js';
import { indexedBy } from '../database/dialect.js';
import type { Db } from '../database/schema.js';

/** A claimed batch without a recorded result. */
export interface OpenClaimRow {
  owner: string;
  via: string;
  claimedAt: Instant;
  /** Null: it was not handed over to the server yet. */
  batchedAt: Instant | null;
}

/** All batches that are being sent, or were being sent when their process ended. */
export async function findOpenClaims(db: Db): Promise<(OpenClaimRow & { batch: string; count: number })[]> {
  const { rows } = await sql<OpenClaimRow & { batch: string; count: number }>`
    select claimed_by as owner, count(*) as count, via, batch, max(claimed_at) as "claimedAt", min(batched_at) as "batchedAt"
    from deliveries where state = 'claimed' group by claimed_by, via, batch`.execute(db);
  return rows;
}

/**
 * Recovers the claims of processes that ended while sending. `classify` decides: `repeat` is queued again under the
 * same key, `uncertain` is marked so, `alive` is left alone. Call it inside a transaction.
 */
export async function recoverClaims(
  db: Db,
  now: Instant,
  classify: (claim: OpenClaimRow) => 'alive' | 'repeat' | 'uncertain',
): Promise<{ repeated: number; uncertain: number }> {
  const recovered = { repeated: 0, uncertain: 0 };
  for (const claim of await findOpenClaims(db)) {
    const action = classify(claim);
    if (action === 'alive') continue;
    const change =
      action === 'repeat'
        ? sql`state = 'queued', waits_since = coalesce(waits_since, due_at), due_at = ${now},
            attempts = case when batched_at is null then attempts - 1 else attempts end`
        : sql`state = 'uncertain', error = 'the sending process ended before it recorded the result'`;
    // A process that was only taken for dead may hand its mail over between the reading and this statement.
    const stillUnsent = claim.batchedAt === null ? sql`and batched_at is null` : sql``;
    const { numAffectedRows = 0n } = await sql`
      update deliveries set ${change}
      where state = 'claimed' and claimed_by = ${claim.owner} and batch = ${claim.batch} ${stillUnsent}`.execute(
      db,
    );
    recovered[action === 'repeat' ? 'repeated' : 'uncertain'] += Number(numAffectedRows);
  }
  return recovered;
}

/**
 * Marks queued Resend batches that may have gone out as uncertain once their key has expired: those first sent at or
 * before `keysSince`. Returns how many.
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
 * Queues failed or uncertain deliveries again, as the operator asked. A batch older than `keysSince` gets a new key,
 * since the provider has forgotten the old one. Returns how many were queued.
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
      waits_since: null,
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
