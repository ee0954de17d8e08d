// Words as they stand inside sentences, where a capital means a name.
import { isStopWord } from './terms.js';

// After a lower-case word, a comma or a figure: the first word of a sentence has a capital anyway.
const INSIDE = /(?<=[\p{Ll}\p{N},;)] |[\p{Ll}\p{N}]\/)[\p{L}][\p{L}\p{N}-]{2,}/gu;

/** Each word inside the sentences of a text, lower-cased, with whether it has a capital. Addresses are left out. */
export function readProperWords(text: string): { word: string; isUpper: boolean }[] {
  return (text.replace(/https?:\/\/\S+/g, ' ').match(INSIDE) ?? []).flatMap((given) => {
    const word = given.toLowerCase();
    return isStopWord(word) ? [] : [{ word, isUpper: /\p{Lu}/u.test(given) }];
  });
}
