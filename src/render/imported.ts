// Imported Markdown or HTML → sanitised HTML, each block with an anchor.
import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';
import { oneLine } from '../base/text.js';
import { parseHttpUrl } from '../base/url.js';

// marked takes quadratic time on some hostile texts; markdown-it is linear on them.
const markdown = new MarkdownIt({ html: true, linkify: false });
// Which links stay is decided once, for HTML too.
markdown.validateLink = () => true;

const BLOCKS = ['p', 'li', 'pre', 'blockquote', 'tr', 'dt', 'dd', 'figcaption'];
const HEADINGS = ['h2', 'h3', 'h4', 'h5', 'h6'];
const FRAME = ['ul', 'ol', 'dl', 'table', 'thead', 'tbody', 'th', 'td', 'hr', 'br', 'figure'];
const INLINE = ['a', 'b', 'strong', 'i', 'em', 's', 'del', 'sub', 'sup', 'code', 'kbd', 'mark'];
const NEEDS_ANCHOR = new RegExp(`<(${[...BLOCKS, ...HEADINGS].join('|')})>`, 'g');
const NO_TEXT = ['script', 'style', 'textarea', 'option', 'noscript', 'iframe', 'svg', 'form', 'title'];

export interface ImportedHtml {
  html: string;
  /** Links and pictures: those that lead somewhere, and relative ones without an origin to resolve them. */
  links: { kept: number; unresolved: number };
}

/** The HTML of `importHtml` alone. */
export function importedToHtml(text: string, format: 'markdown' | 'html', title = ''): string {
  return importHtml(text, format, { title }).html;
}

/**
 * Sections, lists, tables, quotations, code and http(s) or mailto links; scripts, styles, forms and frames go with
 * their content. A picture becomes a link to it, or the words of the link around it: our pages load nothing from
 * elsewhere. Relative addresses are resolved against `origin`. Headings get the anchors s1, s2 and so on, other blocks
 * b1, b2. A heading at the start that only repeats `title` is left out. The highest level is h2, since a page's h1 is
 * its title: where there are h1, all go down by one.
 */
export function importHtml(
  text: string,
  format: 'markdown' | 'html',
  { title = '', origin }: { title?: string; origin?: string } = {},
): ImportedHtml {
  const html = format === 'markdown' ? markdown.render(text) : text;
  const links = { kept: 0, unresolved: 0 };
  const linkTo = (href: string) => linkOf(href, origin, links);
  const clean = sanitizeHtml(html, {
    allowedTags: [...BLOCKS, 'h1', ...HEADINGS, ...FRAME, ...INLINE],
    allowedAttributes: { a: ['href', 'rel'], th: ['scope'] },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    nonTextTags: NO_TEXT,
    nestingLimit: 200,
    transformTags: {
      a: (tagName, { href = '' }) => ({ tagName, attribs: linkTo(href) }),
      img: (_, { src = '', alt = '' }) => ({
        tagName: 'a',
        attribs: linkTo(src),
        text: oneLine(alt) || 'Picture',
      }),
    },
  });
  return { html: addAnchors(belowTitle(withoutTitle(singleLinks(clean).trim(), title))), links };
}

function linkOf(
  href: string,
  origin: string | undefined,
  links: ImportedHtml['links'],
): Record<string, string> {
  const address = addressOf(href.trim(), origin);
  if (address) links.kept++;
  else if (href && !/^(?:#|[a-z][a-z0-9+.-]*:)/i.test(href)) links.unresolved++;
  return address ? { href: address, rel: 'noopener nofollow' } : {};
}

function addressOf(href: string, origin: string | undefined): string | undefined {
  if (/^mailto:[^\s]+$/i.test(href)) return href;
  const absolute = parseHttpUrl(href)?.href;
  if (absolute || !origin || !href || /^(?:#|[a-z][a-z0-9+.-]*:)/i.test(href)) return absolute;
  return URL.canParse(href, origin) ? parseHttpUrl(new URL(href, origin).href)?.href : undefined;
}

/** Removes links without target or text and links inside links: a picture in a link becomes the link's text. */
function singleLinks(html: string): string {
  const open: boolean[] = [];
  let within = false;
  const single = html.replace(/<a(?: [^>]*)?>|<\/a>/g, (tag) => {
    const opens = tag !== '</a>';
    const kept = opens ? tag !== '<a>' && !within : open.pop();
    if (opens) open.push(kept === true);
    if (kept) within = opens;
    return kept ? tag : '';
  });
  return single.replace(/<a [^>]*>\s*<\/a>/g, '');
}

function withoutTitle(html: string, title: string): string {
  const first = /^<(h[12])>([\s\S]*?)<\/\1>\s*/.exec(html);
  if (!first || !title) return html;
  const same = (text: string) => oneLine(text.replace(/<[^>]*>|&[#\w]+;|\P{L}/gu, '')).toLowerCase();
  return same(first[2] ?? '') === same(title) ? html.slice(first[0].length) : html;
}

function belowTitle(html: string): string {
  if (!html.includes('<h1>')) return html;
  return html.replace(
    /(<\/?h)([1-6])>/g,
    (_, tag: string, level: string) => `${tag}${Math.min(6, Number(level) + 1)}>`,
  );
}

// sanitize-html leaves no `<` in text and attributes, and no attributes on blocks.
function addAnchors(html: string): string {
  let blocks = 0;
  let sections = 0;
  return html.replace(NEEDS_ANCHOR, (_, tag: string) =>
    HEADINGS.includes(tag) ? `<${tag} id="s${++sections}">` : `<${tag} id="b${++blocks}">`,
  );
}

export interface Heading {
  id: string;
  title: string;
  /** The headings of the next level below it. */
  parts: Heading[];
}

/** The headings of what `importedToHtml` made, for a table of contents: of the highest level that has more than one. */
export function headingsOf(html: string): Heading[] {
  const all = [...html.matchAll(/<(h[2-6]) id="(s\d+)">([\s\S]*?)<\/\1>/g)]
    .map(([, level = '', id = '', inner = '']) => ({ level, id, title: oneLine(toText(inner)) }))
    .filter(({ title }) => title);
  const levels = HEADINGS.filter((level) => all.some((heading) => heading.level === level));
  const top = levels.findIndex((level) => all.filter((heading) => heading.level === level).length > 1);
  const listed: Heading[] = [];
  for (const { level, id, title } of all) {
    if (level === levels[top]) listed.push({ id, title, parts: [] });
    else if (level === levels[top + 1]) listed.at(-1)?.parts.push({ id, title, parts: [] });
  }
  return listed;
}

/** The words of what `importedToHtml` made. */
export function toText(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');
}
