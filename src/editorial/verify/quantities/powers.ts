// Finds numbers in scientific notation: 10^30, 10³⁰, 1e30, 3e-4.

const POWER =
  /(?<![\p{L}\p{N}.^])(?:10\^(-?\d{1,2})|10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|(\d{1,3}(?:\.\d{1,4})?)[eE]([+-]?\d{1,2}))(?![\p{L}\p{N}^])/gu;
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

const readSuperscript = (raw: string) =>
  Number([...raw].map((sign) => (sign === '⁻' ? '-' : String(SUPERSCRIPTS.indexOf(sign)))).join(''));

/** Returns each number in scientific notation in a text, with its range. */
export function findPowers(text: string): { start: number; end: number; value: number }[] {
  return [...text.matchAll(POWER)].flatMap((match) => {
    const [raw, plain, superscript, base = '1', exponent] = match;
    const power = Number(plain ?? exponent ?? readSuperscript(superscript ?? ''));
    const value = Number(base) * 10 ** power;
    return Number.isFinite(value) && value > 0
      ? [{ start: match.index, end: match.index + raw.length, value }]
      : [];
  });
}

/** Whether a text is a single number in scientific notation. */
export const isPower = (text: string) => findPowers(text)[0]?.end === text.length;
