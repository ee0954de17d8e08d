// The sentence around what was found.
import { findTerms } from './places.js';
import type { SearchTerm } from './query.js';
import { type Token, tokenize } from './tokens.js';

export type Snippet = { text: string; marked: boolean }[];

/** Tokens that are shown of a longer text, and how many of them before the first one that was found. */
const SHOWN_TOKENS = 32;
const LEADING_TOKENS = 8;

interface Mark {
  from: number;
  to: number;
  term: number;
}

/** The part of the text that holds most of the terms, in order, with the words of the terms marked. */
export function snippetOf(text: string, terms: SearchTerm[]): Snippet {
  const tokens = tokenize(text);
  const marks = findTerms(
    tokens.map((token) => token.text),
    terms,
  )
    .flatMap((ranges, term) =>
      ranges.map(([first, last]) => ({ from: tokens[first]?.from ?? 0, to: tokens[last]?.to ?? 0, term })),
    )
    .sort((a, b) => a.from - b.from || b.to - a.to);
  const [from, to] = windowOf(text, tokens, marks);
  const parts: Snippet = [];
  const add = (piece: string, marked: boolean) => piece && parts.push({ text: piece, marked });
  let at = from;
  if (from > 0) add('…', false);
  for (const mark of joined(marks)) {
    if (mark.from < at || mark.to > to) continue;
    add(text.slice(at, mark.from), false);
    add(text.slice(mark.from, mark.to), true);
    at = mark.to;
  }
  add(text.slice(at, to), false);
  if (to < text.length) add('…', false);
  return parts;
}

/** Marks that overlap as one: the pairs of an unspaced run do. */
function joined(marks: Mark[]): Mark[] {
  const all: Mark[] = [];
  for (const mark of marks) {
    const last = all.at(-1);
    if (last && mark.from < last.to) last.to = Math.max(last.to, mark.to);
    else all.push({ ...mark });
  }
  return all;
}

/** Where the shown part begins and ends: where most different terms are, and a little before the first of them. */
function windowOf(text: string, tokens: Token[], marks: Mark[]): [number, number] {
  if (tokens.length <= SHOWN_TOKENS) return [0, text.length];
  let best = { start: 0, terms: 0 };
  for (const mark of marks) {
    const start = Math.max(
      0,
      tokens.findIndex(({ from }) => from === mark.from),
    );
    const end = tokens[Math.min(tokens.length - 1, start + SHOWN_TOKENS - LEADING_TOKENS)]?.to ?? 0;
    const terms = new Set(
      marks.filter(({ from }) => from >= mark.from && from < end).map(({ term }) => term),
    );
    if (terms.size > best.terms) best = { start, terms: terms.size };
  }
  const first = Math.max(0, Math.min(best.start - LEADING_TOKENS, tokens.length - SHOWN_TOKENS));
  const last = Math.min(tokens.length - 1, first + SHOWN_TOKENS - 1);
  return [beginOfWord(text, tokens[first], first), endOfWord(text, tokens[last], last, tokens.length)];
}

// A number such as 2.3 is two tokens, and neither is shown without the other.
function beginOfWord(text: string, token: Token | undefined, at: number): number {
  if (!token || at === 0) return 0;
  const space = text.lastIndexOf(' ', token.from) + 1;
  return token.from - space < MAX_WORD_LENGTH ? space : token.from;
}

function endOfWord(text: string, token: Token | undefined, at: number, count: number): number {
  if (!token || at === count - 1) return text.length;
  const space = text.indexOf(' ', token.to);
  return space >= 0 && space - token.to < MAX_WORD_LENGTH ? space : token.to;
}

/** Scripts that write no spaces have none to cut at. */
const MAX_WORD_LENGTH = 40;
