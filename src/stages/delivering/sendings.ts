// The sendings of this process: which go on, and what those that broke off know and the ledger does not.
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

interface Broken {
  owner: string;
  handed: Set<string>;
  owed: Set<Recorded>;
}

let sendings = 0;
const living = new Set<string>();
/** By their store. */
const brokenOff = new WeakMap<Db, Broken[]>();

/** Whether a sending of this process goes on under that name. */
export function isSending(owner: string): boolean {
  return living.has(owner);
}

/** Sends. When sending is interrupted, as when the database is away, `settleInterrupted` records the results later. */
export async function asSending<T>(db: Db, work: (sending: Sending) => Promise<T>): Promise<T> {
  const owner = `${processOwner}/${++sendings}`;
  const handed = new Set<string>();
  const owed = new Set<Recorded>();
  await announceProcess(db);
  living.add(owner);
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
    brokenOff.set(db, [...(brokenOff.get(db) ?? []), { owner, handed, owed }]);
    throw error;
  } finally {
    living.delete(owner);
  }
}

/**
 * Records the results that interrupted sendings knew, and releases what they had claimed but not begun to send. What else is
 * left under their names nobody knows: that is for `recoverClaims`.
 */
export async function settleInterrupted(db: Db, now: Instant): Promise<void> {
  const left = brokenOff.get(db) ?? [];
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
