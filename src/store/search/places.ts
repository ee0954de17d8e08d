// Finds a search's terms in a text, for highlighting and doubt.
import type { SearchTerm } from './query.js';

/** Index of the first and of the last token. */
export type TokenRange = [number, number];

/** For each term, its ranges among the tokens; none for excluded terms. */
export function findTerms(tokens: string[], terms: SearchTerm[]): TokenRange[][] {
  return terms.map((term) => (term.excluded ? [] : findTerm(tokens, term)));
}

function findTerm(tokens: string[], { sequences, prefix }: SearchTerm): TokenRange[] {
  const ranges: TokenRange[] = [];
  for (let at = 0; at < tokens.length; at++)
    for (const words of sequences)
      if (isAt(tokens, at, words, prefix)) {
        ranges.push([at, at + words.length - 1]);
        break;
      }
  return ranges;
}

function isAt(tokens: string[], at: number, words: string[], prefix: boolean): boolean {
  for (let index = 0; index < words.length; index++) {
    const [word, other] = [words[index] ?? '', tokens[at + index]];
    if (other === word) continue;
    if (!prefix || index < words.length - 1 || !other?.startsWith(word)) return false;
  }
  return true;
}
