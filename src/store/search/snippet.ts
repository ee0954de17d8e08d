// The sentence around what was found.
import type { SearchTerm } from './query.js';
import { findTerm, type PlacedWord, stemsOf } from './stems.js';

export type Snippet = { text: string; marked: boolean }[];

/** Words that are shown of a longer text. */
const SHOWN = 32;

/** The part of the text that holds most of the terms, in order, the terms' words marked. */
export function snippetOf(text: string, terms: SearchTerm[]): Snippet {
  const words = stemsOf(text);
  const places = terms
    .filter(({ excluded }) => !excluded)
    .flatMap((term, index) => findTerm(words, term).map(([from, to]) => ({ from, to, index })))
    .sort((a, b) => a.from - b.from || b.to - a.to);
  const [first, last] = windowOf(words, places);
  // A number such as 2.3 is two words, and neither stands for itself.
  const from = first > 0 ? text.lastIndexOf(' ', words[first]?.from) + 1 : 0;
  const end = last < words.length - 1 ? text.indexOf(' ', words[last]?.to) : -1;
  const to = end < 0 ? text.length : end;
  const parts: Snippet = [];
  const add = (piece: string, marked: boolean) => piece && parts.push({ text: piece, marked });
  let at = from;
  if (from > 0) add('…', false);
  for (const place of places) {
    if (place.from < at || place.to > to) continue;
    add(text.slice(at, place.from), false);
    add(text.slice(place.from, place.to), true);
    at = place.to;
  }
  add(text.slice(at, to), false);
  if (to < text.length) add('…', false);
  return parts;
}

/** The first and the last word to show: where most different terms are, and a little before the first of them. */
function windowOf(words: PlacedWord[], places: { from: number; index: number }[]): [number, number] {
  if (words.length <= SHOWN) return [0, words.length - 1];
  let best = { start: 0, terms: 0 };
  for (const place of places) {
    const start = Math.max(
      0,
      words.findIndex(({ from }) => from === place.from),
    );
    const end = words[Math.min(words.length - 1, start + SHOWN - LEADING)]?.to ?? 0;
    const terms = new Set(
      places.filter(({ from }) => from >= place.from && from < end).map(({ index }) => index),
    );
    if (terms.size > best.terms) best = { start, terms: terms.size };
  }
  const first = Math.max(0, Math.min(best.start - LEADING, words.length - SHOWN));
  return [first, Math.min(words.length - 1, first + SHOWN - 1)];
}

/** Words shown before the first one that was found. */
const LEADING = 8;
