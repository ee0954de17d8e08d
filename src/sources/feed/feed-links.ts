// The addresses of feeds that a web page names: declared in <link> elements and Link headers, or linked in its text.
import { decodeHTML, decodeHTMLAttribute } from 'entities';
import { parseHttpUrl } from '../../base/url.js';

export interface FeedLinks {
  /** Named as a feed by the page or its server, feeds of comments last. */
  declared: string[];
  /** Links whose address or words look like a feed's, the likeliest first. */
  likely: string[];
}

/** A page with more text than this is not read to its end, in characters. */
const MAX_PAGE_LENGTH = 2_000_000;
const MAX_ANCHORS = 2_000;

const FEED_TYPE = /^(?:application|text)\/(?:(?:x-)?(?:rss|atom|rdf)(?:\+xml)?|feed\+json|xml)$/i;
/** A file name, path segment or parameter that feeds have. */
const FEED_ADDRESS =
  /(?:^|[/._?=&-])(?:rss2?|atom|feeds?|rdf)(?:$|[/._?=&-])|\.(?:rss|atom|rdf|xml)(?:$|[?#])|feed\.json/i;
const FEED_WORDS = /\b(?:rss|atom|xml|web) ?feeds?\b|\b(?:rss|atom)\b|^(?:xml|feeds?)$/i;
/** Services that only point at a feed. */
const OTHER_HOST = /(?:^|\.)(?:feedly\.com|inoreader\.com|addtoany\.com|wikipedia\.org)$/i;
const OTHER_FILE =
  /\.(?:png|jpe?g|gif|svg|ico|css|js|pdf|opml|webmanifest)$|sitemap|opensearch|manifest\.\w+$/i;
const OTHER_TYPE = /oembed|opensearch|rsd|html/i;

/** The feeds that a page names. `url` is the page's address, `linkHeader` its `Link` header. */
export function findFeedLinks(html: string, url: string, linkHeader = ''): FeedLinks {
  const elements = readElements(html.slice(0, MAX_PAGE_LENGTH));
  const base = elements.find(({ name, attributes }) => name === 'base' && attributes.has('href'));
  const baseUrl = parseHttpUrl(base?.attributes.get('href'), url)?.href ?? url;
  const declared: { href: string; isComments: boolean }[] = readLinkHeader(linkHeader, url);
  const likely: { href: string; score: number }[] = [];
  for (const { name, attributes, words } of elements) {
    const href = resolveFeed(attributes.get('href'), baseUrl);
    if (!href || name === 'base' || isPage(href, url)) continue;
    const isComments = /comment/i.test(`${attributes.get('title') ?? ''} ${words} ${href}`);
    if (isDeclared(name, attributes)) declared.push({ href, isComments });
    else if (name === 'a' || /^(?:|.*\balternate\b.*)$/i.test(attributes.get('rel') ?? '')) {
      const score = scoreLink(href, attributes, words) - (isComments ? 1.5 : 0);
      if (score > 0) likely.push({ href, score: score + (isSameSite(href, url) ? 1 : 0) });
    }
  }
  declared.sort((a, b) => Number(a.isComments) - Number(b.isComments));
  likely.sort((a, b) => b.score - a.score);
  const unique = (links: { href: string }[]) => [...new Set(links.map(({ href }) => href))];
  return { declared: unique(declared), likely: unique(likely) };
}

function isDeclared(name: string, attributes: Map<string, string>): boolean {
  const rels = (attributes.get('rel') ?? '').toLowerCase().split(/\s+/);
  if (rels.includes('stylesheet')) return false;
  const type = (attributes.get('type') ?? '').split(';')[0]?.trim() ?? '';
  if (FEED_TYPE.test(type)) return name === 'a' || rels.includes('alternate') || rels.includes('feed');
  // `rel="feed"` needs no type; WordPress declares its API as application/json.
  return rels.includes('feed') && (!type || /json$/i.test(type));
}

function scoreLink(href: string, attributes: Map<string, string>, words: string): number {
  const { hostname, pathname, search } = new URL(href);
  const type = attributes.get('type') ?? '';
  if (OTHER_HOST.test(hostname) || OTHER_FILE.test(pathname) || OTHER_TYPE.test(type)) return 0;
  const labels = [words, attributes.get('title'), attributes.get('aria-label'), attributes.get('class')];
  return (
    (FEED_ADDRESS.test(pathname + search) ? 1 : 0) +
    (/\.(?:rss|atom|xml|rdf)$/i.test(pathname) ? 1 : 0) +
    (labels.some((label) => label && FEED_WORDS.test(label)) ? 2 : 0) +
    (/json|xml|rss|atom/i.test(type) ? 1 : 0)
  );
}

/** `feed:` in front of an address is a habit of old pages. */
function resolveFeed(href: string | undefined, base: string): string | undefined {
  const written = href?.trim().replace(/^feed:(?=https?:)/i, '');
  return parseHttpUrl(written?.replace(/^feed:(?=\/\/)/i, 'https:'), base)?.href;
}

function isPage(href: string, url: string): boolean {
  return href.split('#')[0] === url.split('#')[0];
}

function isSameSite(href: string, url: string): boolean {
  const siteOf = (address: string) => new URL(address).hostname.replace(/^(?:www|blog|feeds?)\./, '');
  return siteOf(href) === siteOf(url);
}

/** RFC 8288: `</feed.xml>; rel="alternate"; type="application/rss+xml"`, any number of them. */
function readLinkHeader(header: string, url: string): { href: string; isComments: boolean }[] {
  return [...header.slice(0, 10_000).matchAll(/<([^<>]{1,2000})>([^<]{0,500})/g)].flatMap(
    ([, target, parameters = '']) => {
      const href = resolveFeed(target, url);
      const isFeed = href && isDeclared('link', readAttributes(parameters));
      return isFeed ? [{ href, isComments: /comment/i.test(href) }] : [];
    },
  );
}

interface Element {
  name: string;
  attributes: Map<string, string>;
  /** The text of an anchor, without markup. */
  words: string;
}

/** What a `<link>`, `<a>` or `<base>` begins with, and what hides such elements. */
const START = /<(?:(link|base|a)(?=[\s/])([^<>]{0,4000})>|(!--)|(script|style)\b)/gi;
const HIDDEN_ENDS = [
  ['!--', '-->'],
  ['script', '</script'],
  ['style', '</style'],
] as const;

/** In the order of the page, without what comments, scripts and styles hold. */
function readElements(html: string): Element[] {
  const found: Element[] = [];
  const lower = html.toLowerCase();
  let anchors = 0;
  START.lastIndex = 0;
  for (let match = START.exec(html); match; match = START.exec(html)) {
    const [, name = '', inside = '', comment, hiding = ''] = match;
    const hidden = (comment ?? hiding).toLowerCase();
    if (hidden) {
      const end = HIDDEN_ENDS.find(([start]) => start === hidden)?.[1] ?? '-->';
      const at = lower.indexOf(end, START.lastIndex);
      if (at < 0) break;
      START.lastIndex = at;
      continue;
    }
    const isAnchor = name.toLowerCase() === 'a';
    if (isAnchor && ++anchors > MAX_ANCHORS) continue;
    const words = isAnchor ? wordsAfter(html, START.lastIndex) : '';
    found.push({ name: name.toLowerCase(), attributes: readAttributes(inside), words });
  }
  return found;
}

/** The text of the anchor that begins at `start`, with the `alt` of its pictures. */
function wordsAfter(html: string, start: number): string {
  const inner = html.slice(start, start + 600).split(/<\/a\b/i)[0] ?? '';
  return decodeHTML(inner.replace(/<img\b[^>]*?\balt="([^"]*)"/gi, ' $1 <').replace(/<[^>]*>?/g, ' ')).trim();
}

const ATTRIBUTE = /([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g;

function readAttributes(inside: string): Map<string, string> {
  return new Map(
    [...inside.matchAll(ATTRIBUTE)].map(([, name = '', ...values]) => [
      name.toLowerCase(),
      decodeHTMLAttribute(values.find((value) => value !== undefined) ?? ''),
    ]),
  );
}
