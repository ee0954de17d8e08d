// Converts imported Markdown or HTML to sanitised HTML with an anchor for each block.
import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';
import { oneLine } from '../base/text.js';
import { parseHttpUrl } from '../base/url.js';

// marked takes quadratic time on some hostile texts; markdown-it is linear on them.
const markdown = new MarkdownIt({ html: true, linkify: false });
// The sanitiser handles links once, for HTML and Markdown.
markdown.validateLink = () => true;
markdown.normalizeLink = (href) => href;
markdown.normalizeLinkText = (text) => text;

const BLOCK_TAGS = ['p', 'li', 'pre', 'blockquote', 'tr', 'dt', 'dd', 'figcaption'];
const HEADING_TAGS = ['h2', 'h3', 'h4', 'h5', 'h6'];
const STRUCTURE_TAGS = ['ul', 'ol', 'dl', 'table', 'thead', 'tbody', 'th', 'td', 'hr', 'br', 'figure'];
const INLINE_TAGS = ['a', 'b', 'strong', 'i', 'em', 's', 'del', 'sub', 'sup', 'code', 'kbd', 'mark'];
/** Containers that separate texts; text directly in them becomes a paragraph. */
const CONTAINER_TAGS =
  'div section article main header footer aside center address details summary nav fieldset body html'.split(
    ' ',
  );
const NO_TEXT = ['script', 'style', 'textarea', 'option', 'noscript', 'iframe', 'svg', 'form', 'title'];

export interface ImportedHtml {
  html: string;
  /** Counts links and pictures with a target, and relative ones that no origin resolves. */
  links: LinkCounts;
  /** The pictures among them. */
  images: LinkCounts;
}

interface LinkCounts {
  kept: number;
  unresolved: number;
}

/** Whether readers of the page or of the mail did not see the element, or it only asked them to subscribe. */
function isHidden({ hidden, style = '', class: classes = '' }: sanitizeHtml.Attributes): boolean {
  if (hidden !== undefined && hidden !== 'until-found') return true;
  if (/(?:^|;)\s*(?:display:\s*none|visibility:\s*hidden)/i.test(style)) return true;
  return /(?:^|\s)(?:kg-email(?:-cta)?-card|kg-signup-card|subscription-widget(?:-wrap)?(?:-editor)?|paywall-cta)(?:\s|$)/.test(
    classes,
  );
}

/** Like `importHtml`, but returns only the HTML. */
export function importedToHtml(text: string, format: 'markdown' | 'html', title = ''): string {
  return importHtml(text, format, { title }).html;
}

/**
 * Keeps sections, lists, tables, quotations, code and http(s) or mailto links. Removes scripts, styles, forms and
 * frames with their content. A picture becomes a link to it, or the text of the link around it, because our pages load
 * nothing from other sites. Relative addresses are resolved against `origin`. Headings get the anchors s1, s2 and so
 * on, other blocks b1, b2. A first heading that only repeats `title` is removed. If there are h1 headings, all headings
 * move down one level, because a page's h1 is its title. Throws an Error for unclosed elements nested too deeply and
 * for Markdown with too many lines.
 */
export function importHtml(
  text: string,
  format: 'markdown' | 'html',
  { title = '', origin }: { title?: string; origin?: string } = {},
): ImportedHtml {
  if (format === 'markdown' && countLines(text) > MAX_LINES)
    throw new Error(`it has more than ${MAX_LINES.toLocaleString('en')} lines`);
  const html = format === 'markdown' ? markdown.render(text) : text;
  // Markdown without HTML tags is always well-formed.
  if ((format === 'html' || /<[a-z/]/i.test(text)) && isNestedTooDeep(html))
    throw new Error(`its HTML nests more than ${MAX_NESTING} elements`);
  const links = { kept: 0, unresolved: 0 };
  const images = { kept: 0, unresolved: 0 };
  const clean = sanitizeHtml(html, {
    allowedTags: [...BLOCK_TAGS, 'h1', ...HEADING_TAGS, ...STRUCTURE_TAGS, ...INLINE_TAGS, 'div'],
    allowedAttributes: { a: ['href', 'rel'], th: ['scope'] },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    nonTextTags: NO_TEXT,
    nestingLimit: 200,
    transformTags: {
      ...Object.fromEntries(CONTAINER_TAGS.map((tag) => [tag, 'div'])),
      a: (tagName, { href }) => ({
        tagName,
        attribs: href === undefined ? {} : linkTo(href, origin, [links]),
      }),
      img: (_, attributes) => pictureOf(attributes, origin, [links, images]),
      '*': (tagName, attribs) =>
        isHidden(attribs) ? { tagName: 'noscript', attribs: {} } : { tagName, attribs },
    },
  });
  return { html: arrangeBlocks(withoutTitle(clean, title)), links, images };
}

