// Reads numbers that are written as words: "two", "twenty-seven", "a million", "third", "doubled".

const WORDS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety';
const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth';

const small = new Map(WORDS.split(' ').map((word, value) => [word, value]));
const tens = new Map(TENS.split(' ').map((word, index) => [word, (index + 2) * 10]));
const ordinals = new Map(ORDINALS.split(' ').map((word, index) => [word, index + 1]));

export const MAGNITUDES: Record<string, number> = {
  hundred: 1e2,
  k: 1e3,
  thousand: 1e3,
  tausend: 1e3,
  m: 1e6,
  mm: 1e6,
  mn: 1e6,
  mil: 1e6,
  mio: 1e6,
  million: 1e6,
  millionen: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  mrd: 1e9,
  milliarde: 1e9,
  milliarden: 1e9,
  t: 1e12,
  tn: 1e12,
  trillion: 1e12,
  quadrillion: 1e15,
  千: 1e3,
  万: 1e4,
  萬: 1e4,
  亿: 1e8,
  億: 1e8,
};

const either = (list: string) => list.split(' ').join('|');
const WRITTEN = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:(?:(${either(TENS)})(?:[- ](${either(WORDS)}))?|(${either(WORDS)}|an?))` +
    `(?:[- ](dozen|hundred|thousand|million|billion|trillion|quadrillion))?|(?<!\\d[- ]?)(million|billion|trillion|quadrillion)|(${either(ORDINALS)})|` +
    '(twice|twofold|doubl(?:e[sd]?|ing))|(thrice|threefold|tripl(?:e[sd]?|ing))|(fourfold|quadrupl(?:e[sd]?|ing)))(?![\\p{L}\\p{N}])',
  'giu',
);
/** Text after a number word that makes it part of an idiom: "third of", "third-party", "double down". */
const IDIOM_AFTER =
  /^(?:[- ](?:party|parties|check|checked|down|digit|digits|edged|standard|click|blind|person|nature|thoughts?)\b|s? of\b)/i;
/** Text before an ordinal that makes it a fraction or a unit: "a third", "per second". */
const IDIOM_BEFORE = /(?:\b(?:an?|one|per|each|every|split|two)[ -]|\/|\d ?)$/i;

/** Whether the word alone is a number, in upper or lower case. */
export function isNumberWord(word: string): boolean {
  const lower = word.toLowerCase();
  return (
    small.has(lower) || tens.has(lower) || ordinals.has(lower) || (lower.length > 2 && lower in MAGNITUDES)
  );
}

/** Returns the value of a single number word below 100; undefined for other words. */
export const valueOfWord = (word: string): number | undefined => small.get(word) ?? tens.get(word);

export interface WrittenNumber {
  start: number;
  end: number;
  value: number;
  /** `rank`: third; `x`: twice. */
  unit?: 'rank' | 'x';
  /** Value of one unit of the last digit, if not 1: 0.5 in "six and a half". */
  step?: number;
}

/** Text after a number that adds a half: "six and a half", "two and a half million". */
const AND_HALF = /^ and a half(?:[- ](thousand|million|billion|trillion))?(?!\p{L})/iu;

/** Returns every number in words in a text. "a" and "an" count only before a magnitude. */
export function findWrittenNumbers(text: string): WrittenNumber[] {
  const found: WrittenNumber[] = [];
  for (const match of text.matchAll(WRITTEN)) {
    const [raw, ten, one, plain, after, alone, ordinal, double, triple, quadruple] = match.map((part) =>
      part?.toLowerCase(),
    );
    const start = match.index;
    const end = start + match[0].length;
    if ((ordinal || double) && IDIOM_AFTER.test(text.slice(end, end + 16))) continue;
    if (ordinal) {
      if (IDIOM_BEFORE.test(text.slice(Math.max(0, start - 8), start))) continue;
      found.push({ start, end, value: ordinals.get(ordinal) ?? 0, unit: 'rank' });
    } else if (double || triple || quadruple) {
      found.push({ start, end, value: double ? 2 : triple ? 3 : 4, unit: 'x' });
    } else {
      const magnitude = after ?? alone;
      if (/^an?$/.test(plain ?? '') && !magnitude) continue;
      const base = ten ? (tens.get(ten) ?? 0) + (small.get(one ?? '') ?? 0) : (small.get(plain ?? '') ?? 1);
      const factor = magnitude === 'dozen' ? 12 : (MAGNITUDES[magnitude ?? ''] ?? 1);
      // In "mixing the two", "two" is a pronoun.
      if (
        plain === 'two' &&
        !after &&
        /\bthe $/i.test(text.slice(0, start)) &&
        !/^ \p{L}+s\b/u.test(text.slice(end))
      )
        continue;
      // In "$2 per million tokens", "million" is part of the unit.
      if (alone && /\bper $/i.test(text.slice(0, start))) continue;
      const half = magnitude ? null : AND_HALF.exec(text.slice(end, end + 24));
      if (half) {
        const times = MAGNITUDES[half[1]?.toLowerCase() ?? ''] ?? 1;
        found.push({ start, end: end + half[0].length, value: (base + 0.5) * times, step: times / 2 });
      } else if (raw) found.push({ start, end, value: base * factor });
    }
  }
  return found;
}
