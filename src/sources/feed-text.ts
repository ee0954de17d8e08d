// HTML of strangers → plain text, and the links and media that stand in it.
import { compile, type FormatCallback, type HtmlToTextOptions } from 'html-to-text';
import type { Media } from '../model.js';
import { oneLine } from '../text.js';
import { findUrls } from '../url.js';
import type { WrittenText } from './written-feed.js';

/** What came along while the text was read; addresses as written. */
export interface FoundInHtml {
  links: string[];
  media: Media[];
}

/** The most markup that is read of one text, in characters. */
const MAX_HTML = 400_000;

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
      foundBy(builder).media.push({ type, url: src, ...(alt?.trim() ? { alt: oneLine(alt) } : {}) });
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
    { selector: 'figcaption', format: 'block', options: BLOCK },
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
export function readText(text: WrittenText, found: FoundInHtml): string {
  if (text.form === 'plain') {
    found.links.push(...findUrls(text.value));
    return tidy(text.value);
  }
  const html = text.value.slice(0, MAX_HTML);
  // Without any block the blank lines are the paragraphs.
  const blocks = /<(p|br|div|li|tr|h\d|blockquote|pre)\b/i.test(html);
  return tidy(convert(blocks ? html : html.replace(/\r?\n[ \t]*\r?\n/g, '<br><br>'), found));
}

/** Markup that titles carry. Other names in angle brackets (`Vec<T>`) are the title's own words. */
const TITLE_TAG =
  /<(?!\/?(?:a|abbr|b|big|br|cite|code|del|div|em|font|h\d|i|img|ins|mark|p|q|s|small|span|strong|sub|sup|tt|u|wbr)(?:\s[^<>]*)?\/?>)/gi;

/** A title on one line, without markup and entities. */
export function readTitle(text: WrittenText | undefined): string {
  if (!text) return '';
  const value = text.value.slice(0, 2_000);
  if (text.form === 'plain') return oneLine(value);
  return oneLine(
    convert(text.form === 'html' ? value : value.replace(TITLE_TAG, '&lt;'), { links: [], media: [] }),
  );
}

function tidy(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => oneLine(line))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
