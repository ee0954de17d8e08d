// The language of the page, for the components in it.
import { createContext, useContext } from 'hono/jsx';
import { phrasesOf } from '../../base/language/phrases/phrases.js';
import type { Phrases } from '../../base/language/phrases/type.js';

export const LanguageContext = createContext('en');

/** BCP 47. */
export function useLanguage(): string {
  return useContext(LanguageContext);
}

export function usePhrases(): Phrases {
  return phrasesOf(useLanguage());
}
