// Mail addresses: which ones can be mailed, and when two are the same.
import { domainToASCII } from 'node:url';

export interface MailAddress {
  /** As it was given, but for outer blanks and the Unicode form (NFC). */
  address: string;
  /** Equal for all spellings of one mailbox: lower-cased, the domain in ASCII. */
  key: string;
}

// RFC 5321, 4.5.3.1: octets of a path (without its brackets) and of a local part; RFC 1035: of a label.
const MAX_ADDRESS = 254;
const MAX_LOCAL = 64;
/** None begins as a formula does: spreadsheets would calculate an exported list, and mailers take `-` for an option. */
const LOCAL = /^(?![=+-])[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;

/** The address when a mail can be sent to it: `name@domain.tld`, no quotes, no comments, no IP literals. */
export function parseAddress(text: string): MailAddress | undefined {
  // Longer ones are not even looked at: what follows costs time.
  if (text.length > 2 * MAX_ADDRESS) return undefined;
  const address = text.trim().normalize('NFC');
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  if (at < 1 || !LOCAL.test(local) || Buffer.byteLength(local) > MAX_LOCAL) return undefined;
  const named = address.slice(at + 1);
  // Turning it into ASCII would drop line breaks and decode percent signs.
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(named)) return undefined;
  const domain = domainToASCII(named);
  if (!DOMAIN.test(domain) || Buffer.byteLength(local) + 1 + domain.length > MAX_ADDRESS) return undefined;
  return { address, key: `${local.toLowerCase()}@${domain}` };
}

/** Whose mailbox it is, whatever stands after a `+`: those are one person's names for it (RFC 5233). */
export function holderOf({ key }: MailAddress): string {
  return key.replace(/\+.*(?=@)/, '');
}

/** What the transport is given: the local part as it was given, the domain in ASCII. */
export function mailboxOf({ address, key }: MailAddress): string {
  return address.slice(0, address.lastIndexOf('@')) + key.slice(key.lastIndexOf('@'));
}
