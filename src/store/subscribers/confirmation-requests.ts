// Stores subscription requests that wait for their confirmation mail, and which mailboxes got one recently.
import { createHash, randomBytes } from 'node:crypto';
import { type MailAddress, parseAddress, toHolder } from '../../base/mail-address.js';
import { DAY_MS, HOUR_MS } from '../../base/time.js';
import type { Instant } from '../../model.js';
import type { ConfirmationRequestRow, Db } from '../database/schema.js';
import type { Preferences } from './subscribers.js';

const MAX_CONFIRMATIONS_PER_DAY = 3;

/** Why a request waits: for its turn, for the hourly limit, or for the mail server. */
export type WaitReason = 'new' | 'limit' | 'server';

export interface ConfirmationRequest {
  id: string;
  mailbox: MailAddress;
  preferences: Preferences;
  /** The operator entered the address, so no limit applies. */
  isOperators: boolean;
  /** Identifies the mailbox: the same for all its spellings. */
  holder: string;
  /** Number of attempts, including this one. */
  attempts: number;
  createdAt: Instant;
}

/** Adds a request, due at once. Writes the same rows whoever owns the address. */
export async function addConfirmationRequest(
  db: Db,
  mailbox: MailAddress,
  preferences: Preferences,
  { now, isOperators = false, dueAt = now }: { now: Instant; isOperators?: boolean; dueAt?: Instant },
): Promise<void> {
  await db
    .insertInto('confirmation_requests')
    .values({
      id: randomBytes(12).toString('base64url'),
      address: mailbox.address,
      key: mailbox.key,
      holder: toHolderHash(mailbox),
      preferences: toJson(preferences),
      by_operator: isOperators ? 1 : 0,
      created_at: now,
      due_at: dueAt,
      attempts: 0,
      reason: 'new',
    })
    .execute();
}

/** Takes the oldest due request; no other process gets it before `until`. */
export async function takeConfirmationRequest(
  db: Db,
  now: Instant,
  until: Instant,
): Promise<ConfirmationRequest | undefined> {
  for (;;) {
    const row = await db
      .selectFrom('confirmation_requests')
      .selectAll()
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst();
    if (!row) return undefined;
    const { numUpdatedRows } = await db
      .updateTable('confirmation_requests')
      .set({ due_at: until, attempts: row.attempts + 1 })
      .where('id', '=', row.id)
      .where('due_at', '=', row.due_at)
      .executeTakeFirst();
    const request = numUpdatedRows > 0n ? toRequest(row) : undefined;
    if (request) return request;
  }
}

export async function postponeConfirmationRequest(
  db: Db,
  id: string,
  { dueAt, reason, attempts }: { dueAt: Instant; reason: WaitReason; attempts: number },
): Promise<void> {
  await db
    .updateTable('confirmation_requests')
    .set({ due_at: dueAt, reason, attempts })
    .where('id', '=', id)
    .execute();
}

export async function deleteConfirmationRequest(db: Db, id: string): Promise<void> {
  await db.deleteFrom('confirmation_requests').where('id', '=', id).execute();
}

/** Whether the same mailbox made another request after this one. */
export async function hasNewerRequest(
  db: Db,
  { id, holder, createdAt }: ConfirmationRequest,
): Promise<boolean> {
  const newer = await db
    .selectFrom('confirmation_requests')
    .select('id')
    .where('holder', '=', holder)
    .where((eb) =>
      eb.or([
        eb('created_at', '>', createdAt),
        eb.and([eb('created_at', '=', createdAt), eb('id', '>', id)]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return newer !== undefined;
}

/** Changes the preferences in this address's waiting requests. */
export async function changeRequestedPreferences(
  db: Db,
  key: string,
  preferences: Preferences,
): Promise<void> {
  await db
    .updateTable('confirmation_requests')
    .set({ preferences: toJson(preferences) })
    .where('key', '=', key)
    .execute();
}

/** Records a confirmation mail. `counts`: whether it counts towards the hourly limit over all addresses. */
export async function addConfirmationMail(
  db: Db,
  holder: string,
  { now, counts }: { now: Instant; counts: boolean },
): Promise<void> {
  await db
    .insertInto('confirmation_mails')
    .values({ id: randomBytes(12).toString('base64url'), holder, counts: counts ? 1 : 0, sent_at: now })
    .execute();
}

/** The times of this mailbox's confirmation mails since then, latest first. */
export async function listConfirmationMails(db: Db, holder: string, since: Instant): Promise<Instant[]> {
  const rows = await db
    .selectFrom('confirmation_mails')
    .select('sent_at')
    .where('holder', '=', holder)
    .where('sent_at', '>', since)
    .orderBy('sent_at', 'desc')
    .execute();
  return rows.map(({ sent_at }) => sent_at);
}

/**
 * When an unconfirmed mailbox may get its next confirmation mail, with a limit of one an hour and three a day.
 * Undefined: now.
 */
export async function findNextConfirmation(db: Db, holder: string, now: Date): Promise<Instant | undefined> {
  const after = (instant: Instant, ms: number) => new Date(Date.parse(instant) + ms).toISOString();
  const mails = await listConfirmationMails(db, holder, after(now.toISOString(), -DAY_MS));
  const [latest, oldest] = [mails[0], mails[MAX_CONFIRMATIONS_PER_DAY - 1]];
  const times = [latest && after(latest, HOUR_MS), oldest && after(oldest, DAY_MS)];
  return times
    .filter((at) => at !== undefined && at > now.toISOString())
    .sort()
    .at(-1);
}

/**
 * The number of mails since then that count towards the hourly limit, and the time of the oldest of the last `limit`.
 */
export async function findHourlyUse(
  db: Db,
  since: Instant,
  limit: number,
): Promise<{ count: number; oldest?: Instant }> {
  const rows = await db
    .selectFrom('confirmation_mails')
    .select('sent_at')
    .where('counts', '=', 1)
    .where('sent_at', '>', since)
    .orderBy('sent_at', 'desc')
    .limit(limit)
    .execute();
  return { count: rows.length, oldest: rows.at(-1)?.sent_at };
}

/** Requests that wait for the hourly limit or the mail server. */
export async function countWaitingRequests(db: Db): Promise<Record<'limit' | 'server', number>> {
  const rows = await db
    .selectFrom('confirmation_requests')
    .select((eb) => ['reason', eb.fn.countAll<number>().as('count')])
    .groupBy('reason')
    .execute();
  const counts = { limit: 0, server: 0 };
  for (const { reason, count } of rows)
    if (reason === 'limit' || reason === 'server') counts[reason] = Number(count);
  return counts;
}

export async function forgetConfirmations(db: Db, before: Instant): Promise<void> {
  await db.deleteFrom('confirmation_mails').where('sent_at', '<', before).execute();
}

function toRequest(row: ConfirmationRequestRow): ConfirmationRequest | undefined {
  const mailbox = parseAddress(row.address);
  return (
    mailbox && {
      id: row.id,
      mailbox,
      preferences: JSON.parse(row.preferences) as Preferences,
      isOperators: row.by_operator === 1,
      holder: row.holder,
      attempts: row.attempts + 1,
      createdAt: row.created_at,
    }
  );
}

function toJson({ cadence, timeZone, hour, omitted, interests }: Preferences): string {
  return JSON.stringify({ cadence, timeZone, hour, omitted, interests });
}

/** Identifies a mailbox, the same for all its spellings, without revealing it. */
export function toHolderHash(mailbox: MailAddress): string {
  return createHash('sha256').update(toHolder(mailbox)).digest('base64url');
}
