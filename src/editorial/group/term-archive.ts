// Counts over earlier posts: how rare words are, and which of them are names.
import { readProperWords } from './proper-words.js';
import { readTerms } from './terms.js';

/** Counts over the texts of earlier days. */
export interface TermArchive {
  texts: number;
  /** How many texts contain a term. Keys: `w STEM`, `n NAME` as readTerms returns it. */
  terms: ReadonlyMap<string, number>;
  /** How often a lower-cased word occurs inside sentences, and how often with a capital. */
  casing: ReadonlyMap<string, Casing>;
}

export interface Casing {
  upper: number;
  all: number;
}

export const EMPTY_ARCHIVE: TermArchive = { texts: 0, terms: new Map(), casing: new Map() };

/** Adds a text to an archive's counts, in place. */
export function addToArchive(
  archive: { texts: number; terms: Map<string, number>; casing: Map<string, Casing> },
  { title, text, author }: { title: string; text: string; author?: string },
): void {
  archive.texts++;
  const terms = readTerms(title, text, author);
  const add = (key: string) => archive.terms.set(key, (archive.terms.get(key) ?? 0) + 1);
  for (const word of terms.words.keys()) add(`w ${word}`);
  for (const name of terms.names.keys()) add(`n ${name}`);
  for (const { word, isUpper } of readProperWords(`${title ? `${title}.\n` : ''}${text}`)) {
    const casing = archive.casing.get(word) ?? { upper: 0, all: 0 };
    archive.casing.set(word, { upper: casing.upper + Number(isUpper), all: casing.all + 1 });
  }
}
