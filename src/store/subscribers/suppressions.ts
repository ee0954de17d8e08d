// Suppressed addresses: never mailed again after bounces or complaints.
import { createHash } from 'node:crypto';
import type { Instant } from '../../model.js';
import type { Db, SuppressionRow } from '../database/schema.js';

/** `provider`: the mail service refuses the address after a bounce or a complaint. Only bounces can be restored. */
export type SuppressionKind = 'bounce' | 'complaint' | 'provider';

/**
 * Suppresses the address, whether or not it is a subscriber. `reason` is shown to the operator. A complaint replaces
 * an earlier bounce.
 */
export async function suppressAddress(
  db: Db,
  key: string,
  reason: string,
  now: Instant,
  kind: SuppressionKind = 'bounce',
): Promise<void> {
  const subscriber = await db
    .selectFrom('subscribers')
    .select(['id', 'status'])
    .where('key', '=', key)
    .executeTakeFirst();
  await db
    .insertInto('suppressions')
    .values({
      hash: hashSuppressedKey(key),
      reason,
      created_at: now,
      kind,
      former_status: subscriber?.status ?? null,
    })
    .onConflict((conflict) =>
      kind === 'bounce'
        ? conflict.column('hash').doNothing()
        : conflict.column('hash').doUpdateSet({ kind, reason }).where('suppressions.kind', '!=', 'complaint'),
    )
    .execute();
  if (!subscriber) return;
  if (subscriber.status === 'suppressed') {
    if (kind === 'complaint')
      await db.updateTable('subscribers').set({ reason }).where('id', '=', subscriber.id).execute();
    return;
  }
  await db
    .updateTable('subscribers')
    .set((eb) => ({ status: 'suppressed', left_at: now, reason, consents: eb('consents', '+', 1) }))
    .where('id', '=', subscriber.id)
    .where('status', '!=', 'suppressed')
    .execute();
  await skipQueued(db, subscriber.id, `suppressed: ${reason}`);
}

/** Counts a soft bounce; the `limit`th in a row suppresses the address. `clearSoftBounces` resets the count. */
export async function addSoftBounce(
  db: Db,
  key: string,
  { reason, limit, now }: { reason: string; limit: number; now: Instant },
): Promise<void> {
  const row = await db
    .updateTable('subscribers')
    .set((eb) => ({ soft_bounces: eb('soft_bounces', '+', 1) }))
    .where('key', '=', key)
    .returning('soft_bounces')
    .executeTakeFirst();
  if (row && row.soft_bounces >= limit) await suppressAddress(db, key, reason, now);
}

/** Resets the count of soft bounces after a delivered mail. */
export async function clearSoftBounces(db: Db, key: string): Promise<void> {
  await db
    .updateTable('subscribers')
    .set({ soft_bounces: 0 })
    .where('key', '=', key)
    .where('soft_bounces', '>', 0)
    .execute();
}

/** The suppressions of these addresses, by key. */
export async function findSuppressions(db: Db, keys: string[]): Promise<Map<string, SuppressionRow>> {
  const byHash = new Map(keys.map((key) => [hashSuppressedKey(key), key]));
  const rows = await db
    .selectFrom('suppressions')
    .selectAll()
    .where('hash', 'in', [...byHash.keys()])
    .execute();
  return new Map(rows.map((row) => [byHash.get(row.hash) ?? '', row]));
}

/** Records a provider's event. Returns false if it was recorded before, so that each is handled once. */
export async function addMailEvent(db: Db, id: string, kind: string, now: Instant): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('mail_events')
    .values({ id, kind, received_at: now })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Skips the queued deliveries of a subscriber. */
export async function skipQueued(db: Db, id: string, reason: string): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ state: 'skipped', error: reason })
    .where('subscriber_id', '=', id)
    .where('state', '=', 'queued')
    .execute();
}

export function hashSuppressedKey(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}

/**
 * Reactivates a reader who unsubscribed or whose mail bounced, and lifts the suppression. Call it only at the reader's
 * request. Returns false if there is no such reader, or one who complained or whom the mail service refuses.
 */
export async function restoreSubscriber(
  db: Db,
  { id, key }: { id: string; key: string },
  now: Instant,
): Promise<boolean> {
  const suppression = (await findSuppressions(db, [key])).get(key);
  if (suppression && suppression.kind !== 'bounce') return false;
  await db.deleteFrom('suppressions').where('hash', '=', hashSuppressedKey(key)).execute();
  const { numUpdatedRows } = await db
    .updateTable('subscribers')
    .set((eb) => ({
      status: 'active',
      confirmed_at: now,
      left_at: null,
      reason: null,
      soft_bounces: 0,
      consents: eb('consents', '+', 1),
    }))
    .where('id', '=', id)
    .where('status', 'in', ['unsubscribed', 'suppressed'])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
