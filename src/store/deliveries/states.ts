// The states of a delivery.
import { sql } from 'kysely';

/**
 * `queued`: waits for its hour or for a retry. `claimed`: a process is sending it. `uncertain`: it may have gone out.
 * `failed`: no more retries. `rejected`: the address accepts no mail. `skipped`: no longer wanted, or too late.
 */
export type DeliveryState = 'queued' | 'claimed' | 'sent' | 'failed' | 'rejected' | 'uncertain' | 'skipped';

/** Neither sent nor to be sent by itself. Both stores find these by an index whose condition has the same words. */
export const isUnsent = sql<boolean>`state in ('failed', 'rejected', 'skipped', 'uncertain')`;

export function isUnsentState(state: DeliveryState): boolean {
  return ['failed', 'rejected', 'skipped', 'uncertain'].includes(state);
}
