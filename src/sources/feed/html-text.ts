// Converts untrusted HTML to plain text and collects its links and media.

import { compile, type DomNode, type FormatCallback, type HtmlToTextOptions } from 'html-to-text';
import iconv from 'iconv-lite';
import { findUrls } from '../../base/url.js';
import type { Media } from '../../model.js';
import type { WrittenText } from './raw-feed.js';

/** Links and media found in the text, with addresses as written. */
export interface FoundInHtml {
  links: string[];
  media: Media[];
}

/** Maximum characters read of one text. */
const MAX_TEXT_CHARACTERS = 200_000;
/** Maximum nesting depth. The HTML parser's time is quadratic in it. */
const MAX_NESTING_DEPTH = 1_000;

function foundBy(builder: object): FoundInHtml {
  return (builder as { metadata: FoundInHtml }).metadata;
}

const anchor: FormatCallback = (element, walk, builder) => {
  if (element.attribs?.href) foundBy(builder).links.push(element.attribs.href);
  walk(element.children, builder);
};

const collectMedia =
  (type: Media['type']): FormatCallback =>
  (element, walk, builder) => {
    const { src, alt, width, height } = element.attribs ?? {};
    // Pictures of one pixel are trackers.
    if (src && Number(width ?? 9) > 1 && Number(height ?? 9) > 1)
      foundBy(builder).media.push({ type, url: src, ...(alt?.trim() ? { alt: toOneLine(alt) } : {}) });
    if (type !== 'image') walk(element.children, builder);
  };

const PLAIN_SIGNS = '0123456789+-−';
const RAISED_SIGNS = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻';
const LOWERED_SIGNS = '₀₁₂₃₄₅₆₇₈₉₊₋₋';

/** Writes exponents, note numbers and bases with their own digits: otherwise, 10<sup>3</sup> would read 103. */
const shiftDigits =
  (signs: string): FormatCallback =>
  (element, walk, builder) => {
    const digits = /^\s*([-−+]?\d{1,4})\s*$/.exec(textIn(element))?.[1];
    if (digits === undefined) walk(element.children, builder);
    else builder.addInline([...digits].map((each) => signs[PLAIN_SIGNS.indexOf(each)]).join(''), {});
  };

/** The text of a short element, such as a note's number in a link. */
function textIn({ data, children = [] }: DomNode, depth = 0): string {
  if (depth > 3) return '';
  return (
    data ??
    children
      .slice(0, 5)
      .map((child) => textIn(child, depth + 1))
      .join('')
  );
}

const BLOCK_BREAKS = { leadingLineBreaks: 1, trailingLineBreaks: 1 };
const PARAGRAPH_BREAKS = { leadingLineBreaks: 2, trailingLineBreaks: 2 };

const TEXT_OPTIONS: HtmlToTextOptions = {
  wordwrap: false,
  limits: { maxDepth: 60 },
  formatters: {
    anchor,
    image: collectMedia('image'),
    video: collectMedia('video'),
    audio: collectMedia('audio'),
    raise: shiftDigits(RAISED_SIGNS),
    lower: shiftDigits(LOWERED_SIGNS),
  },
  selectors: [
    { selector: '*', format: 'inline' },
    { selector: 'a', format: 'anchor' },
    { selector: 'img', format: 'image' },
    { selector: 'video', format: 'video' },
    { selector: 'audio', format: 'audio' },
    { selector: 'sup', format: 'raise' },
    { selector: 'sub', format: 'lower' },
    { selector: 'hr', format: 'block', options: BLOCK_BREAKS },
    { selector: 'ul', options: { itemPrefix: '- ', ...BLOCK_BREAKS } },
    { selector: 'ol', options: BLOCK_BREAKS },
    { selector: 'pre', options: PARAGRAPH_BREAKS },
    { selector: 'blockquote', options: PARAGRAPH_BREAKS, format: 'block' },
    { selector: 'tr', format: 'block', options: BLOCK_BREAKS },
    ...['td', 'th'].map((selector) => ({ selector, format: 'inlineSurround', options: { suffix: ' ' } })),
    ...['dt', 'dd', 'figcaption'].map((selector) => ({ selector, format: 'block', options: BLOCK_BREAKS })),
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
      selector,
      options: { uppercase: false, ...PARAGRAPH_BREAKS },
    })),
    ...['script', 'style', 'noscript', 'template', 'iframe', 'svg', 'head', 'button', 'form'].map(
      (selector) => ({
        selector,
        format: 'skip',
      }),
    ),
  ],
};

