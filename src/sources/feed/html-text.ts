// HTML of strangers → plain text, and the links and media that stand in it.

import { compile, type FormatCallback, type HtmlToTextOptions } from 'html-to-text';
import iconv from 'iconv-lite';
import { findUrls } from '../../base/url.js';
import type { Media } from '../../model.js';
import type { WrittenText } from './raw-feed.js';

/** What came along while the text was read; addresses as written. */
export interface FoundInHtml {
  links: string[];
  media: Media[];
}

/** The most that is read of one text, in characters. */
const MAX_LENGTH = 200_000;
/** Open elements within each other. The HTML parser's time is quadratic in them. */
const MAX_DEPTH = 1_000;

function foundBy(builder: object): FoundInHtml {
  return (builder as { metadata: FoundInHtml }).metadata;
}

const anchor: FormatCallback = (element, walk, builder) => {
  if (element.attribs?.href) foundBy(builder).links.push(element.attribs.href);
  walk(element.children, builder);
};

const medium =
  (type: Media['type']): FormatCallback =>
  (element, walk, builder) => {
    const { src, alt, width, height } = element.attribs ?? {};
    // Pictures of one pixel count readers.
    if (src && Number(width ?? 9) > 1 && Number(height ?? 9) > 1)
      foundBy(builder).media.push({ type, url: src, ...(alt?.trim() ? { alt: line(alt) } : {}) });
    if (type !== 'image') walk(element.children, builder);
  };

const BLOCK = { leadingLineBreaks: 1, trailingLineBreaks: 1 };
const PARAGRAPH = { leadingLineBreaks: 2, trailingLineBreaks: 2 };

const OPTIONS: HtmlToTextOptions = {
  wordwrap: false,
  limits: { maxDepth: 60 },
  formatters: { anchor, image: medium('image'), video: medium('video'), audio: medium('audio') },
  selectors: [
    { selector: '*', format: 'inline' },
    { selector: 'a', format: 'anchor' },
    { selector: 'img', format: 'image' },
    { selector: 'video', format: 'video' },
    { selector: 'audio', format: 'audio' },
    { selector: 'hr', format: 'block', options: BLOCK },
    { selector: 'ul', options: { itemPrefix: '- ', ...BLOCK } },
    { selector: 'ol', options: BLOCK },
    { selector: 'pre', options: PARAGRAPH },
    { selector: 'blockquote', options: PARAGRAPH, format: 'block' },
    { selector: 'tr', format: 'block', options: BLOCK },
    ...['td', 'th'].map((selector) => ({ selector, format: 'inlineSurround', options: { suffix: ' ' } })),
    ...['dt', 'dd', 'figcaption'].map((selector) => ({ selector, format: 'block', options: BLOCK })),
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
      selector,
      options: { uppercase: false, ...PARAGRAPH },
    })),
    ...['script', 'style', 'noscript', 'template', 'iframe', 'svg', 'head', 'button', 'form'].map(
      (selector) => ({
        selector,
        format: 'skip',
      }),
    ),
  ],
};

// The published types leave out the second parameter, which formatters see as `builder.metadata`.
const convert = compile(OPTIONS) as (html: string, found: FoundInHtml) => string;

/** Plain text with block structure as line breaks. Links and media are added to `found`. */
export function readText(written: WrittenText, found: FoundInHtml): string {
  const value = written.value.slice(0, MAX_LENGTH);
  const text = tidy(written.form === 'plain' ? value : convert(withParagraphs(cutAtDepth(value)), found));
  // With anchors, the addresses in the text are what the anchors show: often shortened.
  if (found.links.length === 0) found.links.push(...findUrls(text));
  return text;
}

/** Without any block the blank lines are the paragraphs. */
function withParagraphs(html: string): string {
  const blocks = /<(p|br|div|li|tr|h\d|blockquote|pre)\b/i.test(html);
  return blocks ? html : html.replace(/\r?\n[ \t]*\r?\n/g, '<br><br>');
}

/** Tags that nest; the others close by themselves or by the next one. */
const NESTING_TAG =
  /<(\/?)(?!\/?(?:area|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|source|td|th|tr|wbr)\b)[a-z]/gi;

function cutAtDepth(html: string): string {
  let depth = 0;
  for (const tag of html.matchAll(NESTING_TAG)) {
    depth = tag[1] ? Math.max(0, depth - 1) : depth + 1;
    if (depth > MAX_DEPTH) return html.slice(0, tag.index);
  }
  return html;
}

/** Markup that titles carry. Other names in angle brackets (`Vec<T>`) are the title's own words. */
const TITLE_TAG =
  /<(?!\/?(?:a|abbr|b|big|br|cite|code|del|div|em|font|h\d|i|img|ins|mark|p|q|s|small|span|strong|sub|sup|tt|u|wbr)(?:\s[^<>]*)?\/?>)/gi;

/** A title on one line, without markup and entities. */
export function readTitle(text: WrittenText | undefined): string {
  if (!text) return '';
  const value = text.value.slice(0, 2_000);
  if (text.form === 'plain') return line(value);
  return line(
    convert(text.form === 'html' ? value : value.replace(TITLE_TAG, '&lt;'), { links: [], media: [] }),
  );
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes
const BLANK = /[\s\u0000-\u001f\u007f\u200b\u2060\ufeff]+/g;

/** Characters 128–159 are meant as windows-1252, as in HTML: `&#146;` is an apostrophe. */
function fromWindows1252(control: string): string {
  const character = iconv.decode(Buffer.from(control, 'latin1'), 'windows-1252');
  return character === '\ufffd' ? control : character;
}

function line(text: string): string {
  return (
    text
      .replace(/[\u0080-\u009f]/g, fromWindows1252)
      .replace(BLANK, ' ')
      // A lone surrogate is not a character: databases and mailers reject it.
      .replace(/\p{Surrogate}/gu, '\ufffd')
      .trim()
  );
}

function tidy(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map(line)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
