// Finds the names in a text, and whether another text contains a name in any spelling.
import { isFunctionWord } from '../../base/language/function-words.js';
import { isNumberWord } from './quantities/number-words.js';
import { findUnit, isCounted } from './quantities/units.js';
import { foldCase } from './wording.js';

/** A text reduced to letters and numbers, and the positions in it where a word or a part of one begins or ends. */
export interface Squashed {
  text: string;
  edges: Set<number>;
}

const PIECE = /\p{L}[\p{L}\p{M}]*|\d+(?:\.\d+)*/gu;
/** Boundaries inside a word: Open|AI, AI|Studio, LLM|s. */
const INNER =
  /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=\p{Lu}|\p{L}{3})(?=s$)|(?<=\P{Script=Latin})(?=\p{Script=Latin})|(?<=\p{Script=Latin})(?=\P{Script=Latin})/gu;

/**
 * Reduces a text to lower-case letters and numbers: `GPT-5.5`, `GPT 5.5` and `gpt5.5` all become `gpt5.5`. Two numbers
 * in a row keep a `_` between them, so that "4 31B" is not "43 1B".
 */
export function squash(text: string): Squashed {
  let out = '';
  let lastEnd = -1;
  let lastDigit = false;
  const edges = new Set<number>();
  for (const match of text.matchAll(PIECE)) {
    const piece = match[0];
    const digit = /^\d/.test(piece);
    const apart = match.index !== lastEnd;
    if (
      apart ||
      (digit && lastEnd - 1 >= 0 && /\p{L}{2}$/u.test(text.slice(Math.max(0, match.index - 2), match.index)))
    )
      edges.add(out.length);
    // The name in "H200s" is H200.
    if (!apart && piece === 's') edges.add(out.length);
    if (apart && digit && lastDigit) {
      out += '_';
      edges.add(out.length);
    }
    let from = 0;
    if (!digit)
      for (const { index } of piece.matchAll(INNER)) {
        out += foldCase(piece.slice(from, index));
        edges.add(out.length);
        from = index;
      }
    out += foldCase(piece.slice(from));
    lastEnd = match.index + piece.length;
    lastDigit = digit;
  }
  edges.add(out.length);
  return { text: out, edges };
}

/** Whether the text contains the name as whole words or whole parts of CamelCase words. */
export function containsName(name: string, place: Squashed): boolean {
  const key = squash(name).text;
  if (!key) return false;
  for (let at = place.text.indexOf(key); at >= 0; at = place.text.indexOf(key, at + 1))
    if (place.edges.has(at) && (place.edges.has(at + key.length) || place.text[at + key.length] === '_'))
      return true;
  return false;
}

export interface FoundName {
  raw: string;
  start: number;
  end: number;
  /** `code` has letters and digits (H100); `certain` is written as only names are (OpenAI, CUDA). */
  kind: 'code' | 'certain' | 'capitalised';
  /** It is the first word of a sentence, which always has a capital. */
  opening: boolean;
  /** The next word is capitalised too, or a number follows. */
  joined: boolean;
  /** It is a subject or an owner: `'s` or a verb such as "says" or "ships" follows. */
  acts: boolean;
  /** The number or letter after it: 4 in "Gemma 4", C in "Series C". */
  version?: string;
  /** The end of the name including its version. */
  close: number;
}

