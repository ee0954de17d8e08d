// The language of the page, for the components in it.
import { type Child, createContext, useContext } from 'hono/jsx';
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

interface FilledProps {
  phrase: string;
  /** The values of slots such as `{name}`. */
  slots?: Record<string, Child>;
  /** The targets of the words in brackets, in order: `browse [all issues]`. */
  links?: string[];
}

/** A phrase with its slots and links. */
export function Filled({ phrase, slots = {}, links = [] }: FilledProps) {
  let link = 0;
  return (
    <>
      {phrase.split(/(\{\w+\}|\[[^\]]+\])/).map((part) => {
        if (part.startsWith('[')) return <a href={links[link++]}>{part.slice(1, -1)}</a>;
        return /^\{\w+\}$/.test(part) ? (slots[part.slice(1, -1)] ?? part) : part;
      })}
    </>
  );
}
