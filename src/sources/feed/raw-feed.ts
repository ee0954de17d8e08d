// What both feed readers give: the parts of a feed as the document wrote them, before links, dates and text.
import type { Metrics } from '../../model.js';

/** Text as a feed may write it. `plain` shows `<b>` as it stands; `html` is markup; `unsaid` may be either. */
export interface WrittenText {
  value: string;
  form: 'plain' | 'html' | 'unsaid';
}

export interface WrittenEntry {
  id?: string;
  title?: WrittenText;
  /** Candidates for the entry's own page, best first; relative ones count. */
  links: (string | undefined)[];
  /** `feedburner:origLink`, where `links` name a feed service. */
  original?: string;
  /** What the entry points at besides its content: the page that a link blog talks about. */
  related?: (string | undefined)[];
  /** `xml:base` of the entry. */
  base?: string;
  /** Dates of publication, then of change, best first. */
  dates: (string | undefined)[];
  author?: string;
  /** The fullest content. */
  content?: WrittenText;
  enclosures: { url?: string; type?: string; medium?: string }[];
  /** Where the entry is discussed. */
  comments?: string;
  /** What people did with it (Media RSS). */
  metrics?: Metrics;
}

export interface WrittenFeed {
  title?: WrittenText;
  links: (string | undefined)[];
  /** `xml:base` of the feed. */
  base?: string;
  /** Relative links count from the feed's own address (Atom: RFC 3986, 5.1.3); else from the site's. */
  relativeToDocument?: boolean;
  entries: WrittenEntry[];
}

export function written(
  value: string | undefined,
  form: WrittenText['form'] = 'unsaid',
): WrittenText | undefined {
  return value ? { value, form } : undefined;
}

export function longest(texts: (WrittenText | undefined)[]): WrittenText | undefined {
  return texts.reduce((best, text) => ((text?.value.length ?? 0) > (best?.value.length ?? 0) ? text : best));
}

/** Of Atom's links the addresses that may be the page itself, best first. */
export function pageLinks(links: { href?: string; rel?: string; type?: string }[] | undefined) {
  const pages = (links ?? []).filter(({ rel }) => !rel || /(^|\/)alternate$/i.test(rel));
  const html = pages.filter(({ type }) => !type || /html/i.test(type));
  return [...html, ...pages].map(({ href }) => href);
}

/** A globally unique id that is an address stands in for a missing link. */
export function permalink(id: string | undefined): string | undefined {
  return id && /^https?:\/\//i.test(id) ? id : undefined;
}
