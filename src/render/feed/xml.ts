// Shared parts of the feeds: their own address, elements, and characters that XML allows.
import { escapeHtml } from '../../base/text.js';
import { archiveUrl } from '../format.js';
import { cleanText } from '../spans.js';

export interface FeedOptions {
  title: string;
  description: string;
  /** BCP 47 */
  language: string;
  /** The archive's address; every link of the feed is under it. */
  publicUrl: string;
  /** The feed's own path: `/feed.xml`. */
  path: string;
}

/** The feed's own absolute address. */
export function feedUrl({ publicUrl, path }: FeedOptions): string {
  return `${(archiveUrl(publicUrl) ?? '').replace(/\/$/, '')}${path}`;
}

export function element(name: string, text: string): string {
  return `<${name}>${escapeHtml(cleanText(text))}</${name}>`;
}

/** Removes characters that XML forbids, escaped or not. */
export function toXml(document: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes
  return document.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Cs}]/gu, '');
}

/**
 * An RSS 2.0 document of these `<item>` elements. `more`: further elements of the channel. `namespaces`: in addition to
 * Atom's.
 */
export function rssDocument(
  items: string[],
  options: FeedOptions,
  { more = [], namespaces = '' }: { more?: string[]; namespaces?: string } = {},
): string {
  return toXml(
    [
      '<?xml version="1.0" encoding="utf-8"?>',
      `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"${namespaces}>`,
      '<channel>',
      element('title', options.title),
      element('link', archiveUrl(options.publicUrl) ?? ''),
      element('description', options.description),
      element('language', options.language),
      `<atom:link href="${escapeHtml(feedUrl(options))}" rel="self" type="application/rss+xml"/>`,
      ...more,
      ...items,
      '</channel>',
      '</rss>\n',
    ].join('\n'),
  );
}
