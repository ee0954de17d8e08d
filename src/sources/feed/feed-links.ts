// Finds feed addresses in a web page: in <link> elements, Link headers, and links in its text.
import { decodeHTML, decodeHTMLAttribute } from 'entities';
import { parseHttpUrl } from '../../base/url.js';

export interface FeedLinks {
  /** Declared as feeds by the page or its server; feeds of comments come last. */
  declared: string[];
  /** Links whose address or text looks like a feed's, the likeliest first. */
  likely: string[];
}

/** Only this many characters of a page are read. */
const MAX_PAGE_CHARACTERS = 2_000_000;
const MAX_ANCHORS = 2_000;

const FEED_TYPE = /^(?:application|text)\/(?:(?:x-)?(?:rss|atom|rdf)(?:\+xml)?|feed\+json|xml)$/i;
/** File names, path segments and parameters typical of feeds. */
const FEED_ADDRESS =
  /(?:^|[/._?=&-])(?:rss2?|atom|feeds?|rdf)(?:$|[/._?=&-])|\.(?:rss|atom|rdf|xml)(?:$|[?#])|feed\.json/i;
const FEED_WORDS = /\b(?:rss|atom|xml|web) ?feeds?\b|\b(?:rss|atom)\b|^(?:xml|feeds?)$/i;
/** Services that only link to a feed. */
const OTHER_HOST = /(?:^|\.)(?:feedly\.com|inoreader\.com|addtoany\.com|wikipedia\.org)$/i;
const OTHER_FILE =
  /\.(?:png|jpe?g|gif|svg|ico|css|js|pdf|opml|webmanifest)$|sitemap|opensearch|manifest\.\w+$/i;
const OTHER_TYPE = /oembed|opensearch|rsd|html/i;

/** Finds a page's feeds. `url` is the page's address, `linkHeader` its `Link` header. */
export function findFeedLinks(html: string, url: string, linkHeader = ''): FeedLinks {
  const elements = readElements(html.slice(0, MAX_PAGE_CHARACTERS));
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

/** Resolves a feed's address. Old pages write `feed:` in front of it. */
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

/** Parses a Link header (RFC 8288), such as `</feed.xml>; rel="alternate"; type="application/rss+xml"`. */
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

/** The start of a `<link>`, `<a>` or `<base>`, or of markup that hides such elements. */
const ELEMENT_START = /<(?:(link|base|a)(?=[\s/])([^<>]{0,4000})>|(!--)|(script|style)\b)/gi;
const HIDDEN_ENDS = [
  ['!--', '-->'],
  ['script', '</script'],
  ['style', '</style'],
] as const;

/** Elements in page order, without the contents of comments, scripts and styles. */
function readElements(html: string): Element[] {
  const found: Element[] = [];
  const lower = html.toLowerCase();
  let anchors = 0;
  ELEMENT_START.lastIndex = 0;
  for (let match = ELEMENT_START.exec(html); match; match = ELEMENT_START.exec(html)) {
    const [, name = '', inside = '', comment, hiding = ''] = match;
    const hidden = (comment ?? hiding).toLowerCase();
    if (hidden) {
      const end = HIDDEN_ENDS.find(([start]) => start === hidden)?.[1] ?? '-->';
      const at = lower.indexOf(end, ELEMENT_START.lastIndex);
      if (at < 0) break;
      ELEMENT_START.lastIndex = at;
      continue;
    }
    const isAnchor = name.toLowerCase() === 'a';
    if (isAnchor && ++anchors > MAX_ANCHORS) continue;
    const words = isAnchor ? wordsAfter(html, ELEMENT_START.lastIndex) : '';
    found.push({ name: name.toLowerCase(), attributes: readAttributes(inside), words });
  }
  return found;
}

/** The text of the anchor that begins at `start`, with the `alt` of its pictures. */
function wordsAfter(html: string, start: number): string {
  const inner = html.slice(start, start + 600).split(/<\/a\b/i)[0] ?? '';
  return decodeHTML(inner.replace(/<img\b[^>]*?\balt="([^"]*)"/gi, ' $1 <').replace(/<[^>]*>?/g, ' ')).trim();
}

const ATTRIBUTE_PATTERN = /([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g;

function readAttributes(inside: string): Map<string, string> {
  return new Map(
    [...inside.matchAll(ATTRIBUTE_PATTERN)].map(([, name = '', ...values]) => [
      name.toLowerCase(),
      decodeHTMLAttribute(values.find((value) => value !== undefined) ?? ''),
    ]),
  );
}
