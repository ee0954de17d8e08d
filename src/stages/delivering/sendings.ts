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
  addClaims(claimed: ClaimedDelivery[]): void;
  /** Adds results of mails, before the ledger records them; `removeRecorded` removes them afterwards. */
  addResults(results: Recorded[]): void;
  removeRecorded(results: Recorded[]): void;
}

interface Interrupted {
  owner: string;
  batches: Set<string>;
  unrecorded: Set<Recorded>;
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
  const batches = new Set<string>();
  const unrecorded = new Set<Recorded>();
  await announceProcess(db);
  active.add(owner);
  try {
    return await work({
      owner,
      addClaims: (claimed) => {
        for (const { batch } of claimed) batches.add(batch);
      },
      addResults: (results) => {
        for (const result of results) unrecorded.add(result);
      },
      removeRecorded: (results) => {
        for (const result of results) {
          unrecorded.delete(result);
          batches.delete(result.delivery.batch);
        }
      },
    });
  } catch (error) {
    interrupted.set(db, [...(interrupted.get(db) ?? []), { owner, batches, unrecorded }]);
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
  const unfinished = interrupted.get(db) ?? [];
  for (let one = unfinished.shift(); one; one = unfinished.shift()) {
    const { owner, batches, unrecorded } = one;
    try {
      await db.transaction().execute(async (trx) => {
        await recordResults(trx, [...unrecorded], now);
        await releaseClaims(trx, { owner, now, except: [...batches] });
      });
    } catch (error) {
      unfinished.push(one);
      throw error;
    }
  }
}
