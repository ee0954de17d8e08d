// Mail addresses: whether they can be mailed, and when two are the same.
import { domainToASCII } from 'node:url';

export interface MailAddress {
  /** As entered, trimmed and in Unicode form NFC. */
  address: string;
  /** The same for all spellings: lower case, the domain in ASCII. */
  key: string;
}

// RFC 5321, 4.5.3.1: octets of a path (without its brackets) and of a local part; RFC 1035: of a label.
const MAX_ADDRESS = 254;
const MAX_LOCAL = 64;
/**
 * No leading `=`, `+` or `-`: spreadsheets would run an exported list as formulas, and mailers read `-` as an option.
 */
const LOCAL_PART =
  /^(?![=+-])[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const DOMAIN_PART = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;

/** Parses `name@domain.tld`, without quotes, comments or IP literals; undefined for anything else. */
export function parseAddress(text: string): MailAddress | undefined {
  // Checking very long input would cost time.
  if (text.length > 2 * MAX_ADDRESS) return undefined;
  const address = text.trim().normalize('NFC');
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  if (at < 1 || !LOCAL_PART.test(local) || Buffer.byteLength(local) > MAX_LOCAL) return undefined;
  const named = address.slice(at + 1);
  // domainToASCII would drop line breaks and decode percent signs.
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(named)) return undefined;
  const domain = domainToASCII(named);
  if (!DOMAIN_PART.test(domain) || Buffer.byteLength(local) + 1 + domain.length > MAX_ADDRESS)
    return undefined;
  return { address, key: `${local.toLowerCase()}@${domain}` };
}

/** Identifies the mailbox: the key without a `+tag` (RFC 5233), and at Gmail without dots and under one domain. */
export function toHolder({ key }: MailAddress): string {
  const [local = '', domain = ''] = key.replace(/\+.*(?=@)/, '').split('@');
  if (domain !== 'gmail.com' && domain !== 'googlemail.com') return `${local}@${domain}`;
  return `${local.replaceAll('.', '')}@gmail.com`;
}

/** The address for the transport: the local part as entered, the domain in ASCII. */
export function mailboxOf({ address, key }: MailAddress): string {
  return address.slice(0, address.lastIndexOf('@')) + key.slice(key.lastIndexOf('@'));
}
