// Tokens in readers' links. They are signed with the installation's secret, so none of them has to be stored.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** The owner of a reader's link. A higher generation invalidates all older links. */
export interface TokenHolder {
  id: string;
  generation: number;
}

/** What a confirmation link confirms: this subscriber's consent, once. */
export interface Consent {
  id: string;
  consents: number;
}

/** How long a confirmation link is valid. */
export const CONFIRMATION_DAYS = 7;

/** `<id>.<signature>`, the last part of a reader's links. It does not expire: people keep mails for years. */
export function readerToken(secret: Buffer, { id, generation }: TokenHolder): string {
  return `${id}.${sign(secret, `reader:${id}:${generation}`)}`;
}

/** The id in a token. It proves nothing: find the holder by it, then check with `isReaderToken`. */
export function readerIdOf(token: string): string | undefined {
  return /^([\w-]{1,40})\.[\w-]{43}$/.exec(token)?.[1];
}

/** Whether one of the secrets signed the token for this holder. Takes constant time. */
export function isReaderToken(secrets: readonly Buffer[], token: string, holder: TokenHolder): boolean {
  return secrets.some((secret) => isEqual(token, readerToken(secret, holder)));
}

/** `<id>.<consents>.<expiry in seconds>.<signature>` */
export function confirmationToken(secret: Buffer, { id, consents }: Consent, now: Date): string {
  const expiry = Math.floor(now.getTime() / 1000) + CONFIRMATION_DAYS * 86_400;
  const payload = `${id}.${consents}.${expiry}`;
  return `${payload}.${sign(secret, `confirm:${payload}`)}`;
}

/** Returns what the token confirms, `expired` for an old valid one, undefined if none of the secrets signed it. */
export function readConfirmationToken(
  secrets: readonly Buffer[],
  token: string,
  now: Date,
): Consent | 'expired' | undefined {
  const [, payload = '', id = '', consents, expiry] =
    /^(([\w-]{1,40})\.(\d{1,9})\.(\d{1,12}))\.[\w-]{43}$/.exec(token) ?? [];
  if (
    !payload ||
    !secrets.some((secret) => isEqual(token, `${payload}.${sign(secret, `confirm:${payload}`)}`))
  )
    return undefined;
  return now.getTime() / 1000 < Number(expiry) ? { id, consents: Number(consents) } : 'expired';
}

function sign(secret: Buffer, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
