// Splits texts into the index's tokens: folded, stemmed by the text's language, scripts without spaces cut into pieces.
import { guessLanguage, STEMMED_LANGUAGES, stemIn } from '../../base/language/stemmers.js';
import { segmentWords } from '../../base/text.js';

export interface Token {
  text: string;
  /** Offset of its first character in the text. */
  from: number;
  to: number;
}

// `9×` is one word, the same as `9x`.
const WORD = /[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}]|(?<=\p{N})×)*/gu;
const NO_ASCII_WORD = /[^A-Za-z0-9]+/;
// A name and the number after it are two tokens, so that Qwen3.5 and Qwen 3.5 are the same. H100 and o3 stay whole.
const UNSPACED = '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}々ー';
const THAI = '\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}';
const PIECE = new RegExp(
  `(?<unspaced>[${UNSPACED}]+)|(?<thai>[${THAI}\\p{M}]+)|(?:(?![${UNSPACED}${THAI}])\\p{L}\\p{M}*){2,}(?=\\p{N})|(?:(?![${UNSPACED}${THAI}])[\\p{L}\\p{N}\\p{M}×])+`,
  'gu',
);

/** The tokens of a text in order. Without `given`, the language is guessed from the text. */
export function tokenize(text: string, given?: string): Token[] {
  const split = splitWords(text);
  const language = given ?? guessLanguage(split);
  const known = cacheOf(language);
  const tokens: Token[] = [];
  let at = 0;
  for (const word of split) {
    if (word === '') continue;
    // `indexOf` is safe: no word can begin between two words.
    at = text.indexOf(word, at);
    for (const piece of known.get(word) ?? readWord(word, language, known))
      tokens.push({ text: piece.text, from: at + piece.from, to: at + piece.to });
    at += word.length;
  }
  return tokens;
}

/** The same tokens without offsets. Adds each whole word, folded, to `words`. */
export function tokenTexts(text: string, words?: Set<string>): string[] {
  const split = splitWords(text);
  const language = guessLanguage(split);
  const known = cacheOf(language);
  const all: string[] = [];
  for (const word of split) {
    if (word === '') continue;
    for (const piece of known.get(word) ?? readWord(word, language, known)) {
      all.push(piece.text);
      if (words && piece.whole) words.add(piece.whole);
    }
  }
  return all;
}

/** The tokens of a text as the index stores them: separated by spaces. */
export function indexedText(text: string, words?: Set<string>): string {
  return tokenTexts(text, words).join(' ');
}

function splitWords(text: string): string[] {
  return hasAsciiWords(text) ? text.split(NO_ASCII_WORD) : (text.match(WORD) ?? []);
}

/**
 * The tokens that the index may hold for a reader's words: one sequence for each way in which a language stems them, since
 * the language of a search is unknown.
 */
export function sequencesOf(text: string, prefix = false): string[][] {
  // A prefix is not stemmed.
  const isAlphabetic = /[\p{sc=Latin}\p{sc=Cyrillic}\p{sc=Arabic}\p{sc=Hebrew}]/u.test(text);
  const languages = prefix ? [UNSTEMMED] : isAlphabetic ? STEMMED_LANGUAGES : ['en'];
  const sequences = languages.map((language) => withoutTail(tokenize(text, language), text));
  return distinctSequences(sequences).filter((words) => words.length > 0);
}

/** Removes duplicate sequences of tokens. */
export function distinctSequences(sequences: string[][]): string[][] {
  return [...new Map(sequences.map((words) => [words.join(' '), words])).values()];
}

/** In unspaced scripts, a run's last character is also a token, so that it can be found alone. Longer searches drop it. */
function withoutTail(tokens: Token[], text: string): string[] {
  const [last, before] = [tokens.at(-1), tokens.at(-2)];
  const isTail =
    last &&
    before &&
    last.from < before.to &&
    isUnspaced(text.slice(last.from, last.to)) &&
    last.from > before.from;
  return (isTail ? tokens.slice(0, -1) : tokens).map((token) => token.text);
}

const ONE_UNSPACED = new RegExp(`^[${UNSPACED}]$`, 'u');
/** Whether the text is one character of an unspaced script, which is searched for as a prefix. */
export function isUnspaced(text: string): boolean {
  return ONE_UNSPACED.test(text);
}

interface Piece extends Token {
  /** The folded word before stemming; empty for a piece of an unspaced run. */
  whole: string;
}

const UNSTEMMED = '';
const MAX_CACHED_WORDS = 100_000;
const caches = new Map<string, Map<string, Piece[]>>();

function cacheOf(language: string): Map<string, Piece[]> {
  const cache = caches.get(language) ?? new Map<string, Piece[]>();
  if (cache.size > MAX_CACHED_WORDS) cache.clear();
  caches.set(language, cache);
  return cache;
}

function readWord(word: string, language: string, cache: Map<string, Piece[]>): Piece[] {
  const composed = word.normalize('NFC');
  const pieces = piecesOf(composed, language);
  // Offsets in a decomposed word differ from those in its composed form.
  const placed = composed === word ? pieces : pieces.map((piece) => ({ ...piece, from: 0, to: word.length }));
  if (!pieces.some(({ whole }) => whole === '')) cache.set(word, placed);
  return placed;
}

function piecesOf(word: string, language: string): Piece[] {
  return [...word.matchAll(PIECE)].flatMap((match): Piece[] => {
    const [text] = match;
    const from = match.index;
    if (match.groups?.unspaced !== undefined) return pairsOf(text, from);
    if (match.groups?.thai !== undefined) return segmentsOf(text, from);
    const whole = fold(text);
    if (!whole) return [];
    return [
      {
        text: language ? stemIn(acronymOf(text) ?? whole, language) : whole,
        whole,
        from,
        to: from + text.length,
      },
    ];
  });
}

/** `gpu` for `GPUs`, the plural of an acronym. */
function acronymOf(word: string): string | undefined {
  return /^[A-Z]{2,}s$/.test(word) ? word.slice(0, -1).toLowerCase() : undefined;
}

/** Pairs of neighbouring characters, and the last character alone. */
function pairsOf(run: string, from: number): Piece[] {
  const characters = [...run];
  let at = from;
  return characters.map((character, index) => {
    const next = characters[index + 1] ?? '';
    const start = at;
    at += character.length;
    return { text: `${character}${next}`.normalize('NFKC'), whole: '', from: start, to: at + next.length };
  });
}

function segmentsOf(run: string, from: number): Piece[] {
  let at = from;
  return segmentWords(run, 'th').map((text) => {
    const start = at;
    at += text.length;
    return { text, whole: '', from: start, to: at };
  });
}

// Letters that Unicode does not decompose.
const FOLDED_LETTERS: Record<string, string> = {
  ł: 'l',
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
  '×': 'x',
};

/** Lower-cases a word and removes accents, vowel points and variant forms of letters. */
export function fold(word: string): string {
  if (isAscii(word)) return word.toLowerCase();
  return word
    .normalize('NFKD')
    .toLowerCase()
    .replace(
      /(?<=[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{M}])[\u0300-\u036f]+|[\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]+/gu,
      '',
    )
    .replace(/[łßøæœđðþıħ×]/g, (letter) => FOLDED_LETTERS[letter] ?? letter)
    .normalize('NFC');
}

/** Whether all letters and digits are ASCII. Typographic quotation marks and dashes may occur. */
function hasAsciiWords(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range begins with them.
  return /^[\x00-\x7f\u00a0\u2010-\u206f\u20ac]*$/.test(text);
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range begins with them.
  return /^[\x00-\x7f]*$/.test(text);
}
