// Lifts suppressions caused by bounces, for example after an error of the mail server. Complaints and unsubscribes
// stay.
import type { Instant } from '../../model.js';
import type { Db, SubscriberRow, SuppressionRow } from '../database/schema.js';
import { hashSuppressedKey } from './suppressions.js';

export interface RestoredAddress {
  address: string;
  /** `pending`: it was not confirmed before, and is not now. */
  status: 'active' | 'paused' | 'pending';
}

/**
 * Why an address is not restored. `complaint`: its reader reported mail as unwanted, or the mail service refuses it.
 * `unsubscribed`: its reader unsubscribed before it bounced. `not suppressed`: there is no suppression.
 */
export type RestoreRefusal = 'complaint' | 'unsubscribed' | 'not suppressed';

export interface Restoration {
  restored: RestoredAddress[];
  refused: { address: string; reason: RestoreRefusal }[];
}

type SuppressedRow = Pick<SubscriberRow, 'id' | 'address' | 'key' | 'status' | 'confirmed_at' | 'consents'>;

const RELEVANT_COLUMNS = ['id', 'address', 'key', 'status', 'confirmed_at', 'consents'] as const;

/** Restores the bounced among these subscribers to their earlier status. Call it inside a transaction. */
export async function restoreBounced(db: Db, keys: string[]): Promise<Restoration> {
  const restoration: Restoration = { restored: [], refused: [] };
  for (const key of keys) {
    const row = await db
      .selectFrom('subscribers')
      .select(RELEVANT_COLUMNS)
      .where('key', '=', key)
      .executeTakeFirst();
    if (row) await restoreRow(db, row, restoration);
    else restoration.refused.push({ address: key, reason: 'not suppressed' });
  }
  return restoration;
}

/** Restores all that bounced at `since` or later. Call it inside a transaction. */
export async function restoreBouncedSince(db: Db, since: Instant): Promise<Restoration> {
  const restoration: Restoration = { restored: [], refused: [] };
  const rows = await db
    .selectFrom('subscribers')
    .select(RELEVANT_COLUMNS)
    .where('status', '=', 'suppressed')
    .where('left_at', '>=', since)
    .orderBy('key')
    .execute();
  for (const row of rows) await restoreRow(db, row, restoration);
  return restoration;
}

async function restoreRow(db: Db, row: SuppressedRow, { restored, refused }: Restoration): Promise<void> {
  const { id, address, key } = row;
  const hash = hashSuppressedKey(key);
  const suppression = await db
    .selectFrom('suppressions')
    .selectAll()
    .where('hash', '=', hash)
    .executeTakeFirst();
  const status = row.status === 'suppressed' ? findStatusBefore(row, suppression) : 'not suppressed';
  if (status === 'complaint' || status === 'unsubscribed' || status === 'not suppressed') {
    refused.push({ address, reason: status });
    return;
  }
  await db.deleteFrom('suppressions').where('hash', '=', hash).execute();
  await db
    .updateTable('subscribers')
    .set((eb) => ({
      status,
      left_at: null,
      reason: null,
      soft_bounces: 0,
      consents: eb('consents', '+', 1),
    }))
    .where('id', '=', id)
    .where('status', '=', 'suppressed')
    .execute();
  restored.push({ address, status });
}

function findStatusBefore(
  { confirmed_at, consents }: SuppressedRow,
  suppression: SuppressionRow | undefined,
): RestoredAddress['status'] | 'complaint' | 'unsubscribed' {
  if (suppression && suppression.kind !== 'bounce') return 'complaint';
  if (confirmed_at === null)
    return suppression?.former_status === 'unsubscribed' ? 'unsubscribed' : 'pending';
  const before = suppression?.former_status;
  if (before === 'active' || before === 'paused' || before === 'pending') return before;
  if (before === 'unsubscribed') return 'unsubscribed';
  // In rows of older versions, consent given plus the suppression is an even count, and withdrawn consent an odd one.
  return consents % 2 === 0 ? 'active' : 'unsubscribed';
}
