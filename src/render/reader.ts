// A reader's personal links in a mail: rendered once as tokens, then filled in for each reader.

import { escapeHtml } from '../base/text.js';
import { parseHttpUrl } from '../base/url.js';
import type { Cadence } from '../model.js';
import { formatCadence } from './format.js';

/** What a mail says about its reader. */
export interface ReaderFields {
  /** The page on which the reader changes cadence and time zone; http(s). */
  preferencesUrl: string;
  /** The page or endpoint that unsubscribes; http(s). */
  unsubscribeUrl: string;
  cadence: Cadence;
}

const TOKEN_OPEN = '\u0002';
const TOKEN_CLOSE = '\u0003';
const ANY_TOKEN = new RegExp(`${TOKEN_OPEN}\\w+${TOKEN_CLOSE}`, 'g');

/**
 * Tokens contain control characters. `cleanText` removes those from text and URLs encode them, so no post can forge a
 * token.
 */
export const READER_TOKENS = {
  preferences: `${TOKEN_OPEN}preferences${TOKEN_CLOSE}`,
  unsubscribe: `${TOKEN_OPEN}unsubscribe${TOKEN_CLOSE}`,
  cadence: `${TOKEN_OPEN}cadence${TOKEN_CLOSE}`,
} as const;

/** Maximum length of an escaped address in bytes; the size of a mail allows for it. */
const MAX_URL_BYTES = 512;

/** Whether a mail has personal links: there is a site, or links for one reader are given. */
export function hasReaderLinks({
  reader,
  publicUrl,
}: {
  reader?: ReaderFields;
  publicUrl?: string;
}): boolean {
  return reader !== undefined || parseHttpUrl(publicUrl) !== undefined;
}

/** The maximum bytes that a reader's links add to a mail. */
export function countReaderBytes(html: string): number {
  return (html.split(TOKEN_OPEN).length - 1) * MAX_URL_BYTES;
}

/** Fills a reader's links into the HTML part. Throws a RangeError for an address that is not http(s) or too long. */
export function fillReaderHtml(html: string, reader: ReaderFields, language = 'en'): string {
  return fill(html, reader, language, escapeHtml);
}

/** Fills a reader's links into the text part; throws like `fillReaderHtml`. */
export function fillReaderText(text: string, reader: ReaderFields, language = 'en'): string {
  return fill(text, reader, language, (value) => value);
}

function fill(
  form: string,
  reader: ReaderFields,
  language: string,
  encode: (text: string) => string,
): string {
  const address = (url: string) => {
    const href = encode(parseHttpUrl(url)?.href ?? '');
    if (!href || Buffer.byteLength(href) > MAX_URL_BYTES) {
      throw new RangeError('a reader’s address must be http(s) and short');
    }
    return href;
  };
  const values = new Map<string, string>([
    [READER_TOKENS.preferences, address(reader.preferencesUrl)],
    [READER_TOKENS.unsubscribe, address(reader.unsubscribeUrl)],
    [READER_TOKENS.cadence, formatCadence(reader.cadence, language)],
  ]);
  // Replaces all tokens in one pass, because this runs for every reader.
  return form.replace(ANY_TOKEN, (token) => values.get(token) ?? '');
}
