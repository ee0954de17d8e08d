// Converts Reddit's Markdown to plain text and lists its URLs.
import { findUrls } from '../../base/url.js';

/** `[label](address "title")`; the address may contain one level of brackets. */
const MARKDOWN_LINK =
  /!?\[([^[\]\n]*)\]\( {0,3}<?([^()\s<>]*(?:\([^()\s]*\)[^()\s]*)*)>?(?: {1,3}"[^"\n]*")? {0,3}\)/g;

const NAMED_ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  hellip: '…',
  ndash: '–',
  mdash: '—',
};

/**
 * Converts Markdown to plain text. Links become their labels; lines and code are kept without fences. Drops what the writer struck out. Decodes entities
 * once and removes control and zero-width characters.
 */
export function plainMarkdown(markdown: string): string {
  const lines = cleanText(markdown).replace(MARKDOWN_LINK, '$1').split('\n');
  let code = false;
  const plain: string[] = [];
  for (const line of lines) {
    if (/^\s*(```|~~~)/.test(line)) code = !code;
    else if (code || /^ {4}(?!\s*(?:[*+-]|\d+\.)\s)/.test(line)) plain.push(line.trimEnd());
    else if (!isRule(line)) plain.push(plainLine(line));
  }
  return plain
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Whether the line is a horizontal rule or the line under a table's head. */
function isRule(line: string): boolean {
  const bare = line.replace(/\s+/g, '');
  return /^(?:\*{3,}|_{3,})$/.test(bare) || (/^[|:-]{3,}$/.test(bare) && bare.includes('-'));
}

function plainLine(line: string): string {
  return line
    .trim()
    .replace(/^(?:>!?\s?)+/, '')
    .replace(/^#{1,6}\s+/, '')
    .replace(/^[*+-]\s+/, '- ')
    .replace(/!<|>!/g, '')
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/(?<![\w*\\])\*([^*\s][^*]*)\*(?![\w*])/g, '$1')
    .replace(/(?<!\w)__([^_]+)__(?!\w)/g, '$1')
    .replace(/(?<![\w\\])_([^_\s][^_]*)_(?!\w)/g, '$1')
    .replace(/~~([^~]+)~~/g, '')
    .replace(/ {2,}/g, ' ')
    .replace(/`([^`]+)`/g, '$1')
    .replace(/\^\(([^()]*)\)/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+.!~|>^-])/g, '$1');
}

/** Lists every http(s) address in the Markdown, as written, in order. */
export function markdownUrls(markdown: string): string[] {
  const urls: string[] = [];
  const rest = decodeEntities(markdown).replace(MARKDOWN_LINK, (_, label: string, url: string) => {
    urls.push(url);
    return /^https?:/i.test(label) ? ' ' : label;
  });
  return [...urls, ...findUrls(rest)].map((url) => url.replace(/\\([_*~])/g, '$1'));
}

/** Cleans a text: decodes entities once, normalises line ends to `\n`, and removes control, zero-width and direction-changing characters. */
export function cleanText(text: string): string {
  return (
    decodeEntities(text)
      .replace(/\r\n?|[\u2028\u2029]/g, '\n')
      // Keeps the zero-width joiner, which emoji need.
      .replace(/(?![\n\t])\p{Cc}|(?!\u200d)\p{Cf}/gu, '')
  );
}

/** Decodes the entities that Reddit and its writers use: `&amp;`, `&#8217;`, `&#x200B;`. Leaves others unchanged. */
function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (name) return NAMED_ENTITIES[name.toLowerCase()] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '' : String.fromCodePoint(code);
  });
}