const TOKEN = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:[._&'\u2019-][\p{L}\p{N}][\p{L}\p{N}\p{M}]*)*/gu;
const OPENS =
  /(?:^|[.!?:;\u2022]["'\u201d\u2019)]*\s+|["\u201c\u201e\u00ab]|\s[-*]\s+)["\u201c\u201e\u00ab'\u2018(]*$/u;
/** Words that a hyphen joins to a name without being part of it: `GPT-5-class`, `non-OpenAI`. */
const AFFIX =
  /^(?:class|level|based|powered|like|style|only|native|compatible|optimi[sz]ed|era|sized?|scale|backed|focused|ready|specific|equivalent|generation|hours?|driven|grade|led|owned|made|built|trained|hosted|family|tier|first|side|wide|pre|post|non|anti|ex|multi|pro|mid|then|all|co|the|versions?|models?|series|variants?|users?|style[ds]?|quality|enabled|capable|friendly|adjacent|only|aware|related|exclusive|free|to|and|vs|on|in|as|a|is)$/i;

const ACTS =
  /^(?:['\u2019]s\s|\s(?:says|said|announce[sd]|reports|reported|argue[sd]|claim(?:s|ed)|release[sd]|launch(?:es|ed)|ship(?:s|ped)|introduce[sd]|unveil(?:s|ed)|raise[sd]|publish(?:es|ed)|open-source[sd]|shows|showed|add(?:s|ed)|plan(?:s|ned)|use[sd]|share[sd]|note[sd]|confirm(?:s|ed)|den(?:ies|ied)|acquire[sd]|buys|bought|cuts)\b)/;
/** The number or letter after a name: 4 in "Gemma 4", C in "Series C". */
const VERSION =
  /^(?:[ -]v?(\d+(?:\.\d+)*)(?![\p{L}\p{N}%]|[.,:/-]\d)| ([A-HJ-Z])(?![\p{L}\p{N}'\u2019&/-]|\.[\p{L}\p{N}]))/u;
const SIZE = /^\d[\d.,]*(?:\p{L}{0,12})$/u;

/** Returns the kind of name that a word looks like; undefined if it does not look like one. */
function kindOf(word: string): FoundName['kind'] | undefined {
  if (/\d/.test(word)) return /\p{L}/u.test(word) ? 'code' : undefined;
  if (/\p{Ll}\p{Lu}|\p{Lu}\p{Lu}+\p{Ll}{2}|^\p{Lu}{2,}s?$/u.test(word)) return 'certain';
  if (/^\p{Lu}\p{L}+/u.test(word)) return 'capitalised';
  return undefined;
}

/** Suffixes that name a different model, also in lower case: "mini" in "Ember 2 mini". */
const VARIANT = /^(?:nano|mini|micro|tiny|lite|turbo|flash|pro|ultra|omni|instruct|coder)$/;
const isVariant = (part: string, before: string) => VARIANT.test(part) && /\d[ -]$/.test(before);

/** Whether "GPU" only says what kind of chip the code before it is: "H200 GPUs". It needs no source. */
const isKindOfChip = (part: string, before: string) => /^GPUs?$/.test(part) && /\p{Lu}\d+ $/u.test(before);

/** Returns the version at the start of the text after a name; an amount ("7.5 million", "3 days") is not a version. */
function findVersion(rest: string): RegExpExecArray | undefined {
  const found = VERSION.exec(rest);
  const next = /^[ -](\p{L}+)/u.exec(rest.slice(found?.[0].length))?.[1] ?? '';
  const unit = findUnit(next);
  return found && !isNumberWord(next) && (!unit || isCounted(unit)) ? found : undefined;
}

/** Whether a word is the unit of a number, not a name: GB in "24 GB", USD in "USD 20". */
function isUnitOf(part: string, before: string, rest: string): boolean {
  const unit = findUnit(part);
  return unit !== undefined && !isCounted(unit) && (/\d[ -]?$/.test(before) || /^ ?\d/.test(rest));
}

/** Returns the parts of a token that may be names; affixes and sizes (`27B-`, `32-`) are left out. */
function partsOf(token: string): { part: string; at: number }[] {
  if (!token.includes('-')) return [{ part: token, at: 0 }].filter(({ part }) => !SIZE.test(part));
  const parts: { part: string; at: number }[] = [];
  let at = 0;
  for (const part of token.split('-')) {
    parts.push({ part, at });
    at += part.length + 1;
  }
  while (parts[0] && (SIZE.test(parts[0].part) || AFFIX.test(parts[0].part))) parts.shift();
  while (parts.length > 1 && AFFIX.test(parts.at(-1)?.part ?? '')) parts.pop();
  // A token with a number is one name: `GPT-5.5`, `Qwen3.5-397B-A17B`.
  const whole = parts.map(({ part }) => part).join('-');
  return /\d/.test(whole) && parts[0] ? [{ part: whole, at: parts[0].at }] : parts;
}

/** Returns every name in a plain text, in order. Numbers with units (`7B`, `40ms`) are not names. */
export function findNames(text: string, language = 'en'): FoundName[] {
  const found: FoundName[] = [];
  for (const match of text.matchAll(TOKEN)) {
    if (text[match.index - 1] === '@') continue;
    const token = match[0].replace(/['\u2019](?:s|re|ve|ll|d|m|t)?$/i, '');
    const rest = text.slice(match.index + match[0].length, match.index + match[0].length + 32);
    for (const { part, at } of partsOf(token)) {
      const start = match.index + at;
      const before = text.slice(Math.max(0, start - 12), start);
      const kind = isVariant(part, before) ? 'certain' : kindOf(part);
      if (
        !kind ||
        part.length < 2 ||
        (kind === 'capitalised' && isFunctionWord(part.toLowerCase(), language))
      )
        continue;
      if (
        (kind === 'capitalised' && isNumberWord(part)) ||
        isUnitOf(part, before, rest) ||
        isKindOfChip(part, before)
      )
        continue;
      const last = start + part.length === match.index + match[0].length;
      const behind = last ? findVersion(rest) : undefined;
      const version = behind?.[1] ?? behind?.[2];
      found.push({
        raw: part,
        start,
        end: start + part.length,
        close:
          start +
          part.length +
          (kind !== 'code' && behind ? match[0].length - at - part.length + behind[0].length : 0),
        kind,
        opening: OPENS.test(start > 12 ? `_${before}` : before),
        joined: /^(?:['\u2019]s)?[ -](?:\p{Lu}|v?\d)/u.test(
          text.slice(start + part.length, start + part.length + 6),
        ),
        acts: ACTS.test(text.slice(start + part.length, start + part.length + 20)),
        ...(kind !== 'code' && version && { version }),
      });
    }
  }
  return found;
}
