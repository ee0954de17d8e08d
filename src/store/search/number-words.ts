// Other spellings of a word that mean the same: `70B` and `70 billion`, `1,000` and `1000`, `fine-tune` and `finetune`.

/** Each scale: its letter, its word and what else is written for it. */
const SCALES = [
  ['k', 'thousand'],
  ['m', 'million', 'mn'],
  ['b', 'billion', 'bn'],
  ['t', 'trillion', 'tn'],
];
const SIGNS: Record<string, string> = { dollar: '$', usd: '$', euro: '€', eur: '€', pound: '£', gbp: '£' };

/** The text and its other spellings. */
export function spellingsOf(text: string): string[] {
  const [, number, unit] = /^(\d+(?:[.,]\d+)*)[\s-]?(\p{L}+)$/u.exec(text) ?? [];
  const scale = number && SCALES.find((names) => names.includes(unit?.toLowerCase() ?? ''));
  if (scale) {
    const [letter = '', word = '', short = letter] = scale;
    return [`${number}${letter}`, `${number} ${letter}`, `${number} ${word}`, `${number}${short}`];
  }
  if (/^\d{1,3}(?:,\d{3})+$/.test(text)) return [text, text.replaceAll(',', '')];
  if (/^(?!(?:19|20)\d\d$)\d{4,9}$/.test(text)) return [text, text.replace(/\B(?=(?:\d{3})+$)/g, ',')];
  if (/^\p{L}{2,}(?:-\p{L}{2,})+$/u.test(text)) return [text, text.replaceAll('-', '')];
  return [text];
}

/** A number with the unit that was written out after it: `70 billion`, `$200`, `50%`. Undefined when it is no unit. */
export function withUnit(number: string, unit: string): string | undefined {
  const word = unit.toLowerCase();
  if (!/^[$€£]?\d+(?:[.,]\d+)*$/.test(number)) return undefined;
  if (SCALES.some(([, name, short]) => name === word || short === word)) return `${number} ${word}`;
  if (/^(?:percent|pct)$/.test(word)) return `${number}%`;
  const sign = SIGNS[word.replace(/s$/, '')];
  return sign && `${sign}${number.replace(/^[$€£]/, '')}`;
}
