// Reads words inside sentences, where a capital indicates a name.
import { isStopWord } from './terms.js';

// After a lower-case word, a comma or a figure: the first word of a sentence has a capital anyway.
const CAPITAL_INSIDE_SENTENCE = /(?<=[\p{Ll}\p{N},;)] |[\p{Ll}\p{N}]\/)[\p{L}][\p{L}\p{N}-]{2,}/gu;

/** Lists the words inside sentences, lower-cased, and whether each has a capital. Skips URLs. */
export function readProperWords(text: string): { word: string; isUpper: boolean }[] {
  return (text.replace(/https?:\/\/\S+/g, ' ').match(CAPITAL_INSIDE_SENTENCE) ?? []).flatMap((given) => {
    const word = given.toLowerCase();
    return isStopWord(word) ? [] : [{ word, isUpper: /\p{Lu}/u.test(given) }];
  });
}
