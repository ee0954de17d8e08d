// Tracks the deliveries this process is sending, and the results of interrupted ones that are not in the ledger yet.
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

export interface TrackedSending {
  /** The name of the sending in the ledger. */
  owner: string;
  /** Marks batches that the messenger may have. */
  hand(claimed: ClaimedDelivery[]): void;
  /** Adds results of mails, before the ledger records them; `settle` removes them afterwards. */
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
/** Interrupted sendings by store. */
const interrupted = new WeakMap<Db, Interrupted[]>();

/** Whether this process is sending under that name. */
export function isSending(owner: string): boolean {
  return active.has(owner);
}

/**
 * Runs a sending. If it is interrupted, for example because the database is down, `settleInterrupted` records its
 * results later.
 */
export async function trackSending<T>(db: Db, work: (sending: TrackedSending) => Promise<T>): Promise<T> {
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
 * Records the known results of interrupted sendings, and releases the claims that were not handed to the messenger. The
 * outcome of their other claims is unknown; `recoverClaims` handles those.
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