/** Each line may be a block, and blocks take most of the time. Real issues have a few thousand lines. */
const MAX_LINES = 50_000;

function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

const MAX_NESTING = 2_000;
const ANY_TAG = /<(\/?)([a-z][^\s/>]*)/gi;
/** Elements without an end tag, and those that the next one of their kind ends. */
const NOT_NESTED = new Set(
  'area base br col embed hr img input link meta param source track wbr p li td th tr dt dd option'.split(
    ' ',
  ),
);

/** The parser takes quadratic time on elements that never end. An end tag without a start tag ends nothing. */
function isNestedTooDeep(html: string): boolean {
  const open = new Map<string, number>();
  let depth = 0;
  for (const [, slash, name = ''] of html.matchAll(ANY_TAG)) {
    const tag = name.toLowerCase();
    const count = open.get(tag) ?? 0;
    if (NOT_NESTED.has(tag) || (slash && count === 0)) continue;
    const change = slash ? -1 : 1;
    open.set(tag, count + change);
    depth += change;
    if (depth > MAX_NESTING) return true;
  }
  return false;
}

/** A picture of one pixel only reports that a mail was opened. */
function pictureOf(attributes: Record<string, string>, origin: string | undefined, counts: LinkCounts[]) {
  const { width = '', height = '', alt = '' } = attributes;
  if (/^[01](?:px)?$/.test(width.trim()) || /^[01](?:px)?$/.test(height.trim()))
    return { tagName: 'a', attribs: {} };
  const inline = /^data:/i.test(attributes.src ?? '');
  const address = (inline ? undefined : attributes.src) || attributes['data-src'] || attributes.src || '';
  return { tagName: 'a', attribs: linkTo(address, origin, counts), text: oneLine(alt) || 'Picture' };
}

