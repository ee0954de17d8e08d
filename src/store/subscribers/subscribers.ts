// Subscribers: who gets which cadence at what hour, and whether they still want it.
import { randomBytes } from 'node:crypto';
import type { Cadence, Instant } from '../../model.js';
import type { Db, SubscriberRow, SuppressionRow } from '../database/schema.js';
import { type MailAddress, parseAddress } from './address.js';
import { findSuppressions, skipQueued } from './suppressions.js';

/** `pending`: not confirmed yet. `suppressed`: bounced or complained, never mailed again. */
export type SubscriberStatus = 'pending' | 'active' | 'paused' | 'unsubscribed' | 'suppressed';

export interface Preferences {
  cadence: Cadence;
  /** IANA */
  timeZone: string;
  /** 0–23, in that zone. */
  hour: number;
  /** Titles of recaps to leave out. */
  omitted: string[];
}

export interface Subscriber extends Preferences {
  id: string;
  /** As it was given; `key` says which mailbox it is. */
  address: string;
  key: string;
  status: SubscriberStatus;
  pausedUntil?: Instant;
  createdAt: Instant;
  confirmedAt?: Instant;
  /** When it unsubscribed or was suppressed. */
  leftAt?: Instant;
  reason?: string;
  softBounces: number;
  /** Both are parts of tokens; see deliver/tokens.ts. */
  generation: number;
  consents: number;
}

/**
 * Makes a pending subscriber. A known address gives the subscriber it has: one that is not active takes over the
 * preferences (they still want a confirmation), any other stays as it is. An address that was suppressed once is
 * made suppressed. Call it inside a transaction.
 */
export async function createSubscriber(
  db: Db,
  { address, key }: MailAddress,
  preferences: Preferences,
  now: Instant,
): Promise<{ subscriber: Subscriber; created: boolean }> {
  const present = (await findSubscribersByKey(db, [key])).get(key);
  if (present) {
    if (present.status !== 'pending' && present.status !== 'unsubscribed')
      return { subscriber: present, created: false };
    await changePreferences(db, present.id, preferences);
    // Who asks again is asked anew, and forgotten (forget.ts) no earlier than any other.
    if (present.status === 'pending')
      await db.updateTable('subscribers').set({ created_at: now }).where('id', '=', present.id).execute();
    return { subscriber: { ...present, ...preferences }, created: false };
  }
  const suppression = (await findSuppressions(db, [key])).get(key);
  const row = newSubscriber({ address, key }, preferences, suppression, now);
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('subscribers')
    .values(row)
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 1n) return { subscriber: subscriberOf(row), created: true };
  // Another process has just made it.
  return createSubscriber(db, { address, key }, preferences, now);
}

/** A row of one who is not known yet: pending, or suppressed. */
export function newSubscriber(
  { address, key }: MailAddress,
  preferences: Preferences,
  suppression: SuppressionRow | undefined,
  now: Instant,
): SubscriberRow {
  return {
    id: randomBytes(12).toString('base64url'),
    address,
    key,
    status: suppression ? 'suppressed' : 'pending',
    ...rowOf(preferences),
    paused_until: null,
    generation: 0,
    consents: 0,
    soft_bounces: 0,
    created_at: now,
    confirmed_at: null,
    left_at: suppression?.created_at ?? null,
    reason: suppression?.reason ?? null,
  };
}

/**
 * Makes a pending or a former subscriber active. `consents` is what the confirmation link was made for: when consent
 * was given or taken back since, the link is `void`; the one that was just followed is `repeated`.
 */
export async function confirmSubscriber(
  db: Db,
  { id, consents }: { id: string; consents: number },
  now: Instant,
): Promise<'confirmed' | 'repeated' | 'void'> {
  const { numUpdatedRows } = await db
    .updateTable('subscribers')
    .set({ status: 'active', confirmed_at: now, left_at: null, soft_bounces: 0, consents: consents + 1 })
    .where('id', '=', id)
    .where('consents', '=', consents)
    .where('status', 'in', ['pending', 'unsubscribed'])
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return 'confirmed';
  const present = await findSubscriber(db, id);
  return present?.status === 'active' && present.consents === consents + 1 ? 'repeated' : 'void';
}

