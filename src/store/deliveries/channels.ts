// The ledger of channels beside mail: one row per issue and channel, created when the issue is released.
import { DAY_MS } from '../../base/time.js';
import type { Instant } from '../../model.js';
import type { ChannelDeliveryRow, Db } from '../database/schema.js';
import { isNotHeldByOperator } from './pauses.js';

/** `queued`: due, or waiting for a retry. `uncertain`: it may have been posted. `skipped`: too late. */
export type ChannelState = 'queued' | 'claimed' | 'sent' | 'failed' | 'uncertain' | 'skipped';

export type ChannelDelivery = Omit<ChannelDeliveryRow, 'state'> & { state: ChannelState };

/** Creates the rows of an issue that are missing. Call it in the transaction that releases the issue. */
export async function createChannelDeliveries(
  db: Db,
  issueId: string,
  channels: readonly string[],
  { dueAt, now }: { dueAt: Instant; now: Instant },
): Promise<void> {
  if (channels.length === 0) return;
  await db
    .insertInto('channel_deliveries')
    .values(
      channels.map((channel) => ({
        issue_id: issueId,
        channel,
        state: 'queued',
        due_at: dueAt,
        released_at: now,
        attempts: 0,
      })),
    )
    .onConflict((oc) => oc.doNothing())
    .execute();
}

/** Makes the queued rows of an issue due now; `states`: also queues rows in these states again. */
export async function bringForwardChannels(
  db: Db,
  issueId: string,
  now: Instant,
  states: readonly ('failed' | 'uncertain')[] = [],
): Promise<void> {
  await db
    .updateTable('channel_deliveries')
    .set({ state: 'queued', due_at: now, attempts: 0, released_at: now })
    .where('issue_id', '=', issueId)
    .where('state', 'in', ['queued', ...states])
    .execute();
}

/** Claims the due rows of these channels, of one issue or of all, in the order of their issues. */
export async function claimChannels(
  db: Db,
  { channels, issueId, owner, now }: { channels: string[]; issueId?: string; owner: string; now: Instant },
): Promise<ChannelDelivery[]> {
  if (channels.length === 0) return [];
  const rows = await db
    .updateTable('channel_deliveries')
    .set((eb) => ({ state: 'claimed', claimed_by: owner, attempts: eb('attempts', '+', 1) }))
    .where('state', '=', 'queued')
    .where('due_at', '<=', now)
    .where('channel', 'in', channels)
    .where(isNotHeldByOperator)
    .$if(issueId !== undefined, (qb) => qb.where('issue_id', '=', issueId ?? ''))
    .returningAll()
    .execute();
  return (rows as ChannelDelivery[]).sort((a, b) => (a.issue_id < b.issue_id ? -1 : 1));
}

/** Records the result of a claimed row. Of a row that others have settled or claimed since, only `sent` is news. */
export async function recordChannelResult(
  db: Db,
  { issue_id, channel, claimed_by }: Pick<ChannelDelivery, 'issue_id' | 'channel' | 'claimed_by'>,
  result: { state: ChannelState; now: Instant; dueAt?: Instant; error?: string },
): Promise<void> {
  await db
    .updateTable('channel_deliveries')
    .set({
      state: result.state,
      claimed_by: null,
      error: result.error ?? null,
      ...(result.dueAt && { due_at: result.dueAt }),
      ...(result.state === 'sent' && { sent_at: result.now }),
    })
    .where('issue_id', '=', issue_id)
    .where('channel', '=', channel)
    .$if(result.state !== 'sent', (qb) => qb.where('claimed_by', '=', claimed_by))
    .execute();
}

/** Claimed rows: their processes are posting, or have ended. */
export async function listClaimedChannels(db: Db): Promise<ChannelDelivery[]> {
  const rows = await db.selectFrom('channel_deliveries').selectAll().where('state', '=', 'claimed').execute();
  return rows as ChannelDelivery[];
}

/** The rows of an issue, by channel. */
export async function listChannelDeliveries(db: Db, issueId: string): Promise<ChannelDelivery[]> {
  const rows = await db
    .selectFrom('channel_deliveries')
    .selectAll()
    .where('issue_id', '=', issueId)
    .orderBy('channel')
    .execute();
  return rows as ChannelDelivery[];
}

/** The latest rows, the newest issue first. */
export async function listLatestChannelDeliveries(db: Db, limit: number): Promise<ChannelDelivery[]> {
  const rows = await db
    .selectFrom('channel_deliveries')
    .selectAll()
    .orderBy('released_at', 'desc')
    .orderBy('issue_id')
    .orderBy('channel')
    .limit(limit)
    .execute();
  return rows as ChannelDelivery[];
}

/** Faults of issues released longer ago are not reported any more. */
const FAULT_DAYS = 7;

/** Failed and uncertain rows of the last week's issues, newest first, and those that failed and wait for a retry. */
export async function listChannelFaults(db: Db, now: Date): Promise<ChannelDelivery[]> {
  const since = new Date(now.getTime() - FAULT_DAYS * DAY_MS).toISOString();
  const rows = await db
    .selectFrom('channel_deliveries')
    .selectAll()
    .where('released_at', '>=', since)
    .where((eb) =>
      eb.or([
        eb('state', 'in', ['failed', 'uncertain']),
        eb.and([eb('state', '=', 'queued'), eb('error', 'is not', null)]),
      ]),
    )
    .orderBy('released_at', 'desc')
    .orderBy('issue_id')
    .orderBy('channel')
    .execute();
  return rows as ChannelDelivery[];
}

/** Issues with a row of these channels that is due. */
export async function findDueChannelIssues(db: Db, channels: string[], now: Instant): Promise<string[]> {
  if (channels.length === 0) return [];
  const rows = await db
    .selectFrom('channel_deliveries')
    .select('issue_id')
    .distinct()
    .where('channel', 'in', channels)
    .where('state', '=', 'queued')
    .where('due_at', '<=', now)
    .where(isNotHeldByOperator)
    .orderBy('issue_id')
    .execute();
  return rows.map(({ issue_id }) => issue_id);
}

/** Number of rows of these channels that are due, or claimed: by a process that posts, or that has ended. */
export async function countDueChannels(db: Db, channels: string[], now: Instant): Promise<number> {
  if (channels.length === 0) return 0;
  const { count } = await db
    .selectFrom('channel_deliveries')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('channel', 'in', channels)
    .where((eb) =>
      eb.or([
        eb('state', '=', 'claimed'),
        eb.and([eb('state', '=', 'queued'), eb('due_at', '<=', now), isNotHeldByOperator]),
      ]),
    )
    .executeTakeFirstOrThrow();
  return Number(count);
}
