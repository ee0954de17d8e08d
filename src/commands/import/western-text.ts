// Recognises text in Windows-1252 (or Latin-1, which it contains) whose file declares no encoding.
import iconv from 'iconv-lite';

/** Letters beyond ASCII of each language that Windows-1252 was made for. Other encodings of one byte fit none of these. */
const LETTERS_BY_LANGUAGE = [
  'àâæçéèêëîïôœùûüÿ', // French
  'äöüßéàè', // German
  'áéíóúüñªº', // Spanish
  'áâãàçéêíóôõúüªº', // Portuguese
  'àèéìíîòóùúªº', // Italian
  'åäöéüšž', // Swedish, Finnish, Estonian
  'æøåéèêòóôâüö', // Danish, Norwegian
  'áéíóúàèëïöüäêç', // Dutch
  'áðéíóúýþæö', // Icelandic, Faroese
  'àçèéíïòóúüñ', // Catalan
].map((letters) => new Set(letters));
/** The rest are letters of foreign names. */
const MIN_SHARE_OF_LANGUAGE = 0.9;

const LETTER = /[^\P{L}\p{ASCII}]/gu;
/** Bytes without a character, and signs that no word contains: other encodings have letters there. */
const IMPOSSIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: text has none of these control characters.
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\ufffd]|\p{L}[‚ƒ„†‡ˆ‰‹‘“˜¢-¦©¬®±-´¶¸¹»-¿×÷]\p{L}|\p{Ll}[À-ÖØ-Þ]|[^\P{L}\p{ASCII}]{4}/u;
/** Bytes of UTF-8 read as Windows-1252: a file in UTF-8 with a faulty byte. */
const TWICE_ENCODED = /[ÃÂÐÑ][\u00a0-¿€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|ï»¿/;

/** Returns the text, or undefined if the bytes are probably in another encoding. */
export function decodeWestern(bytes: Buffer): string | undefined {
  const text = iconv.decode(bytes, 'windows-1252');
  if (IMPOSSIBLE.test(text) || TWICE_ENCODED.test(text)) return undefined;
  const letters = text.toLowerCase().match(LETTER) ?? [];
  const fits = (language: Set<string>) =>
    letters.filter((letter) => language.has(letter)).length >= letters.length * MIN_SHARE_OF_LANGUAGE;
  return LETTERS_BY_LANGUAGE.some(fits) ? text : undefined;
}
