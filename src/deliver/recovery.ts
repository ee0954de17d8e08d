// What a process that ended while it was sending leaves behind, and what may be done about it.

import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { HOUR_MS, MINUTE_MS } from '../base/time.js';

export interface OpenClaim {
  owner: string;
  /** The messenger. */
  via: string;
  claimedAt: string;
  /** When the batch was sent for the first time. */
  batchedAt: string;
}

/** A claim of a process that may still live is left alone for so long; no batch takes longer. */
const LEASE_MS = 30 * MINUTE_MS;
/** Resend knows a key for 24 hours; an hour is for clocks that differ. */
const KEYS_KNOWN_MS = 23 * HOUR_MS;

/** A name in this process that no other process has or had, whatever its number. */
export function createOwner(): string {
  return [hostname(), process.pid, randomUUID()].join('/');
}

/** Batches that were first sent after this can be sent again by this messenger: the provider knows their keys. */
export function providerKeysKnownSince(now: Date, via: string): string {
  return new Date(now.getTime() - (via === 'resend' ? KEYS_KNOWN_MS : 0)).toISOString();
}

/**
 * `isSending`: whether this process sends under that name, `via` its messenger. `alive`: its process is at it.
 * `repeat`: the same again is harmless, since the provider knows the key or a file is written over. `uncertain`: sending again, or by another messenger, might be sending twice.
 */
export function classifyClaim(
  claim: OpenClaim,
  { isSending, via }: { isSending: (owner: string) => boolean; via: string },
  now: Date,
): 'alive' | 'repeat' | 'uncertain' {
  const age = now.getTime() - Date.parse(claim.claimedAt);
  if (age < LEASE_MS && (isSending(claim.owner) || !isProcessGone(claim.owner))) return 'alive';
  if (claim.via === 'outbox') return 'repeat';
  const known = claim.via === 'resend' && claim.batchedAt > providerKeysKnownSince(now, via);
  return known ? 'repeat' : 'uncertain';
}

/** Only known of processes on this machine; a number that was given to another process looks alive. */
export function isProcessGone(owner: string): boolean {
  const [host, number] = owner.split('/');
  const pid = Number(number);
  if (host !== hostname() || !(pid > 0)) return false;
  return pid === process.pid || !isNumberTaken(pid);
}

/** Whether a process of this machine has the number. */
export function isNumberTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
