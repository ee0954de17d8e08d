// Spellings that mean the same: `70B` and `70 billion`, `16GB` and `16 GB`, `1,000` and `1000`, `fine-tune` and
// `finetune`, `Anna's` and `Anna`.

/** Scales of numbers: letter, word and other abbreviation. */
const SCALES = [
  ['k', 'thousand'],
  ['m', 'million', 'mn'],
  ['b', 'billion', 'bn'],
  ['t', 'trillion', 'tn'],
  ['x', 'times'],
];
/** Units that are written with or without a space before them. */
const UNIT_NAME = /^(?:[kmgt]i?b|[kmg]?hz|[km]?wh?|[nμm]s|[cmk]m|kg|fps|tps|px|bit)$/i;
const CURRENCY_SIGNS: Record<string, string> = {
  dollar: '$',
  usd: '$',
  euro: '€',
  eur: '€',
  pound: '£',
  gbp: '£',
};

/** Lists the spellings to search for in place of the text. */
export function spellingsOf(text: string): string[] {
  const [, number, unit = ''] = /^[$€£]?(\d+(?:[.,]\d+)*)[\s-]?(\p{L}+)$/u.exec(text) ?? [];
  const scale = number && SCALES.find((names) => names.includes(unit.toLowerCase()));
  if (scale) {
    const [letter = '', word = '', short = letter] = scale;
    return [`${number}${letter}`, `${number} ${letter}`, `${number} ${word}`, `${number}${short}`];
  }
  if (number && UNIT_NAME.test(unit)) return [`${number}${unit}`, `${number} ${unit}`];
  const [, owner] = /^(.*\p{L})['’]s$/iu.exec(text) ?? [];
  if (owner) return [owner];
  if (/^\d{1,3}(?:,\d{3})+$/.test(text)) return [text, text.replaceAll(',', '')];
  if (/^(?!(?:19|20)\d\d$)\d{4,9}$/.test(text)) return [text, text.replace(/\B(?=(?:\d{3})+$)/g, ',')];
  if (/^\p{L}{2,}(?:-\p{L}{2,})+$/u.test(text)) return [text, text.replaceAll('-', '')];
  return [text];
}

/** Joins a number and the unit after it: `70 billion`, `$200`, `50%`. Undefined if the word is not a unit. */
export function withUnit(number: string, unit: string): string | undefined {
  const word = unit.toLowerCase();
  if (!/^[$€£]?\d+(?:[.,]\d+)*(?: \p{L}+)?$/u.test(number)) return undefined;
  if (UNIT_NAME.test(word) || SCALES.some((names) => names.includes(word))) return `${number} ${unit}`;
  if (/^(?:percent|pct)$/.test(word)) return `${number}%`;
  const sign = CURRENCY_SIGNS[word.replace(/s$/, '')];
  return sign && `${sign}${number.replace(/^[$€£]/, '')}`;
}
