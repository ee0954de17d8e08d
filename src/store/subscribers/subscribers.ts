// Subscribers: their preferences and whether they want mail.
import { randomBytes } from 'node:crypto';
import { type MailAddress, parseAddress } from '../../base/mail-address.js';
import type { Cadence, Instant } from '../../model.js';
import type { Db, SubscriberRow, SuppressionRow } from '../database/schema.js';
import { type Interests, interestsFromJson, interestsToJson, NO_INTERESTS } from './interests.js';
import { findSuppressions, skipQueued } from './suppressions.js';

/** `pending`: not confirmed yet. `suppressed`: bounced or complained; never mailed again. */
export type SubscriberStatus = 'pending' | 'active' | 'paused' | 'unsubscribed' | 'suppressed';

/** The issues that a reader gets. */
export type ReaderCadence = Cadence | 'both';

export interface Preferences {
  cadence: ReaderCadence;
  /** IANA */
  timeZone: string;
  /** 0–23, in that zone. */
  hour: number;
  /** Titles of recaps to leave out. */
  omitted: string[];
  /** Default: follows and mutes nothing. */
  interests?: Interests;
}

export interface Subscriber extends Preferences {
  id: string;
  /** As entered; `key` identifies the mailbox. */
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
  /** Both are part of tokens; see deliver/tokens.ts. */
  generation: number;
  consents: number;
}

/**
 * Creates a pending subscriber, or a suppressed one if the address was suppressed before. For a known address, returns
 * the existing subscriber: one who has yet to confirm gets the new preferences, any other is unchanged. Call it inside
 * a transaction.
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
    // A repeated request restarts the time after which an unconfirmed subscriber is deleted (maintenance/retention.ts).
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
  // Another process created it just now.
  return createSubscriber(db, { address, key }, preferences, now);
}

/** The row of a new subscriber: pending, or suppressed. */
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
 * Makes a pending or unsubscribed subscriber active. `consents` is the count that the confirmation link was made for.
 * Returns `void` if consent was given or withdrawn since, `repeated` if this same link was used before.
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

/** Whether a reader of this cadence gets issues of the other one. */
export function includesCadence(cadence: ReaderCadence, other: Cadence): boolean {
  return cadence === other || cadence === 'both';
}

/** Sets all preferences and skips queued deliveries of a cadence that is no longer wanted. */
export async function changePreferences(db: Db, id: string, preferences: Preferences): Promise<void> {
  await db.updateTable('subscribers').set(rowOf(preferences)).where('id', '=', id).execute();
  if (preferences.cadence !== 'both') await skipOtherCadence(db, id, preferences.cadence);
}

async function skipOtherCadence(db: Db, id: string, cadence: Cadence): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ state: 'skipped', error: 'changed to another cadence' })
    .where('subscriber_id', '=', id)
    .where('state', '=', 'queued')
    .where('cadence', '!=', cadence)
    .execute();
}

/** Sets all preferences of a subscriber who has not confirmed yet; the same statement for every address. */
export async function changePendingPreferences(db: Db, key: string, preferences: Preferences): Promise<void> {
  await db
    .updateTable('subscribers')
    .set(rowOf(preferences))
    .where('key', '=', key)
    .where('status', '=', 'pending')
    .execute();
}

/** Pauses an active subscriber: issues released before `until` are not sent. */
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

/** Unsubscribes and skips queued deliveries. Idempotent; a suppressed subscriber stays suppressed. */
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

/**
 * Unsubscribes from the issues of one cadence: a reader of both keeps the other, a reader of only this one is
 * unsubscribed. Returns the remaining cadence. Idempotent; call it inside a transaction.
 */
export async function unsubscribeFrom(
  db: Db,
  id: string,
  cadence: Cadence,
  now: Instant,
): Promise<Cadence | undefined> {
  const other = cadence === 'daily' ? 'weekly' : 'daily';
  const { numUpdatedRows } = await db
    .updateTable('subscribers')
    .set({ cadence: other })
    .where('id', '=', id)
    .where('cadence', '=', 'both')
    .executeTakeFirst();
  if (numUpdatedRows > 0n) await skipOtherCadence(db, id, other);
  const present = await findSubscriber(db, id);
  if (present?.cadence === cadence) await unsubscribe(db, id, now);
  const isLeft = present?.status === 'unsubscribed' || present?.status === 'suppressed';
  return present && !isLeft && present.cadence === other ? other : undefined;
}

/**
 * Deletes the address, the preferences and the deliveries. A hash of a suppressed address remains. Call it inside a
 * transaction.
 */
export async function deleteSubscriber(db: Db, id: string): Promise<void> {
  await db
    .updateTable('recipient_counts')
    .set((eb) => ({ count: eb('count', '-', 1) }))
    .where('issue_id', 'in', (eb) =>
      eb.selectFrom('deliveries').select('issue_id').where('subscriber_id', '=', id),
    )
    .execute();
  await db.deleteFrom('deliveries').where('subscriber_id', '=', id).execute();
  await db.deleteFrom('subscribers').where('id', '=', id).execute();
}

export async function findSubscriber(db: Db, id: string): Promise<Subscriber | undefined> {
  const row = await db.selectFrom('subscribers').selectAll().where('id', '=', id).executeTakeFirst();
  return row && subscriberOf(row);
}

/** Finds by any spelling of the address. */
export async function findSubscriberByAddress(db: Db, address: string): Promise<Subscriber | undefined> {
  const parsed = parseAddress(address);
  return parsed && (await findSubscribersByKey(db, [parsed.key])).get(parsed.key);
}

/** The known subscribers among these mailboxes, by key. */
export async function findSubscribersByKey(db: Db, keys: string[]): Promise<Map<string, Subscriber>> {
  const rows = await db.selectFrom('subscribers').selectAll().where('key', 'in', keys).execute();
  return new Map(rows.map((row) => [row.key, subscriberOf(row)]));
}

function rowOf({ cadence, timeZone, hour, omitted, interests = NO_INTERESTS }: Preferences) {
  return {
    cadence,
    time_zone: timeZone,
    hour,
    omitted: JSON.stringify(omitted),
    interests: interestsToJson(interests),
  };
}

export function subscriberOf(row: SubscriberRow): Subscriber {
  return {
    id: row.id,
    address: row.address,
    key: row.key,
    status: row.status as SubscriberStatus,
    cadence: row.cadence as ReaderCadence,
    timeZone: row.time_zone,
    hour: row.hour,
    omitted: JSON.parse(row.omitted) as string[],
    ...(row.interests !== '{}' && { interests: interestsFromJson(row.interests) }),
    createdAt: row.created_at,
    softBounces: row.soft_bounces,
    generation: row.generation,
    consents: row.consents,
    pausedUntil: row.paused_until ?? undefined,
    confirmedAt: row.confirmed_at ?? undefined,
    leftAt: row.left_at ?? undefined,
    reason: row.reason ?? undefined,
  };
}
