// What the index's stemmer takes for the same word, near enough to mark and to weigh what it has found.
import type { SearchTerm } from './query.js';

// A name and the number right after it are two: Qwen3.5 and Qwen 3.5 are the same words.
const WORD = /\p{L}{2,}(?=\p{N})|[\p{L}\p{N}]+/gu;

export interface PlacedWord {
  /** Without accents and case. */
  plain: string;
  /** And without its ending. */
  stem: string;
  /** Where it stands in the text. */
  from: number;
  to: number;
}

export function stemsOf(text: string): PlacedWord[] {
  return [...text.matchAll(WORD)].map((match) => {
    const plain = plainOf(match[0]);
    const stem = plain.replace(ENDING, '');
    return { plain, stem, from: match.index, to: match.index + match[0].length };
  });
}

const ENDING = /(?<=.{3})(?:i?zations?|ations?|ements?|ings?|ers?|ies|ied|ed|es|e|s|y)$/;

function plainOf(word: string): string {
  const lower = word.toLowerCase();
  return /[^a-z0-9]/.test(lower) ? lower.normalize('NFD').replace(/\p{M}/gu, '') : lower;
}

/** Finds where a term stands: gives the places of its words one after another. */
export function findTerm(words: PlacedWord[], term: Pick<SearchTerm, 'text' | 'prefix'>): [number, number][] {
  const wanted = stemsOf(term.text);
  const last = wanted.length - 1;
  const places: [number, number][] = [];
  for (let at = 0; at + last < words.length; at++) {
    const found = wanted.every(({ plain, stem }, index) => {
      const other = words[at + index];
      return index === last && term.prefix ? other?.plain.startsWith(plain) : other?.stem === stem;
    });
    if (found) places.push([words[at]?.from ?? 0, words[at + last]?.to ?? 0]);
  }
  return places;
}
