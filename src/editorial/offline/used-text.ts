// Records the sentences already used in an issue, to avoid repetitions.
import { contentWords, isNumber } from '../group/terms.js';

/** A sentence repeats others from this share of common content words on. */
const MIN_REPEATED_SHARE = 0.85;
/** Shorter sentences resemble each other by chance and count as repeated only if equal. */
const MIN_WORDS = 5;

export interface UsedText {
  add(sentence: string): void;
  /** Whether this very sentence was added. */
  has(sentence: string): boolean;
  /** Whether an added sentence contains nearly all of its content words and all of its numbers. */
  covers(sentence: string): boolean;
}

/** Creates a record that starts with `sentences`. */
export function createUsedText(sentences: string[] = []): UsedText {
  const texts = new Set<string>();
  const byWord = new Map<string, number[]>();
  let count = 0;
  const record: UsedText = {
    add(sentence) {
      if (texts.has(sentence)) return;
      texts.add(sentence);
      for (const word of contentWords(sentence)) byWord.set(word, [...(byWord.get(word) ?? []), count]);
      count++;
    },
    has: (sentence) => texts.has(sentence),
    covers(sentence) {
      if (texts.has(sentence)) return true;
      const ownWords = contentWords(sentence);
      if (ownWords.size < MIN_WORDS) return false;
      const shared = new Map<number, number>();
      for (const word of ownWords)
        for (const index of byWord.get(word) ?? []) shared.set(index, (shared.get(index) ?? 0) + 1);
      const numbers = [...ownWords].filter(isNumber);
      return [...shared].some(
        ([index, sharedCount]) =>
          sharedCount >= MIN_REPEATED_SHARE * ownWords.size &&
          numbers.every((word) => byWord.get(word)?.includes(index)),
      );
    },
  };
  for (const sentence of sentences) record.add(sentence);
  return record;
}
