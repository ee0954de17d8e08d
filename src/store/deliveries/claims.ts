// Claims deliveries for sending and records the results, so that no two processes send the same one.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { mailboxOf } from '../../base/mail-address.js';
import type { Cadence, Instant, MailResult } from '../../model.js';
import { indexedBy, isOwnRow, isUnlockedRow, rowsOf } from '../database/dialect.js';
import type { Db } from '../database/schema.js';
import { type Interests, interestsFromJson } from '../subscribers/interests.js';
import { includesCadence, type ReaderCadence } from '../subscribers/subscribers.js';
import { suppressAddress } from '../subscribers/suppressions.js';

/** Who sends, and through which messenger. */
export interface Claimant {
  owner: string;
  via: string;
  /** Whether the issue is for a reader with these preferences; default: it is for everybody. */
  isFor?: (reader: Pick<ClaimedDelivery, 'omitted' | 'interests'>) => boolean;
}

export interface ClaimedDelivery {
  owner: string;
  subscriberId: string;
  issueId: string;
  /** The idempotency key of the batch: the mails that are sent together. */
  batch: string;
  /** Number of claims, this one included. */
  attempts: number;
  /** An earlier attempt under the same key may have gone out. */
  uncertain: boolean;
  /** The mailbox, its domain in ASCII. */
  to: string;
  key: string;
  /** Of the issue. */
  cadence: Cadence;
  /** Of the reader. */
  readerCadence: ReaderCadence;
  omitted: string[];
  interests: Interests;
  generation: number;
}

/** How many batches that wait for a retry are checked for one that nobody else is claiming. */
const MAX_CANDIDATES = 1000;

/**
 * Claims at most `limit` deliveries of the issue that are due, in the order of subscriber ids. A batch that failed
 * before comes back whole under its old key, without those who have left since; a new one gets `key`. Returns an empty
 * list if nothing is due. Call it inside a transaction.
 */
export async function claimBatch(
  db: Db,
  issueId: string,
  {
    owner,
    via,
    now,
    limit,
    isFor,
    key = randomUUID(),
  }: Claimant & { now: Instant; limit: number; key?: string },
): Promise<ClaimedDelivery[]> {
  const ofIssue = sql`issue_id = ${issueId}`;
  // By SMTP, a claimed mail is not sent before `markHandedOver`.
  const begun = via === 'smtp' ? null : sql`coalesce(batched_at, ${now})`;
  for (;;) {
    // Without the hint, SQLite picks an index here and in findClaim that scans all queued rows.
    const { rows: again } = await sql<{ batch: string }>`
      select batch from (
        select batch from deliveries ${indexedBy(db, 'deliveries_again')}
        where ${ofIssue} and state = 'queued' and batch is not null and due_at <= ${now}
          and (batched_at is null or via <> 'resend' or ${via} = 'resend')
        limit ${MAX_CANDIDATES}
      ) as waiting where ${isOwnRow(db, 'batch')} limit 1`.execute(db);
    const batch = again[0]?.batch ?? key;
    const taken = again[0]
      ? sql`${ofIssue} and batch = ${batch} and state = 'queued' and batch is not null`
      : isUnlockedRow(
          db,
          (column) => sql`select ${column} from deliveries
            where ${ofIssue} and state = 'queued' and batch is null and due_at <= ${now}
            order by due_at limit ${limit}`,
        );
    const { numAffectedRows = 0n } = await sql`
      update deliveries set state = 'claimed', claimed_by = ${owner}, claimed_at = ${now}, via = ${via},
        attempts = attempts + 1, batch = ${batch}, batched_at = ${begun}
      where ${taken}`.execute(db);
    if (numAffectedRows === 0n) {
      if (!again[0]) return [];
      // Another lane of this sender took the batch meanwhile: its claim has the same owner and must not be found here.
      continue;
    }
    const claimed = await findClaim(db, issueId, { owner, batch, isFor });
    if (claimed.length > 0) return claimed;
  }
}

/** Returns what the owner has claimed in that batch. Subscribers who do not want it are skipped. */
export async function findClaim(
  db: Db,
  issueId: string,
  { owner, batch, isFor = () => true }: { owner: string; batch: string; isFor?: Claimant['isFor'] },
): Promise<ClaimedDelivery[]> {
  const { rows } = await sql<{
    subscriber_id: string;
    attempts: number;
    batched_at: Instant | null;
    claimed_at: Instant;
    release: Cadence;
    address: string;
    key: string;
    status: string;
    cadence: ReaderCadence;
    omitted: string;
    interests: string;
    generation: number;
  }>`
    select d.subscriber_id, d.attempts, d.batched_at, d.claimed_at, d.cadence as release,
      s.address, s.key, s.status, s.cadence, s.omitted, s.interests, s.generation
    from deliveries d ${indexedBy(db, 'deliveries_claimed')} join subscribers s on s.id = d.subscriber_id
    where d.state = 'claimed' and d.claimed_by = ${owner} and d.issue_id = ${issueId} and d.batch = ${batch}
    order by d.subscriber_id`.execute(db);
  const claimed: ClaimedDelivery[] = [];
  const unwanted = new Map<string, string[]>();
  for (const row of rows) {
    const omitted = JSON.parse(row.omitted) as string[];
    const interests = interestsFromJson(row.interests);
    const isActive = row.status === 'active' && includesCadence(row.cadence, row.release);
    if (isActive && isFor({ omitted, interests })) {
      claimed.push({
        owner,
        subscriberId: row.subscriber_id,
        issueId,
        batch,
        attempts: row.attempts,
        uncertain: row.batched_at !== null && row.batched_at < row.claimed_at,
        to: mailboxOf(row),
        key: row.key,
        cadence: row.release,
        readerCadence: row.cadence,
        omitted,
        interests,
        generation: row.generation,
      });
      continue;
    }
    const why = isActive ? 'mentions nothing that they follow' : 'no longer active, or with another cadence';
    unwanted.set(why, [...(unwanted.get(why) ?? []), row.subscriber_id]);
  }
  for (const [why, subscribers] of unwanted)
    await db
      .updateTable('deliveries')
      .set((eb) => ({ state: 'skipped', error: eb.val(why) }))
      .where('issue_id', '=', issueId)
      .where('subscriber_id', 'in', subscribers)
      .execute();
  return claimed;
}

