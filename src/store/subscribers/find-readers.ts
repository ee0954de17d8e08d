// Searches the list of subscribers for the operator, lists one reader's deliveries, and restores a reader.
import type { Instant } from '../../model.js';
import type { Db } from '../database/schema.js';
import { type Subscriber, type SubscriberStatus, subscriberOf } from './subscribers.js';

/** Subscribers whose address contains the text, newest first. `after` skips that many. */
export async function findReaders(
  db: Db,
  {
    text,
    status,
    limit,
    after = 0,
  }: { text: string; status?: SubscriberStatus; limit: number; after?: number },
): Promise<Subscriber[]> {
  // Selects the ids from an index first, so that the rows of skipped pages are not read.
  let query = db
    .selectFrom('subscribers')
    .select('id')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(after);
  const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, '')}%`;
  if (text) query = query.where((eb) => eb.or([eb('key', 'like', pattern), eb('address', 'like', pattern)]));
  if (status) query = query.where('status', '=', status);
  const rows = await db
    .selectFrom('subscribers')
    .selectAll()
    .where('id', 'in', query)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(subscriberOf);
}

export interface ReaderDelivery {
  issueId: string;
  state: string;
  dueAt: Instant;
  sentAt?: Instant;
  error?: string;
}

/** One reader's deliveries, latest first. */
export async function listDeliveriesTo(db: Db, id: string, limit: number): Promise<ReaderDelivery[]> {
  const rows = await db
    .selectFrom('deliveries')
    .select(['issue_id', 'state', 'due_at', 'sent_at', 'error'])
    .where('subscriber_id', '=', id)
    .orderBy('due_at', 'desc')
    .orderBy('issue_id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    issueId: row.issue_id,
    state: row.state,
    dueAt: row.due_at,
    sentAt: row.sent_at ?? undefined,
    error: row.error ?? undefined,
  }));
}
