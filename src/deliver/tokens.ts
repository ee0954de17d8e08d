// The tokens in readers' links: signed with the installation's secret, so that none of them is stored, not even its hash.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whom a reader's link is for; a greater generation makes all older links void. */
export interface TokenHolder {
  id: string;
  generation: number;
}

/** What a confirmation link confirms: this subscriber's consent, once. */
export interface Consent {
  id: string;
  consents: number;
}

/** A confirmation link holds for so long. */
export const CONFIRMATION_DAYS = 7;

/** `<id>.<token>`, the last part of a reader's own links. It does not expire: mails are kept for years. */
export function readerToken(secret: Buffer, { id, generation }: TokenHolder): string {
  return `${id}.${sign(secret, `reader:${id}:${generation}`)}`;
}

/** The id that a reader's token names, true or not: find the holder by it, then ask `isReaderToken`. */
export function readerIdOf(token: string): string | undefined {
  return /^([\w-]{1,40})\.[\w-]{43}$/.exec(token)?.[1];
}

/** Whether the token is this holder's, by one of the secrets. Takes the same time however much of it is right. */
export function isReaderToken(secrets: readonly Buffer[], token: string, holder: TokenHolder): boolean {
  return secrets.some((secret) => isEqual(token, readerToken(secret, holder)));
}

/** `<id>.<consents>.<expiry in seconds>.<signature>` */
export function confirmationToken(secret: Buffer, { id, consents }: Consent, now: Date): string {
  const expiry = Math.floor(now.getTime() / 1000) + CONFIRMATION_DAYS * 86_400;
  const what = `${id}.${consents}.${expiry}`;
  return `${what}.${sign(secret, `confirm:${what}`)}`;
}

/** What the token confirms; `expired` for one that was true, undefined for one that none of the secrets signed. */
export function readConfirmationToken(
  secrets: readonly Buffer[],
  token: string,
  now: Date,
): Consent | 'expired' | undefined {
  const [, what = '', id = '', consents, expiry] =
    /^(([\w-]{1,40})\.(\d{1,9})\.(\d{1,12}))\.[\w-]{43}$/.exec(token) ?? [];
  if (!what || !secrets.some((secret) => isEqual(token, `${what}.${sign(secret, `confirm:${what}`)}`)))
    return undefined;
  return now.getTime() / 1000 < Number(expiry) ? { id, consents: Number(consents) } : 'expired';
}

function sign(secret: Buffer, what: string): string {
  return createHmac('sha256', secret).update(what).digest('base64url');
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
