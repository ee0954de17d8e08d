// Converts post text to HTML, plain text and Markdown. No other file escapes post text or adds links to it.

import { escapeHtml, oneLine } from '../base/text.js';
import { parseHttpUrl } from '../base/url.js';
import type { Bullet, CitedPost, Span } from '../model.js';
import { sourceLabel } from './format.js';

export type CitedPosts = Record<string, CitedPost>;

// A lone surrogate cannot be written in UTF-8.
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The cited post, if the issue contains it. */
export function findPost(posts: CitedPosts, id: string | undefined): CitedPost | undefined {
  return id !== undefined && Object.hasOwn(posts, id) ? posts[id] : undefined;
}

/** The address of a cited post, if it may be a link. */
export function findHref(posts: CitedPosts, id: string | undefined): string | undefined {
  return parseHttpUrl(findPost(posts, id)?.url)?.href;
}

const NAMED_ADDRESS =
  /(?:https?:\/\/|www\.)[^\s<>"'`]+|^\s*[\p{L}\d-]+(?:\.[\p{L}\d-]+)+(?:[/?#:]\S*)?\s*$/giu;

/** Whether link text names another site than `href`: `https://bank.example` linked to `evil.example`. */
export function isDecoy(words: string, href: string): boolean {
  const siteOf = (address: string) => parseHttpUrl(address)?.hostname.replace(/^www\./, '');
  const named = cleanText(words).match(NAMED_ADDRESS) ?? [];
  const to = siteOf(href);
  return named.some((address) => siteOf(/^https?:/i.test(address) ? address : `https://${address}`) !== to);
}

/** Removes the links of spans whose text names another site; the post is cited after them instead. */
export function withoutDecoys(spans: Span[], posts: CitedPosts): Span[] {
  return spans.map((span) => {
    const post = findPost(posts, span.cite);
    const href = findHref(posts, span.cite);
    if (!post || !href || span.text === sourceLabel(post) || !isDecoy(span.text, href)) return span;
    const { cite: _, ...words } = span;
    return words;
  });
}

/**
 * Returns one line without control characters and direction overrides; keeps a space at either end. All displayed text
 * passes through it, so no post can forge the tokens of `reader.ts`.
 */
export function cleanText(text: string): string {
  const line = oneLine(text.replace(LONE_SURROGATE, '\ufffd').replace(/[\u202a-\u202e\u2066-\u2069]/g, ''));
  if (!line) return /\s/.test(text) ? ' ' : '';
  return `${/^\s/.test(text) ? ' ' : ''}${line}${/\s$/.test(text) ? ' ' : ''}`;
}

export function toHtml(text: string): string {
  return escapeHtml(cleanText(text));
}

/** Escapes all markup and keeps bare addresses from becoming links (CommonMark, GFM, template marks of static sites). */
export function toMarkdown(text: string): string {
  return cleanText(text)
    .replace(/[\\`*_{}[\]<>#~$^|&]/g, '\\$&')
    .replace(/(?<=[a-z]):(?=\S)/gi, '\\:')
    .replace(/(?<=www)\./gi, '\\.')
    .replace(/(?<=[\w.+-])@/g, '\\@');
}

/** Escapes the start of a paragraph, so that it does not become a list, rule or heading. */
export function toMarkdownBlock(markdown: string): string {
  return markdown
    .trim()
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replace(/^[-+=:]/, '\\$&');
}

const LINK_OR_TAG = /(<a\b[^>]*>[\s\S]*?<\/a>|<[^>]*>)/;
const BARE_ADDRESS = /:\/\/|(?<=[\p{L}\p{N}_-])(?:\.(?=[\p{L}\p{N}_-]*\p{L})|@(?=[\p{L}\p{N}]))/gu;

/**
 * Prevents mail clients from linking bare addresses: inserts an invisible word joiner before each dot of `example.com`,
 * before the @ of a mailbox and before `://`. Existing links in the HTML stay unchanged.
 */
export function withoutAutolinks(html: string): string {
  return html
    .split(LINK_OR_TAG)
    .map((part, at) => (at % 2 === 1 ? part : part.replace(BARE_ADDRESS, '\u2060$&')))
    .join('');
}

export function linkHtml(text: string, href: string): string {
  return `<a href="${escapeHtml(href)}">${toHtml(text)}</a>`;
}

export function linkMarkdown(text: string, href: string): string {
  const target = href.replace(/\\/g, '%5C').replace(/&(?=#?\w+;)/g, '&amp;');
  return `[${toMarkdown(text)}](<${target}>)`;
}

/** Spans as inline HTML: links to what they cite, `<b>` where they are strong. */
export function spansToHtml(spans: Span[], posts: CitedPosts): string {
  return spans
    .map(({ text, cite, strong }) => {
      const href = findHref(posts, cite);
      const html = href ? linkHtml(text, href) : toHtml(text);
      return strong ? `<b>${html}</b>` : html;
    })
    .join('');
}

/** Spans as inline Markdown, like `spansToHtml`. */
export function spansToMarkdown(spans: Span[], posts: CitedPosts): string {
  return spans
    .map(({ text, cite, strong }) => {
      const href = findHref(posts, cite);
      const markdown = href ? linkMarkdown(text, href) : toMarkdown(text);
      const [, before = '', inner = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(markdown) ?? [];
      return strong && inner ? `${before}**${inner}**${after}` : markdown;
    })
    .join('');
}

/** Spans as plain text; `refer` returns the mark after a link's words: `[3]`. */
export function spansToText(spans: Span[], posts: CitedPosts, refer: (href: string) => string): string {
  return spans
    .map(({ text, cite }) => {
      const href = findHref(posts, cite);
      return href ? `${cleanText(text)}${refer(href)}` : cleanText(text);
    })
    .join('');
}

/** The posts that a bullet cites without a link; their names follow it. */
export function findUnlinked({ claim, text, citations, submission }: Bullet, posts: CitedPosts): CitedPost[] {
  // If two citations link to the same page, name it once.
  const shown = withoutDecoys([...claim, ...text], posts).map(({ cite }) => cite);
  const linked = new Set([...shown, submission].map((id) => findHref(posts, id)));
  const unlinked: CitedPost[] = [];
  for (const id of citations) {
    const post = findPost(posts, id);
    const href = findHref(posts, id);
    if (!post || !href || linked.has(href)) continue;
    linked.add(href);
    unlinked.push(post);
  }
  return unlinked;
}
