// What an issue says already, so that no sentence of it only says that again.
import { words } from '../../base/text.js';
import { isStopWord } from '../group/terms.js';

/** The share of its content words from which a sentence says nothing but what another one did. */
const SAME = 0.85;
/** Shorter sentences are alike by chance; they count as said only letter by letter. */
const LEAST_WORDS = 5;

export interface UsedText {
  add(sentence: string): void;
  /** Whether this very sentence was added. */
  has(sentence: string): boolean;
  /** Whether one was added that holds nearly all of its content words and each of its numbers. */
  covers(sentence: string): boolean;
}

/** A record of what was said, to begin with of `sentences`. */
export function createUsedText(sentences: string[] = []): UsedText {
  const texts = new Set<string>();
  const byWord = new Map<string, number[]>();
  let count = 0;
  const said: UsedText = {
    add(sentence) {
      if (texts.has(sentence)) return;
      texts.add(sentence);
      for (const word of contentWords(sentence)) byWord.set(word, [...(byWord.get(word) ?? []), count]);
      count++;
    },
    has: (sentence) => texts.has(sentence),
    covers(sentence) {
      if (texts.has(sentence)) return true;
      const own = contentWords(sentence);
      if (own.size < LEAST_WORDS) return false;
      const shared = new Map<number, number>();
      for (const word of own)
        for (const at of byWord.get(word) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1);
      const numbers = [...own].filter(isNumber);
      return [...shared].some(
        ([at, same]) => same >= SAME * own.size && numbers.every((word) => byWord.get(word)?.includes(at)),
      );
    },
  };
  for (const sentence of sentences) said.add(sentence);
  return said;
}

/** Each word that says something, once; who says it is none. */
export function contentWords(text: string): Set<string> {
  return new Set(words(text.replace(/@\w+/g, ' ')).filter((word) => !isStopWord(word)));
}

/** `40`, `31b` and `gpt-5.5`, but not an account's `ada99`. */
export function isNumber(word: string): boolean {
  return /^\d|[.-]\d/.test(word);
}
