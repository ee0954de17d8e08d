// Adds a list of subscribers with many per statement, by the same rules as for a single one.

import type { MailAddress } from '../../base/mail-address.js';
import type { Instant } from '../../model.js';
import { chunks } from '../database/chunks.js';
import type { Db } from '../database/schema.js';
import {
  confirmSubscriber,
  createSubscriber,
  findSubscribersByKey,
  newSubscriber,
  type Preferences,
  pauseSubscriber,
  type Subscriber,
  subscriberOf,
} from './subscribers.js';
import { findSuppressions } from './suppressions.js';

export interface ListedSubscriber {
  mailbox: MailAddress;
  preferences: Preferences;
  /** No mail before this time. */
  pausedUntil?: Instant;
}

export interface AddedSubscriber {
  /** `left`: they unsubscribed here, which takes precedence over any list. */
  outcome: 'added' | 'known' | 'left' | 'suppressed';
  subscriber: Subscriber;
}

/**
 * Records that these addresses unsubscribed elsewhere, so that a later list does not add them. Known addresses do not
 * change. Call it inside a transaction.
 */
export async function addLeavers(
  db: Db,
  mailboxes: MailAddress[],
  { preferences, now }: { preferences: Preferences; now: Instant },
): Promise<void> {
  for (const chunk of chunks(mailboxes, ROWS_PER_STATEMENT)) {
    const rows = chunk.map((mailbox) => ({
      ...newSubscriber(mailbox, preferences, undefined, now),
      status: 'unsubscribed',
      left_at: now,
    }));
    await db
      .insertInto('subscribers')
      .values(rows)
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute();
  }
}

interface Consent {
  /** They consented elsewhere, so they are active at once. */
  confirmed: boolean;
  now: Instant;
}

// A row has 15 values; SQLite binds at most 32,766 per statement.
const ROWS_PER_STATEMENT = 500;

/** Returns the outcome of each, in order. Call it inside a transaction. */
export async function addSubscribers(
  db: Db,
  listed: ListedSubscriber[],
  consent: Consent,
): Promise<AddedSubscriber[]> {
  const added: AddedSubscriber[] = [];
  for (const chunk of chunks(listed, ROWS_PER_STATEMENT)) {
    const keys = chunk.map(({ mailbox }) => mailbox.key);
    const present = await findSubscribersByKey(db, keys);
    const unknown = chunk.filter(({ mailbox }) => !present.has(mailbox.key));
    const inserted = unknown.length > 0 ? await insertNew(db, unknown, consent) : new Map();
    for (const one of chunk) {
      const { key } = one.mailbox;
      const created = inserted.get(key);
      if (created)
        added.push({
          outcome: created.status === 'suppressed' ? 'suppressed' : 'added',
          subscriber: created,
        });
      else added.push(await addPresent(db, one, present.get(key), consent));
      // A repeated address is looked up again.
      inserted.delete(key);
      present.delete(key);
    }
  }
  return added;
}

/** Subscribers that another process creates at the same time are missing from the result. */
async function insertNew(
  db: Db,
  listed: ListedSubscriber[],
  { confirmed, now }: Consent,
): Promise<Map<string, Subscriber>> {
  const suppressions = await findSuppressions(
    db,
    listed.map(({ mailbox }) => mailbox.key),
  );
  const values = listed.map(({ mailbox, preferences, pausedUntil }) => {
    const suppression = suppressions.get(mailbox.key);
    const row = newSubscriber(mailbox, preferences, suppression, now);
    if (suppression || !confirmed) return row;
    const pause = pausedUntil && { status: 'paused', paused_until: pausedUntil };
    return { ...row, status: 'active', confirmed_at: now, consents: 1, ...pause };
  });
  const rows = await db
    .insertInto('subscribers')
    .values(values)
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returningAll()
    .execute();
  return new Map(rows.map((row) => [row.key, subscriberOf(row)]));
}

async function addPresent(
  db: Db,
  { mailbox, preferences, pausedUntil }: ListedSubscriber,
  found: Subscriber | undefined,
  { confirmed, now }: Consent,
): Promise<AddedSubscriber> {
  const present = found ?? (await findSubscribersByKey(db, [mailbox.key])).get(mailbox.key);
  if (present?.status === 'unsubscribed') return { outcome: 'left', subscriber: present };
  if (present?.status === 'suppressed') return { outcome: 'suppressed', subscriber: present };
  if (present && present.status !== 'pending') return { outcome: 'known', subscriber: present };
  const { subscriber } = await createSubscriber(db, mailbox, preferences, now);
  if (subscriber.status === 'suppressed') return { outcome: 'suppressed', subscriber };
  if (confirmed) await confirmSubscriber(db, subscriber, now);
  if (confirmed && pausedUntil) await pauseSubscriber(db, subscriber.id, pausedUntil);
  return { outcome: 'added', subscriber };
}
