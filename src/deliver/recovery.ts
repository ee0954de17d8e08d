// Decides what to do with mails whose process ended after claiming them.
import { HOUR_MS, MINUTE_MS } from '../base/time.js';

export interface OpenClaim {
  owner: string;
  /** The messenger. */
  via: string;
  claimedAt: string;
  /** When the batch was first sent; null: it certainly was not (SMTP). */
  batchedAt: string | null;
}

/** How long the claim of a possibly running process is respected; no batch takes longer. */
const LEASE_MS = 30 * MINUTE_MS;
/** Resend remembers a key for 24 hours; one hour allows for clocks that differ. */
const KEYS_KNOWN_MS = 23 * HOUR_MS;

/** Batches first sent after this instant can be sent again safely: the provider remembers their keys. */
export function providerKeysKnownSince(now: Date, via: string): string {
  return new Date(now.getTime() - (via === 'resend' ? KEYS_KNOWN_MS : 0)).toISOString();
}

/**
 * Classifies a claim. `isAlive` returns whether the process of an owner is still sending, `via` is our own messenger. Returns
 * `alive` if its process is still sending, `repeat` if sending again is harmless (nothing was sent, the provider remembers
 * the key, or a file is overwritten), and `uncertain` if sending again might send twice.
 */
export function classifyClaim(
  claim: OpenClaim,
  { isAlive, via }: { isAlive: (owner: string) => boolean; via: string },
  now: Date,
): 'alive' | 'repeat' | 'uncertain' {
  const age = now.getTime() - Date.parse(claim.claimedAt);
  if (age < LEASE_MS && isAlive(claim.owner)) return 'alive';
  if (claim.via === 'outbox' || claim.batchedAt === null) return 'repeat';
  const known = claim.via === 'resend' && claim.batchedAt > providerKeysKnownSince(now, via);
  return known ? 'repeat' : 'uncertain';
}
