// Finds quotations, handles and subreddits in a text, and markup, which it must not contain.

export interface Quotation {
  /** With its marks. */
  raw: string;
  start: number;
  end: number;
  /** The parts that the post must contain literally, in this order. Ellipses and [insertions] separate them. */
  pieces: string[];
}

const CLOSING: Record<string, string> = {
  '\u201c': '\u201d"',
  '\u201e': '\u201c\u201d"',
  '"': '"\u201d',
  '\u00ab': '\u00bb',
  '\u00bb': '\u00ab',
  '\u2039': '\u203a',
  '\u300c': '\u300d',
  '\u300e': '\u300f',
};
/** Quotations in single marks. Apostrophes and `'90s` are not quotation marks; `'don't'` is one quotation. */
const SINGLE =
  /(?<![\p{L}\p{N}])['\u2018](?!\d\ds\b)(?=\S)((?:[^'\u2018\u2019]|['\u2019](?=[\p{L}\p{N}]))*)['\u2019](?![\p{L}\p{N}])/gu;

const isWordCharacter = (character: string | undefined) =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character);

/** Returns the form in which quotations are compared: lower case, without quotation marks, emphasis and extra spaces. */
export function foldQuotation(text: string): string {
  return text
    .toLowerCase()
    .replace(/["'\u2018-\u201f\u00ab\u00bb\u2039\u203a\u300c-\u300f*`]/g, '')
    .replace(/(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?-+ ?/g, '-')
    .replace(/ (?=[.,;:!?])/g, '');
}

/** Splits a quotation at ellipses and [insertions] into its folded pieces. */
function piecesOf(content: string): string[] {
  return content
    .split(/\[[^\]]*\]|\(?\.{2,}\)?/)
    .map((piece) => foldQuotation(piece).replace(/^[\s.,;:!?-]+|[\s.,;:!?-]+$/g, ''))
    .filter(Boolean);
}

/** Returns the outermost quotations in a plain text. One without a closing mark extends to the end of the text. */
export function findQuotations(text: string): Quotation[] {
  const found: Quotation[] = [];
  for (let i = 0; i < text.length; i++) {
    const closing = CLOSING[text[i] ?? ''];
    // 13" is a length, and a mark before a space is not an opening one.
    if (!closing || (text[i] === '"' && isWordCharacter(text[i - 1])) || text[i + 1] === ' ') continue;
    if (text[i] === '\u00bb' && !text.includes('\u00ab', i)) continue;
    let end = i + 1;
    while (end < text.length && !closing.includes(text[end] ?? '')) end++;
    const raw = text.slice(i, end + 1);
    found.push({
      raw,
      start: i,
      end: Math.min(end + 1, text.length),
      pieces: piecesOf(text.slice(i + 1, end)),
    });
    i = end;
  }
  for (const match of text.matchAll(SINGLE)) {
    const start = match.index;
    const end = start + match[0].length;
    if (found.some((quotation) => start < quotation.end && quotation.start < end)) continue;
    found.push({ raw: match[0], start, end, pieces: piecesOf(match[1] ?? '') });
  }
  return found.filter(({ pieces }) => pieces.length > 0).sort((a, b) => a.start - b.start);
}

/** Whether the folded text contains all pieces as whole words, in the same order. */
export function containsQuotation(pieces: string[], folded: string): boolean {
  let from = 0;
  for (const piece of pieces) {
    let at = folded.indexOf(piece, from);
    while (at >= 0 && !isWhole(folded, at, at + piece.length)) at = folded.indexOf(piece, at + 1);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return true;
}

/** Whether a range of a text cuts no word or number in two, and separates no number from its sign. */
function isWhole(text: string, start: number, end: number): boolean {
  const cut = (left: number) =>
    (isWordCharacter(text[left - 1]) && isWordCharacter(text[left])) ||
    (/\d/.test(text[left - 1] ?? '') && /^[.,]\d/.test(text.slice(left, left + 2))) ||
    (/\d[.,]$/.test(text.slice(Math.max(0, left - 2), left)) && /\d/.test(text[left] ?? ''));
  // "78.5" does not quote "78.5%", and "20" does not quote "$20".
  const bared =
    /^%/.test(text.slice(end)) || (/[$€£]$/.test(text.slice(0, start)) && /^\d/.test(text.slice(start)));
  return !cut(start) && !cut(end) && !bared;
}

export interface HandleMention {
  kind: 'handle' | 'subreddit';
  /** As written: `@karpathy`, `u/name`, `r/LocalLLaMA`. */
  raw: string;
  /** Lower case, without prefix. */
  name: string;
  start: number;
  end: number;
}

const MENTION = /(?<![\w@./])(?:@(\w{1,40})|\/?u\/([\w-]{2,40})|\/?r\/(\w{2,40}))(?![\w@])/g;

/** Returns the handles and subreddits in a text, in order. */
export function findHandles(text: string): HandleMention[] {
  return [...text.matchAll(MENTION)].map((match) => ({
    kind: match[3] ? 'subreddit' : 'handle',
    raw: match[0],
    name: (match[1] ?? match[2] ?? match[3] ?? '').toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

const MARKUP: [RegExp, string][] = [
  [/\bhttps?:|\bwww\.|\b(?:javascript|data|mailto|ftp|file):(?=\S)/i, 'a web address'],
  [/<\/?[a-z!][^>]*>?|<\/?[a-z][a-z0-9-]*$/i, 'an HTML tag'],
  [/\[[^\]]*\]\(|\[[^\]]*\] \((?:\/|#|mailto|https?)|^\s*#{1,6}\s|\]\[|!\[/m, 'Markdown'],
];

/** Returns the first web address, HTML tag or Markdown in a raw text; undefined if it contains none. */
export function findMarkup(text: string): { what: string; raw: string } | undefined {
  for (const [pattern, what] of MARKUP) {
    const match = pattern.exec(text);
    if (match) return { what, raw: match[0].slice(0, 40) };
  }
  return undefined;
}
