// The deliveries this process is sending, and the results of interrupted ones that the ledger lacks.
import { processOwner } from '../../base/process-owner.js';
import type { Instant } from '../../model.js';
import { announceProcess } from '../../store/cluster/presence.js';
import type { Db } from '../../store/database/schema.js';
import {
  type ClaimedDelivery,
  type Recorded,
  recordResults,
  releaseClaims,
} from '../../store/deliveries/claims.js';

export interface Sending {
  /** Its name in the ledger. */
  owner: string;
  /** The messenger may have this batch. */
  hand(claimed: ClaimedDelivery[]): void;
  /** The results of mails, before and after the ledger records them. */
  owe(results: Recorded[]): void;
  settle(results: Recorded[]): void;
}

interface Interrupted {
  owner: string;
  handed: Set<string>;
  owed: Set<Recorded>;
}

let sendings = 0;
const active = new Set<string>();
/** By their store. */
const interrupted = new WeakMap<Db, Interrupted[]>();

/** Whether this process is still sending under that name. */
export function isSending(owner: string): boolean {
  return active.has(owner);
}

/** Sends. When sending is interrupted, as when the database is away, `settleInterrupted` records the results later. */
export async function asSending<T>(db: Db, work: (sending: Sending) => Promise<T>): Promise<T> {
  const owner = `${processOwner}/${++sendings}`;
  const handed = new Set<string>();
  const owed = new Set<Recorded>();
  await announceProcess(db);
  active.add(owner);
  try {
    return await work({
      owner,
      hand: (claimed) => {
        for (const { batch } of claimed) handed.add(batch);
      },
      owe: (results) => {
        for (const result of results) owed.add(result);
      },
      settle: (results) => {
        for (const result of results) {
          owed.delete(result);
          handed.delete(result.delivery.batch);
        }
      },
    });
  } catch (error) {
    interrupted.set(db, [...(interrupted.get(db) ?? []), { owner, handed, owed }]);
    throw error;
  } finally {
    active.delete(owner);
  }
}

/**
 * Records the results that interrupted sendings knew, and releases what they had claimed but not begun to send. What else is
 * left under their names nobody knows: that is for `recoverClaims`.
 */
export async function settleInterrupted(db: Db, now: Instant): Promise<void> {
  const left = interrupted.get(db) ?? [];
  for (let one = left.shift(); one; one = left.shift()) {
    const { owner, handed, owed } = one;
    try {
      await db.transaction().execute(async (trx) => {
        await recordResults(trx, [...owed], now);
        await releaseClaims(trx, { owner, now, except: [...handed] });
      });
    } catch (error) {
      left.push(one);
      throw error;
    }
  }
}
