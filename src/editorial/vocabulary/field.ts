// The field whose names and themes the editorial rooms know: none until one is loaded.
import { EMPTY_VOCABULARY, type VocabularyData } from '../../config/vocabulary-file.js';
import { loadNames } from './gazetteer.js';
import { loadThemes } from './theme-lexicon.js';

let commonWords: ReadonlySet<string> = new Set();

/** Replaces the field's vocabulary for this process. The composition root calls it, before anything is edited. */
export function loadField(data: VocabularyData = EMPTY_VOCABULARY): void {
  loadNames(data);
  loadThemes(data);
  commonWords = new Set(data.commonWords);
}

/** Whether every post of the field has the word. */
export function isCommonWord(word: string): boolean {
  return commonWords.has(word);
}
