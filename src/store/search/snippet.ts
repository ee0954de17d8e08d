// Cuts the sentence around a match out of a text.
import { findTerms } from './places.js';
import type { SearchTerm } from './query.js';
import { type Token, tokenize } from './tokens.js';

export type Snippet = { text: string; marked: boolean }[];

/** How many tokens of a long text are shown, and how many of them before the first match. */
const SHOWN_TOKENS = 32;
const LEADING_TOKENS = 8;

interface Mark {
  from: number;
  to: number;
  /** The index of its term; FOCUS for all terms of the focus. */
  term: number;
}

const FOCUS = -1;
/** The weight of the focus: more than one matching term, less than two. */
const FOCUS_WEIGHT = 1.5;
/** How many tokens before the focus are shown if its sentence is long. */
const LEADING_FOCUS_TOKENS = 40;
const SHOWN_FOCUS_TOKENS = 48;

/**
 * Returns the part of the text that contains most of the terms, with the terms marked. It should also contain a term of
 * `focus` (words of doubt, or the name of the cited author) with its whole sentence.
 */
export function snippetOf(text: string, terms: SearchTerm[], focus: SearchTerm[] = []): Snippet {
  const tokens = tokenize(text);
  const words = tokens.map((token) => token.text);
  const marksOf = (some: SearchTerm[], isFocus: boolean): Mark[] =>
    findTerms(words, some).flatMap((ranges, term) =>
      ranges.map(([first, last]) => ({
        from: tokens[first]?.from ?? 0,
        to: tokens[last]?.to ?? 0,
        term: isFocus ? FOCUS : term,
      })),
    );
  const marks = [...marksOf(terms, false), ...marksOf(focus, true)].sort(
    (a, b) => a.from - b.from || b.to - a.to,
  );
  const [from, to] = windowOf(text, tokens, marks);
  const parts: Snippet = [];
  const add = (piece: string, marked: boolean) => piece && parts.push({ text: piece, marked });
  let at = from;
  if (from > 0) add('…', false);
  for (const mark of joinMarks(marks)) {
    if (mark.from < at || mark.to > to) continue;
    add(text.slice(at, mark.from), false);
    add(text.slice(mark.from, mark.to), true);
    at = mark.to;
  }
  add(text.slice(at, to), false);
  if (to < text.length) add('…', false);
  return parts;
}

/** Joins overlapping marks, as those of two-character tokens in scripts without spaces. */
function joinMarks(marks: Mark[]): Mark[] {
  const all: Mark[] = [];
  for (const mark of marks) {
    const last = all.at(-1);
    if (last && mark.from < last.to) last.to = Math.max(last.to, mark.to);
    else all.push({ ...mark });
  }
  return all;
}

/** Finds the offsets of the part to show: where most different terms are, from a little before the first of them. */
function windowOf(text: string, tokens: Token[], marks: Mark[]): [number, number] {
  if (tokens.length <= SHOWN_TOKENS) return [0, text.length];
  let best = { start: 0, weight: 0 };
  for (const mark of marks) {
    const start = tokenAt(tokens, mark.from);
    const end = tokens[Math.min(tokens.length - 1, start + SHOWN_TOKENS - LEADING_TOKENS)]?.to ?? 0;
    const terms = new Set(
      marks.filter(({ from }) => from >= mark.from && from < end).map(({ term }) => term),
    );
    const weight = terms.size + (terms.has(FOCUS) ? FOCUS_WEIGHT - 1 : 0);
    if (weight > best.weight) best = { start, weight };
  }
  const focus = marks.find(({ term, from }) => term === FOCUS && from >= (tokens[best.start]?.from ?? 0));
  const start = focus
    ? Math.min(
        best.start,
        Math.max(
          tokenAt(tokens, beginOfSentence(text, focus)),
          tokenAt(tokens, focus.from) - LEADING_FOCUS_TOKENS,
        ),
      )
    : best.start - LEADING_TOKENS;
  const shown = focus ? SHOWN_FOCUS_TOKENS : SHOWN_TOKENS;
  const first = Math.max(0, Math.min(start, tokens.length - (focus ? 1 : shown)));
  const last = Math.min(tokens.length - 1, first + shown - 1);
  return [beginOfWord(text, tokens[first], first), endOfWord(text, tokens[last], last, tokens.length)];
}

function tokenAt(tokens: Token[], from: number): number {
  return Math.max(
    0,
    tokens.findIndex((token) => token.from >= from),
  );
}

/**
 * Finds where the mark's sentence begins. A name alone after a sentence cites that sentence: `It is fast. @nadia.` A name
 * with a colon begins its own: `u/nadia: “It is fast.”`
 */
function beginOfSentence(text: string, { from, to }: Mark): number {
  const ends = [...text.slice(0, from).matchAll(/[.!?。！？…]["”’)]*\s+|[。！？]/g)].map(
    (end) => end.index + end[0].length,
  );
  const begin = ends.at(-1) ?? 0;
  const isBare = /^[@\w/]*\/?@?$/.test(text.slice(begin, from)) && /^\s*(?:[.,;]|$)/.test(text.slice(to));
  return isBare ? (ends.at(-2) ?? 0) : begin;
}

// A number such as 2.3 is two tokens: do not cut between them.
function beginOfWord(text: string, token: Token | undefined, at: number): number {
  if (!token || at === 0) return 0;
  const space = text.lastIndexOf(' ', token.from) + 1;
  return token.from - space < MAX_WORD_CHARACTERS ? space : token.from;
}

function endOfWord(text: string, token: Token | undefined, at: number, count: number): number {
  if (!token || at === count - 1) return text.length;
  const space = text.indexOf(' ', token.to);
  return space >= 0 && space - token.to < MAX_WORD_CHARACTERS ? space : token.to;
}

/** Scripts without spaces are cut anywhere after this length. */
const MAX_WORD_CHARACTERS = 40;