/** Struck out by the writer, hidden on the page, or Mastodon's link to the post that a post quotes. */
const UNSAID_PARTS = [
  's',
  'del',
  'strike',
  '[hidden]',
  '[style*="display:none"]',
  '[style*="display: none"]',
  '.quote-inline',
];

// The published types lack the second parameter, which formatters see as `builder.metadata`.
type Convert = (html: string, found: FoundInHtml) => string;
const convertTitle = compile(TEXT_OPTIONS) as Convert;
const convertText = compile({
  ...TEXT_OPTIONS,
  selectors: [
    ...(TEXT_OPTIONS.selectors ?? []),
    ...UNSAID_PARTS.map((selector) => ({ selector, format: 'skip' })),
  ],
}) as Convert;

/** Converts a text to plain text with line breaks between blocks. Adds links and media to `found`. */
export function readText(written: WrittenText, found: FoundInHtml): string {
  const value = written.value.slice(0, MAX_TEXT_CHARACTERS);
  const text = normalizeWhitespace(
    written.form === 'plain' ? value : convertText(withParagraphs(cutAtDepth(value)), found),
  );
  // If there are anchors, addresses in the text are their labels, often truncated.
  if (found.links.length === 0) found.links.push(...findUrls(text));
  return text;
}

/** Turns blank lines into paragraphs if the HTML has no blocks. */
function withParagraphs(html: string): string {
  const blocks = /<(p|br|div|li|tr|h\d|blockquote|pre)\b/i.test(html);
  return blocks ? html : html.replace(/\r?\n[ \t]*\r?\n/g, '<br><br>');
}

/** Tags that nest; other tags close themselves or end at the next one. */
const NESTING_TAG =
  /<(\/?)(?!\/?(?:area|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|source|td|th|tr|wbr)\b)[a-z]/gi;

function cutAtDepth(html: string): string {
  let depth = 0;
  for (const tag of html.matchAll(NESTING_TAG)) {
    depth = tag[1] ? Math.max(0, depth - 1) : depth + 1;
    if (depth > MAX_NESTING_DEPTH) return html.slice(0, tag.index);
  }
  return html;
}

/** Markup allowed in titles. Other names in angle brackets (`Vec<T>`) are text. */
const TITLE_TAG =
  /<(?!\/?(?:a|abbr|b|big|br|cite|code|del|div|em|font|h\d|i|img|ins|mark|p|q|s|small|span|strong|sub|sup|tt|u|wbr)(?:\s[^<>]*)?\/?>)/gi;

/** A title on one line, without markup and entities. */
export function readTitle(text: WrittenText | undefined): string {
  if (!text) return '';
  const value = text.value.slice(0, 2_000);
  if (text.form === 'plain') return toOneLine(value);
  return toOneLine(
    convertTitle(text.form === 'html' ? value : value.replace(TITLE_TAG, '&lt;'), { links: [], media: [] }),
  );
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes
const BLANK_RUN = /[\s\u0000-\u001f\u007f\u200b\u2060\ufeff]+/g;

/** Decodes characters 128–159 as windows-1252, like HTML: `&#146;` is an apostrophe. */
function fromWindows1252(control: string): string {
  const character = iconv.decode(Buffer.from(control, 'latin1'), 'windows-1252');
  return character === '\ufffd' ? control : character;
}

function toOneLine(text: string): string {
  return (
    text
      .replace(/[\u0080-\u009f]/g, fromWindows1252)
      .replace(BLANK_RUN, ' ')
      .replaceAll('\u00ad', '')
      // A lone surrogate is not a character: databases and mailers reject it.
      .replace(/\p{Surrogate}/gu, '\ufffd')
      .trim()
  );
}

function normalizeWhitespace(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map(toOneLine)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
