// Where a search's terms are in a text: for highlighting and for ranking.
import type { SearchTerm } from './query.js';
import type { Token } from './tokens.js';

/** First and last index into the tokens. */
export type TokenRange = [number, number];

/** For each term, where it is among the tokens; excluded terms are nowhere. */
export function findTerms(tokens: Token[], terms: SearchTerm[]): TokenRange[][] {
  return terms.map((term) => (term.excluded ? [] : findTerm(tokens, term)));
}

function findTerm(tokens: Token[], { sequences, prefix }: SearchTerm): TokenRange[] {
  const ranges: TokenRange[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const found = sequences.find((words) => isAt(tokens, at, words, prefix));
    if (found) ranges.push([at, at + found.length - 1]);
  }
  return ranges;
}

function isAt(tokens: Token[], at: number, words: string[], prefix: boolean): boolean {
  for (let index = 0; index < words.length; index++) {
    const [word, other] = [words[index] ?? '', tokens[at + index]?.text];
    if (other !== word && !(prefix && index === words.length - 1 && other?.startsWith(word))) return false;
  }
  return true;
}
