// The common result of both feed parsers: the parts of a feed as written, before links, dates and text are processed.
import type { Metrics } from '../../model.js';

/** Text as written in a feed. `plain` shows `<b>` literally; `html` is markup; `unsaid` may be either. */
export interface WrittenText {
  value: string;
  form: 'plain' | 'html' | 'unsaid';
}

export interface WrittenEntry {
  id?: string;
  title?: WrittenText;
  /** Candidates for the entry's own page, best first; may be relative. */
  links: (string | undefined)[];
  /** `feedburner:origLink`, if `links` lead to a feed service. */
  original?: string;
  /** Links outside its content: the page that a link blog discusses. */
  related?: (string | undefined)[];
  /** `xml:base` of the entry. */
  base?: string;
  /** Dates of publication, then of change, best first. */
  dates: (string | undefined)[];
  author?: string;
  /** The longest content. */
  content?: WrittenText;
  enclosures: { url?: string; type?: string; medium?: string }[];
  /** Where the entry is discussed. */
  comments?: string;
  /** Engagement (Media RSS). */
  metrics?: Metrics;
}

export interface WrittenFeed {
  title?: WrittenText;
  links: (string | undefined)[];
  /** `xml:base` of the feed. */
  base?: string;
  /** Relative links are resolved against the feed's address (Atom: RFC 3986, 5.1.3), otherwise against the site's. */
  relativeToDocument?: boolean;
  entries: WrittenEntry[];
}

export function makeWrittenText(
  value: string | undefined,
  form: WrittenText['form'] = 'unsaid',
): WrittenText | undefined {
  return value ? { value, form } : undefined;
}

export function pickLongestText(texts: (WrittenText | undefined)[]): WrittenText | undefined {
  return texts.reduce((best, text) => ((text?.value.length ?? 0) > (best?.value.length ?? 0) ? text : best));
}

/** Atom links that may be the entry's page, best first. */
export function pageLinks(links: { href?: string; rel?: string; type?: string }[] | undefined) {
  const pages = (links ?? []).filter(({ rel }) => !rel || /(^|\/)alternate$/i.test(rel));
  const html = pages.filter(({ type }) => !type || /html/i.test(type));
  return [...html, ...pages].map(({ href }) => href);
}

/** A globally unique id that is an address replaces a missing link. */
export function permalink(id: string | undefined): string | undefined {
  return id && /^https?:\/\//i.test(id) ? id : undefined;
}