/**
 * Records that the server may have the mail of a claimed batch since `at`, or certainly does not have it (null). Returns
 * false when the owner does not hold it any more.
 */
export async function markHandedOver(
  db: Db,
  { owner, batch, at }: { owner: string; batch: string; at: Instant | null },
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update deliveries set batched_at = ${at}
    where state = 'claimed' and claimed_by = ${owner} and batch = ${batch}`.execute(db);
  return numAffectedRows > 0n;
}

/** Makes each delivery of a claimed batch an untried batch of its own under that key. Returns those the owner still holds. */
export async function splitBatch(
  db: Db,
  members: { delivery: ClaimedDelivery; key: string }[],
  { owner, now }: { owner: string; now: Instant },
): Promise<ClaimedDelivery[]> {
  const rows = members.map(({ delivery, key }) => [
    delivery.issueId,
    delivery.subscriberId,
    delivery.batch,
    key,
  ]);
  const { rows: split } = await sql<{ subscriber_id: string; batch: string }>`
    update deliveries set batch = r.key, batched_at = ${now}
    from ${rowsOf(db, ['issue', 'subscriber', 'former', 'key'], rows)} r
    where issue_id = r.issue and subscriber_id = r.subscriber and batch = r.former
      and state = 'claimed' and claimed_by = ${owner}
    returning subscriber_id, batch`.execute(db);
  const keys = new Map(split.map((row) => [row.subscriber_id, row.batch]));
  return members.flatMap(({ delivery }) => {
    const batch = keys.get(delivery.subscriberId);
    return batch === undefined ? [] : { ...delivery, batch, uncertain: false };
  });
}

/** The result of one claimed delivery; `uncertain` covers earlier attempts, too. */
export interface Recorded extends Omit<MailResult, 'key'> {
  delivery: ClaimedDelivery;
  /** For `failed`: when to try again, and in which batch (null: any). Absent: never. */
  retry?: { at: Instant; batch: string | null };
}

/** Records the results of a batch. Call it inside a transaction. */
export async function recordResults(db: Db, results: Recorded[], now: Instant): Promise<void> {
  const sent = results.filter(({ outcome }) => outcome === 'sent');
  if (sent.length > 0) {
    const rows = sent.map(({ delivery, providerId }) => [
      delivery.issueId,
      delivery.subscriberId,
      providerId ?? null,
    ]);
    // The sender's own result settles a claim that another process took for lost and marked uncertain.
    await sql`
      update deliveries set state = 'sent', sent_at = ${now}, error = null, provider_id = r.provider
      from ${rowsOf(db, ['issue', 'subscriber', 'provider'], rows)} r
      where issue_id = r.issue and subscriber_id = r.subscriber
        and state in ('claimed', 'queued', 'uncertain')`.execute(db);
  }
  for (const { delivery, outcome, error, providerId, uncertain, retry } of results) {
    if (outcome === 'sent') continue;
    await db
      .updateTable('deliveries')
      .set({
        // `rejected` comes at the end of the sending: until then the same words may prove to be about the sender.
        state: retry ? 'queued' : outcome === 'uncertain' ? 'uncertain' : 'failed',
        error: error?.slice(0, 500) ?? null,
        provider_id: providerId ?? null,
        ...(retry && {
          due_at: retry.at,
          batch: retry.batch,
          waits_since: sql<string>`coalesce(waits_since, due_at)`,
        }),
        ...(retry && !uncertain && { batched_at: null }),
      })
      .where('issue_id', '=', delivery.issueId)
      .where('subscriber_id', '=', delivery.subscriberId)
      .where('state', '=', 'claimed')
      .where('claimed_by', '=', delivery.owner)
      .where('batch', '=', delivery.batch)
      .execute();
  }
}

/** Marks failed deliveries as rejected and suppresses their addresses. Call it inside a transaction. */
export async function rejectDeliveries(
  db: Db,
  rejected: { delivery: ClaimedDelivery; error: string }[],
  now: Instant,
): Promise<void> {
  for (const { delivery, error } of rejected) {
    await db
      .updateTable('deliveries')
      .set({ state: 'rejected' })
      .where('issue_id', '=', delivery.issueId)
      .where('subscriber_id', '=', delivery.subscriberId)
      .where('state', '=', 'failed')
      .execute();
    await suppressAddress(db, delivery.key, error, now);
  }
}

/** Restores what the owner has claimed and not begun to send to `queued`, except for the batches of `except`. */
export async function releaseClaims(
  db: Db,
  { owner, now, except }: { owner: string; now: Instant; except: string[] },
): Promise<void> {
  const old = (column: string) =>
    sql<string | null>`case when batched_at < claimed_at then ${sql.ref(column)} end`;
  let claims = db
    .updateTable('deliveries')
    .set((eb) => ({
      state: 'queued',
      due_at: now,
      attempts: eb('attempts', '-', 1),
      batch: old('batch'),
      batched_at: old('batched_at'),
    }))
    .where('state', '=', 'claimed')
    .where('claimed_by', '=', owner);
  if (except.length > 0) claims = claims.where('batch', 'not in', except);
  await claims.execute();
}
