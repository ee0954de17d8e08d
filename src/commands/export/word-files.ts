// The words of an exported archive by their first letters, from which its search learns what a misspelt word may have meant.

const WORD = /[\p{L}\p{N}]+/gu;
/** Shorter words are near to everything; longer ones nobody types. */
const SHORTEST = 3;
const LONGEST = 30;

/** Each word, in lower case and without accents, and how often it stands there. */
export type WordCounts = Map<string, number>;

export function countWords(text: string, counts: WordCounts): void {
  for (const [word] of text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').matchAll(WORD)) {
    if (word.length >= SHORTEST && word.length <= LONGEST) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
}

/** First letters that have a file of their own; the other words share one. */
const FIRST = 'abcdefghijklmnopqrstuvwxyz0123456789';
const OTHER = 'other';

/**
 * A file for each first letter, also where no word begins so. Its lines are such as `halyard 3`: the word, and how often
 * it is there as a power of two, so that a new issue changes few of them.
 */
export function wordFiles(counts: WordCounts): { path: string; content: string }[] {
  const files = new Map<string, string[]>([...FIRST, OTHER].map((name) => [name, []]));
  for (const [word, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const lines = files.get(word[0] ?? '') ?? files.get(OTHER);
    lines?.push(`${word} ${Math.floor(Math.log2(count))}`);
  }
  return [...files].map(([name, lines]) => ({ path: `words/${name}.txt`, content: `${lines.join('\n')}\n` }));
}