function linkTo(written: string, origin: string | undefined, counts: LinkCounts[]): Record<string, string> {
  const href = withoutPlaceholder(written.trim());
  const address = addressOf(href, origin);
  if (address) for (const count of counts) count.kept++;
  else if (!/^(?:#|[a-z][a-z0-9+.-]*:)/i.test(href)) for (const count of counts) count.unresolved++;
  return address ? { href: address, rel: 'noopener nofollow' } : {};
}

/** Pelican's `{static}/a.png` is a path. Mailing placeholders (`%%url%%`, `*|URL|*`) have no target. */
function withoutPlaceholder(href: string): string {
  const path = href.replace(/^(?:\{|%7B|\||%7C)(?:filename|static|attach|index)(?:\}|%7D|\||%7C)/i, '');
  return /(?:%|%25){2}\w+(?:%|%25){2}|\*(?:\||%7C)|\{[{%]|%7B(?:%7B|%25|%)/i.test(path) ? '#' : path;
}

function addressOf(href: string, origin: string | undefined): string | undefined {
  if (/^mailto:[^\s]+$/i.test(href)) return href;
  const absolute = parseHttpUrl(href.startsWith('//') ? `https:${href}` : href)?.href;
  if (absolute || !origin || !href || /^(?:#|[a-z][a-z0-9+.-]*:)/i.test(href)) return absolute;
  return URL.canParse(href, origin) ? parseHttpUrl(new URL(href, origin).href)?.href : undefined;
}

const HTML_PIECE = /<(\/?)([a-z][a-z0-9]*)[^>]*>|[^<]+/g;
const FRAME_TAGS = new Set([
  ...BLOCK_TAGS,
  'h1',
  ...HEADING_TAGS,
  ...STRUCTURE_TAGS.filter((tag) => tag !== 'br'),
]);
const ANCHORED_TAGS = new Set([...BLOCK_TAGS, ...HEADING_TAGS]);

/**
 * Processes the sanitiser's output (no `<` in text and attributes, no attributes on blocks) in one pass. Blocks get
 * anchors, and headings go below the page's title. Text outside blocks becomes a paragraph, so that search finds it and
 * links work. Removes containers, links without target or text, and links inside links; a picture in a link becomes the
 * link's text.
 */
function arrangeBlocks(html: string): string {
  const parts: string[] = [];
  const lower = html.includes('<h1>') ? 1 : 0;
  const count = { s: 0, b: 0 };
  const anchored = (tag: string) => {
    const kind = HEADING_TAGS.includes(tag) ? 's' : 'b';
    return `<${tag} id="${kind}${++count[kind]}">`;
  };
  let loose: string[] = [];
  let depth = 0;
  const flush = () => {
    if (loose.length === 0) return;
    const text = loose.join('');
    const isText = text.replace(/<[^>]*>/g, '').trim() !== '';
    parts.push(isText ? `${anchored('p')}${text.trim()}</p>` : text.replace(/<br \/>/g, ''));
    loose = [];
  };
  const openLinks: boolean[] = [];
  let isInLink = false;
  /** A link that has no text so far. */
  let bareLink = '';
  for (const [piece, slash, tag] of html.matchAll(HTML_PIECE)) {
    if (tag === 'a') {
      const isKept = slash ? openLinks.pop() : piece !== '<a>' && !isInLink;
      if (!slash) openLinks.push(isKept === true);
      if (!isKept) continue;
      isInLink = !slash;
      if (slash && !bareLink) (depth === 0 ? loose : parts).push(piece);
      bareLink = slash ? '' : piece;
      continue;
    }
    if (bareLink) {
      if (tag === undefined && piece.trim() === '') {
        bareLink += piece;
        continue;
      }
      (depth === 0 ? loose : parts).push(bareLink);
      bareLink = '';
    }
    if (tag === 'div' && depth > 0) parts.push(slash ? ' ' : '');
    else if (tag === 'div') flush();
    else if (tag !== undefined && FRAME_TAGS.has(tag)) {
      if (depth === 0) flush();
      if (tag !== 'hr') depth += slash ? -1 : 1;
      const level = lower && /^h\d$/.test(tag) ? `h${Math.min(6, Number(tag[1]) + lower)}` : tag;
      if (slash) parts.push(`</${level}>`);
      else parts.push(ANCHORED_TAGS.has(level) ? anchored(level) : piece);
    } else (depth === 0 ? loose : parts).push(piece);
  }
  flush();
  return parts.join('').trim();
}

/** Removes a first heading that repeats the title, if only containers and empty links precede it. */
function withoutTitle(html: string, title: string): string {
  const first = /^((?:\s|<div>|<\/div>|<\/?a>|<hr \/>)*)<(h[1-4])>([\s\S]*?)<\/\2>\s*/.exec(html);
  if (!first || !title) return html;
  const same = (text: string) => oneLine(text.replace(/<[^>]*>|&[#\w]+;|\P{L}/gu, '')).toLowerCase();
  if (same(first[3] ?? '') !== same(title)) return html;
  return `${(first[1] ?? '').replace(/<hr \/>/g, '')}${html.slice(first[0].length)}`;
}

export interface Heading {
  id: string;
  title: string;
  /** The headings of the next level below it. */
  parts: Heading[];
}

/** The headings of `importedToHtml`'s output for a table of contents: those of the highest level with more than one. */
export function headingsOf(html: string): Heading[] {
  const all = [...html.matchAll(/<(h[2-6]) id="(s\d+)">([\s\S]*?)<\/\1>/g)]
    .map(([, level = '', id = '', inner = '']) => ({ level, id, title: oneLine(toText(inner)) }))
    .filter(({ title }) => title);
  const levels = HEADING_TAGS.filter((level) => all.some((heading) => heading.level === level));
  const top = levels.findIndex((level) => all.filter((heading) => heading.level === level).length > 1);
  const listed: Heading[] = [];
  for (const { level, id, title } of all) {
    if (level === levels[top]) listed.push({ id, title, parts: [] });
    else if (level === levels[top + 1]) listed.at(-1)?.parts.push({ id, title, parts: [] });
  }
  return listed;
}

/** The text of `importedToHtml`'s output. */
export function toText(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');
}
