// URLs of a reader's own pages.
import { parseHttpUrl } from '../base/url.js';
import type { Cadence } from '../model.js';
import { readerToken, type TokenHolder } from './tokens.js';

export interface ReaderLinks {
  preferencesUrl: string;
  /** A page with one button on GET; unsubscribes at once on POST (RFC 8058). */
  unsubscribeUrl: string;
}

/** With `only`, the second link unsubscribes from the issues of that cadence alone. */
export function readerLinks(
  publicUrl: string,
  secret: Buffer,
  holder: TokenHolder,
  only?: Cadence,
): ReaderLinks {
  const base = publicUrl.replace(/\/+$/, '');
  const token = readerToken(secret, holder);
  return {
    preferencesUrl: `${base}/preferences/${token}`,
    unsubscribeUrl: `${base}/unsubscribe/${token}${only ? `/${only}` : ''}`,
  };
}

export function confirmationUrl(publicUrl: string, token: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/confirm/${token}`;
}

/** RFC 8058 requires https. Loopback addresses are allowed for local tests. */
export function allowsOneClick(url: string): boolean {
  const { protocol, hostname } = parseHttpUrl(url) ?? {};
  return protocol === 'https:' || /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname ?? '');
}
