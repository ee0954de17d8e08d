// Reddit's Markdown → plain text, and the addresses that stand in it.
import { findUrls } from '../../base/url.js';

/** `[label](address "title")`; one level of brackets inside an address is its own. */
const LINK =
  /!?\[([^[\]\n]*)\]\( {0,3}<?([^()\s<>]*(?:\([^()\s]*\)[^()\s]*)*)>?(?: {1,3}"[^"\n]*")? {0,3}\)/g;

const NAMED: Record<string, string> = {
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
 * Readable plain text: marks gone, words kept. Links become their labels, lines stay lines, code stays code but
 * for its fences. Entities are decoded once; control and zero-width characters go.
 */
export function plainMarkdown(markdown: string): string {
  const lines = cleanText(markdown).replace(LINK, '$1').split('\n');
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

/** A horizontal rule, or the line under a table's head. */
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
    .replace(/~~([^~]+)~~/g, '$1')
    .replace(/`([^`]+)`/g, '$1')
    .replace(/\^\(([^()]*)\)/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+.!~|>^-])/g, '$1');
}

/** Every http(s) address that the Markdown points at, as written, in order. */
export function markdownUrls(markdown: string): string[] {
  const urls: string[] = [];
  const rest = decodeEntities(markdown).replace(LINK, (_, label: string, url: string) => {
    urls.push(url);
    return /^https?:/i.test(label) ? ' ' : label;
  });
  return [...urls, ...findUrls(rest)].map((url) => url.replace(/\\([_*~])/g, '$1'));
}

/** Entities decoded once, line ends as `\n`, no control, zero-width or direction-changing characters. */
export function cleanText(text: string): string {
  return (
    decodeEntities(text)
      .replace(/\r\n?|[\u2028\u2029]/g, '\n')
      // The zero-width joiner stays: emoji are made with it.
      .replace(/(?![\n\t])\p{Cc}|(?!\u200d)\p{Cf}/gu, '')
  );
}

/** `&amp;`, `&#8217;`, `&#x200B;`: what Reddit and its writers use; anything else stays as it is. */
function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (name) return NAMED[name.toLowerCase()] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '' : String.fromCodePoint(code);
  });
}
