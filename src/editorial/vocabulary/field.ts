// The loaded field's vocabulary, used by all editorial code; empty until one is loaded.
import { EMPTY_VOCABULARY, type VocabularyData } from '../../config/vocabulary-file.js';
import { loadNames } from './gazetteer.js';
import { loadThemes } from './theme-lexicon.js';

let commonWords: ReadonlySet<string> = new Set();
let hiddenNames: ReadonlySet<string> = new Set();

/** Replaces the vocabulary for this process. The composition root calls it before editing. */
export function loadField(data: VocabularyData = EMPTY_VOCABULARY): void {
  loadNames(data);
  loadThemes(data);
  commonWords = new Set(data.commonWords);
  hiddenNames = new Set(data.ignored.map((name) => name.toLowerCase()));
}

/** Whether the operator ignores the name: no issue gets it as a tag. */
export function isHiddenName(name: string): boolean {
  return hiddenNames.has(name.toLowerCase());
}

/** Whether the word is too common in the field to matter. */
export function isCommonWord(word: string): boolean {
  return commonWords.has(word);
}
