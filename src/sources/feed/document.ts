// Prepares a feed's document for the parsers: detects its format and removes dangerous parts.

export type FeedFormat = 'rss' | 'atom' | 'rdf' | 'json';

export interface FeedDocument {
  text: string;
  format: FeedFormat;
  /** Namespace prefix of the root's name, with the colon; usually empty. */
  prefix: string;
}

/** Each tag or attribute costs a parser a microsecond or more. The longest real feeds have a tenth of this number. */
const MAX_TAGS = 250_000;
const MAX_BRACKETS = 500_000;
/** Maximum attributes of one element. A parser's time is quadratic in their number. */
const MAX_ATTRIBUTES = 1_000;
/** Attributes are counted only in tags of at least this many characters. */
const MIN_COUNTED_TAG_CHARACTERS = 4_000;

/** Entries beyond this number are not parsed: no site needs them, and they could be an attack. */
const MAX_PARSED_ENTRIES = 5_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes
const FORBIDDEN_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufeff\ufffe\uffff]/g;

/**
 * Opens a document: removes text before the root, characters forbidden in XML, and document types. Throws an Error with
 * a one-line message if it is not a feed.
 */
export function openDocument(decoded: string): FeedDocument {
  const clean = decoded.replace(FORBIDDEN_CHARACTER, '').trimStart();
  if (!clean) throw new Error('empty');
  if (clean.startsWith('{')) {
    if (!/jsonfeed\.org|"items"/i.test(clean)) throw new Error('not a feed');
    checkBrackets(clean);
    return { text: clean, format: 'json', prefix: '' };
  }
  const start = clean.search(/<[?!\w]/);
  const text = start < 0 ? '' : withoutDoctype(clean.slice(start));
  const shown = withoutLeadingComments(text);
  const [, prefix = '', name = ''] = /<([\w.-]+:)?(rss|feed|rdf|html)[\s>/]/i.exec(shown) ?? [];
  const root = name.toLowerCase();
  if (root === 'html' || /^<!doctype html/i.test(shown)) throw new Error('a web page, not a feed');
  if (root !== 'rss' && root !== 'rdf' && root !== 'feed') throw new Error('not a feed');
  const document: FeedDocument = { text, format: root === 'feed' ? 'atom' : root, prefix };
  const cut = cutToCount(document);
  checkTags(cut);
  return { ...document, text: cut };
}

/** Comments before the root may quote markup. */
function withoutLeadingComments(text: string): string {
  let at = 0;
  for (let found = /^\s*<(\?|!--)/.exec(text); found; found = /^\s*<(\?|!--)/.exec(text.slice(at))) {
    const close = found[1] === '?' ? '?>' : '-->';
    const end = text.indexOf(close, at);
    if (end < 0) break;
    at = end + close.length;
  }
  return text.slice(at);
}

/** Throws an Error for a document that would keep a parser busy. */
function checkTags(text: string): void {
  let tags = 0;
  let close = -1;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    if (text.startsWith('<![CDATA[', at)) {
      const end = text.indexOf(']]>', at);
      if (end < 0) return;
      at = end;
      continue;
    }
    if (++tags > MAX_TAGS) throw new Error(`more than ${MAX_TAGS.toLocaleString('en')} tags`);
    // Searched once per tag rather than once per bracket.
    if (close < at) close = indexOrEnd(text, '>', at);
    const end = Math.min(close, indexOrEnd(text, '<', at + 1));
    if (end - at > MIN_COUNTED_TAG_CHARACTERS && countOf('=', text, at, end) > MAX_ATTRIBUTES)
      throw new Error(`an element with more than ${MAX_ATTRIBUTES.toLocaleString('en')} attributes`);
  }
}

function indexOrEnd(text: string, character: string, from: number): number {
  const at = text.indexOf(character, from);
  return at < 0 ? text.length : at;
}

function checkBrackets(text: string): void {
  if (countOf('[', text, 0, text.length) + countOf('{', text, 0, text.length) > MAX_BRACKETS)
    throw new Error(`more than ${MAX_BRACKETS.toLocaleString('en')} lists and objects`);
}

function countOf(character: string, text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf(character, from); at >= 0 && at < to; at = text.indexOf(character, at + 1))
    count++;
  return count;
}

function cutToCount(document: FeedDocument): string {
  let count = 0;
  for (const start of document.text.matchAll(/<(?:[\w.-]{1,20}:)?(?:item|entry)[\s/>]/gi)) {
    if (++count > MAX_PARSED_ENTRIES) return document.text.slice(0, start.index) + closingTags(document);
  }
  return document.text;
}

/** Cuts a truncated document after its last complete entry and closes it; undefined if it has none. */
export function cutToWholeEntries(document: FeedDocument): string | undefined {
  const { text, format, prefix } = document;
  const end = Math.max(
    text.lastIndexOf('</item>'),
    text.lastIndexOf(`</${prefix}item>`),
    text.lastIndexOf(`</${prefix}entry>`),
  );
  if (format === 'json' || end < 0) return undefined;
  return text.slice(0, text.indexOf('>', end) + 1) + closingTags(document);
}

function closingTags({ format, prefix }: FeedDocument): string {
  if (format === 'atom') return `</${prefix}feed>`;
  return format === 'rdf' ? `</${prefix}RDF>` : `</${prefix}channel></${prefix}rss>`;
}

/** Removes the document type with its entity definitions, which are never expanded or fetched. */
function withoutDoctype(text: string): string {
  const start = text.search(/<!DOCTYPE(?!\s+html)/i);
  if (start < 0) return text;
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '[') depth++;
    else if (character === ']') depth--;
    else if (character === '>' && depth <= 0) return text.slice(0, start) + text.slice(at + 1);
  }
  return text.slice(0, start);
}