/** Sets all preferences. Queued deliveries of another cadence are skipped. */
export async function changePreferences(db: Db, id: string, preferences: Preferences): Promise<void> {
  await db.updateTable('subscribers').set(rowOf(preferences)).where('id', '=', id).execute();
  await db
    .updateTable('deliveries')
    .set({ state: 'skipped', error: 'changed to another cadence' })
    .where('subscriber_id', '=', id)
    .where('state', '=', 'queued')
    .where('cadence', '!=', preferences.cadence)
    .execute();
}

/** Nothing is sent until then; an issue that is released at or after `until` is sent again. Only for active ones. */
export async function pauseSubscriber(db: Db, id: string, until: Instant): Promise<void> {
  await db
    .updateTable('subscribers')
    .set({ status: 'paused', paused_until: until })
    .where('id', '=', id)
    .where('status', 'in', ['active', 'paused'])
    .execute();
  await skipQueued(db, id, 'paused');
}

/** Ends a pause. */
export async function resumeSubscriber(db: Db, id: string): Promise<void> {
  await db
    .updateTable('subscribers')
    .set({ status: 'active', paused_until: null })
    .where('id', '=', id)
    .where('status', '=', 'paused')
    .execute();
}

/** At once, and what is queued is skipped. Doing it twice changes nothing. A suppressed subscriber stays so. */
export async function unsubscribe(db: Db, id: string, now: Instant): Promise<void> {
  await db
    .updateTable('subscribers')
    .set((eb) => ({
      status: 'unsubscribed',
      left_at: now,
      paused_until: null,
      consents: eb('consents', '+', 1),
    }))
    .where('id', '=', id)
    .where('status', 'in', ['pending', 'active', 'paused'])
    .execute();
  await skipQueued(db, id, 'unsubscribed');
}

/** Removes all data: the address, the preferences, the deliveries. Of a suppressed address, a hash remains. */
export async function deleteSubscriber(db: Db, id: string): Promise<void> {
  await db.deleteFrom('deliveries').where('subscriber_id', '=', id).execute();
  await db.deleteFrom('subscribers').where('id', '=', id).execute();
}

export async function findSubscriber(db: Db, id: string): Promise<Subscriber | undefined> {
  const row = await db.selectFrom('subscribers').selectAll().where('id', '=', id).executeTakeFirst();
  return row && subscriberOf(row);
}

/** By any spelling of the address. */
export async function findSubscriberByAddress(db: Db, address: string): Promise<Subscriber | undefined> {
  const parsed = parseAddress(address);
  return parsed && (await findSubscribersByKey(db, [parsed.key])).get(parsed.key);
}

/** Those of the mailboxes that are known, by their keys. */
export async function findSubscribersByKey(db: Db, keys: string[]): Promise<Map<string, Subscriber>> {
  const rows = await db.selectFrom('subscribers').selectAll().where('key', 'in', keys).execute();
  return new Map(rows.map((row) => [row.key, subscriberOf(row)]));
}

function rowOf({ cadence, timeZone, hour, omitted }: Preferences) {
  return { cadence, time_zone: timeZone, hour, omitted: JSON.stringify(omitted) };
}

export function subscriberOf(row: SubscriberRow): Subscriber {
  return {
    id: row.id,
    address: row.address,
    key: row.key,
    status: row.status as SubscriberStatus,
    cadence: row.cadence as Cadence,
    timeZone: row.time_zone,
    hour: row.hour,
    omitted: JSON.parse(row.omitted) as string[],
    createdAt: row.created_at,
    softBounces: row.soft_bounces,
    generation: row.generation,
    consents: row.consents,
    ...(row.paused_until && { pausedUntil: row.paused_until }),
    ...(row.confirmed_at && { confirmedAt: row.confirmed_at }),
    ...(row.left_at && { leftAt: row.left_at }),
    ...(row.reason && { reason: row.reason }),
  };
}
