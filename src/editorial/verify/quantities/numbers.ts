// Finds numbers with their units and normalises them: 7k, 7,000 and "seven thousand" are the same quantity.

import { isFunctionWord } from '../../../base/language/function-words.js';
import { findWrittenNumbers, MAGNITUDES } from './number-words.js';
import { findPowers } from './powers.js';
import { CURRENCIES, findPer, findUnit, isCounted } from './units.js';

/** One interpretation of a number: 16 in `16–24 GB` is read with and without GB. */
export interface Reading {
  value: number;
  /** The canonical unit (see units.ts). */
  unit?: string;
  /** The divisor: `month` in "$20 a month". */
  per?: string;
}

export interface Quantity {
  /** As written, including the unit. */
  raw: string;
  start: number;
  end: number;
  readings: Reading[];
  /** Value of one unit of the last written digit: 100 for `12.4k`, 1 for `310`. */
  step: number;
  /** Written as a word ("three"). */
  written: boolean;
  /** A version of at least three parts (`0.20.1`), which is compared as text. */
  version?: string;
}

const DIGITS =
  /(?<![\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}_@]|\d\.)(?:\d{1,3}(?:[,']\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.,]\d+)*|\.\d+)/gu;
/** Versions inside names. A text may use the 3.5 of a post's `Qwen3.5` alone. */
const ATTACHED = /(?<=\p{L}{3})\d+(?:\.\d+)*(?![\p{L}\p{N}])/gu;
/** Words that imply a number: "both" is two, "p95" the 95th percentile. */
const IMPLIED = /(?<![\p{L}\p{N}])(?:both|pair|couple|beide[nr]?|p(\d\d))(?![\p{L}\p{N}])/giu;
/** Periods with an article, which are one of them: "within an hour". */
const SINGLE =
  /(?<![\p{L}\p{N}])an? (?:full |whole |single )?(second|minute|hour|day|week|month|year|decade)(?!\p{L})/giu;
const VERSION_V = /(?<![\p{L}\p{N}])v\.?(?=\d)/giu;
const CURRENCY_BEFORE = /(?:[$€£¥₹₩]|\b(?:USD|EUR|GBP|CNY|RMB|JPY|INR)\s?)\s?$/;
const RANK_BEFORE = /(?:#|\b(?:no\.|number|nr\.|platz)\s?)$/i;
const MAGNITUDE =
  /^(?:([kKmMbBtT]|MM|mm|mn|Mn|bn|Bn|tn)(?![\p{L}\p{N}])|[ -](k|K|[MBT]|mn|Mn|bn|Bn|tn|Mio\.?|Mrd\.?)(?![\p{L}\p{N}'])|[ -]?([Hh]undred|[Tt]housand|[MmBb]illion|[Tt]rillion|[Qq]uadrillion|[Tt]ausend|[Mm]illionen|[Mm]illiarden?)s?(?!\p{L})|([千万萬亿億]))/u;
/** Text between two numbers of one list or range, which share a unit. */
const CONNECTOR =
  /^(?=\s*[^\s$])(?:[\s,/&~→>±-]|\b(?:to|and|or|vs\.?|versus|through|until|from|instead of|rather than|compared (?:to|with)|against|not|up|down|bis|und|oder|auf|von|nearly|about|over|around)\b)+[$€£]?$/i;

/** Returns the value of digits. With `decimalComma`, "93,9" has a decimal and "1.200" is a thousand and more. */
function readDigits(raw: string, decimalComma: boolean): number {
  if (decimalComma) {
    if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(raw)) return Number(raw.replace(/\./g, '').replace(',', '.'));
    if (/^\d+,\d+$/.test(raw)) return Number(raw.replace(',', '.'));
  }
  if (/^\d{1,3}([,']\d{3})+(\.\d+)?$/.test(raw)) return Number(raw.replace(/[,']/g, ''));
  if (/^\d+,\d{1,2}$/.test(raw)) return Number(raw.replace(',', '.'));
  return Number(raw.replace(/,/g, ''));
}

/** Returns the value of one unit of the last digit, without a magnitude: 0.1 for "12.4". */
function stepOf(raw: string, decimalComma: boolean): number {
  const decimals = (decimalComma ? /,(\d+)$/ : /\.(\d+)$/).exec(raw)?.[1];
  return decimals ? 10 ** -decimals.length : 1;
}

/** The text after a number: its possible units with their factors, its divisor, and its length in characters. */
interface Measure {
  units: { factor: number; unit?: string }[];
  per?: string;
  length: number;
}

/** Reads the magnitude, unit and divisor at the start of the text after a number. */
function readMeasure(rest: string): Measure {
  let length = 0;
  let factor = 1;
  let minutes = false;
  const magnitude = MAGNITUDE.exec(rest);
  if (magnitude) {
    const name = (magnitude[1] ?? magnitude[2] ?? magnitude[3] ?? magnitude[4] ?? '')
      .toLowerCase()
      .replace(/[.]/, '');
    const rate = name === 't' && /^ ?t\/s/.test(rest);
    if (!rate) {
      factor = MAGNITUDES[name] ?? 1;
      length = magnitude[0].length;
      minutes = rest.startsWith('m') && name === 'm';
    }
  }
  const tail = rest.slice(length);
  // 6m10s
  if (/^m\d{1,2}s?(?!\w)/.test(tail)) return { units: [{ factor, unit: 'min' }], length: length + 1 };
  if (/^ ?(?:tps|tk\/s|t\/s)(?!\p{L})/iu.test(tail))
    return {
      units: [{ factor, unit: 'token' }],
      per: 's',
      length: length + (/^ ?\S+/.exec(tail)?.[0].length ?? 0),
    };
  const two = /^[ -]?(per ?cent(?:age)?(?:[ -]points?)?|prozentpunkte?|years?[ -]old)(?!\p{L})/iu.exec(tail);
  let unit: string | undefined;
  if (two) {
    unit = /point|punkt/i.test(two[0]) ? 'pp' : /old/i.test(two[0]) ? 'year' : 'percent';
    length += two[0].length;
  } else {
    const word = /^(?:\+?[ -]?)([%$€£¥×¢倍]|\p{L}+)(?![\p{Script=Latin}\p{N}])/u.exec(tail);
    unit = word?.[1] && findUnit(word[1]);
    if (word && /^(?:cents?|¢)$/i.test(word[1] ?? '')) {
      factor /= 100;
      unit = 'usd';
    }
    if (word && unit) length += word[0].length;
    else {
      // The unit may be one word further: "2 open models", "110 light years".
      const next = /^\+?[ -](\p{L}+)[ -](\p{L}+)/u.exec(tail);
      if (
        next?.[1] &&
        next[2] &&
        (/^(?:more|fewer|less|extra)$/.test(next[1]) || !isFunctionWord(next[1].toLowerCase()))
      )
        unit = findUnit(next[2]);
    }
  }
  const direct = findPer(rest.slice(length));
  // The period may be one word further: "60M conversations a month".
  const after = direct ?? findPer(rest.slice(length).replace(/^ [\p{L}-]+/u, ''));
  const units = [unit ? { factor, unit } : { factor }];
  if (minutes && !unit) units.push({ factor: 1, unit: 'min' });

  // In `8xH100` and `4× M4` the number is a count.
  if (/^[x×] ?(?=\p{Lu})/u.test(tail)) units.unshift(unit === 'x' ? { factor } : { factor, unit: 'x' });
  // "Times" may follow a count ("downloaded 412k times") or a factor ("three times as fast").
  if (unit === 'x' && /^ times/.test(tail)) units.push({ factor });
  // An "s" may mean seconds or a plural: `5090s`.
  if (unit === 's' && /^s/.test(tail)) units.push({ factor });
  return { units, length: length + (direct?.length ?? 0), ...(after && { per: after.per }) };
}

/** Reads the digits `raw` at `start` with the currency before them and the unit after them. */
function readQuantity(text: string, start: number, raw: string, decimalComma: boolean): Quantity {
  const end = start + raw.length;
  const before = text.slice(Math.max(0, start - 8), start);
  const parts = raw.split('.');
  if (parts.length > 2 && !(decimalComma && /^\d{1,3}(\.\d{3})+$/.test(raw)))
    return { raw, start, end, readings: [], step: 1, written: false, version: raw };
  const value = readDigits(raw, decimalComma);
  const step = stepOf(raw, decimalComma);
  const base = { raw, start, end, step, written: false };
  const ordinal = /^(?:st|nd|rd|th)(?![\p{L}\p{N}])/u.exec(text.slice(end));
  if (ordinal) return { ...base, end: end + 2, raw: raw + ordinal[0], readings: [{ value, unit: 'rank' }] };
  // The 2505 of an account "Neck-2505" has no unit after it.
  const isAccount = /\p{Ll}-$/u.test(before) && /^\d{3,}$/.test(raw) && /^\s/.test(text.slice(end));
  const measure = isAccount ? { units: [{ factor: 1 }], length: 0 } : readMeasure(text.slice(end, end + 60));
  const currency = CURRENCY_BEFORE.exec(before);
  const sign = currency && findUnit(currency[0].trim());
  const per = measure.per;
  const readings = measure.units.map(({ factor, unit }) => {
    const named = sign || unit;
    return { value: value * factor, ...(named && { unit: named }), ...(per && { per }) };
  });
  if (RANK_BEFORE.test(before)) readings.push({ value, unit: 'rank' });
  if (/(?<![\p{L}\p{N}] ?)[x×] ?$/iu.test(before)) readings.push({ value, unit: 'x' });
  const from = currency ? start - currency[0].length : start;
  const factor = measure.units[0]?.factor ?? 1;
  return {
    ...base,
    start: from,
    end: end + measure.length,
    raw: text.slice(from, end + measure.length),
    readings,
    step: step * factor,
  };
}

/** Adds readings to the numbers of a list: a unit at its end (`16–24 GB`) or start (`$20–200`) applies to all. */
function shareUnits(text: string, found: Quantity[]): void {
  for (let i = found.length - 2; i >= 0; i--) {
    const [here, next] = [found[i], found[i + 1]];
    if (!here || !next || !CONNECTOR.test(text.slice(here.end, next.start))) continue;
    const bare = here.readings[0];
    if (!bare) continue;
    // Copy only a few readings, so that they do not multiply along a list.
    for (const { value, unit, per } of next.readings.slice(0, 3)) {
      const leads = CURRENCIES.has(unit ?? '') && /^[^\d]/.test(next.raw);
      const scaled = here.step <= 1 && next.step > 1 ? 10 ** (3 * Math.floor(Math.log10(value) / 3)) : 1;
      // A number with its own unit takes over nothing but a missing rate of the same unit.
      if (bare.unit ? bare.unit !== unit || !per || bare.per : leads || !(unit || per || scaled > 1))
        continue;
      const extra = { ...(unit && { unit }), ...(per && { per }) };
      here.readings.push({ value: bare.value, ...extra });
      if (scaled > 1) here.readings.push({ value: bare.value * scaled, ...extra });
    }
  }
  // A unit at the start also applies to numbers without one after it: "from six minutes to four", "$20-200".
  for (let i = 1; i < found.length; i++) {
    const [last, here] = [found[i - 1], found[i]];
    const unit = last?.readings.find((reading) => reading.unit && !isCounted(reading.unit))?.unit;
    const bare = here?.readings[0];
    if (!last || !here || !bare || !unit || unit === 'rank' || here.readings.some((reading) => reading.unit))
      continue;
    if (CONNECTOR.test(text.slice(last.end, here.start))) here.readings.push({ ...bare, unit });
  }
}

/**
 * Returns all quantities in a plain text, in order. With `decimalComma`, "93,9" has a decimal and "1.200" is a thousand
 * and more. `evidence` adds versions inside names (`Qwen3.5`) and implied numbers ("both"). These support claims, but a
 * claim with them needs no support.
 */
export function findQuantities(
  text: string,
  options: { decimalComma?: boolean; evidence?: boolean } = {},
): Quantity[] {
  const decimalComma = options.decimalComma ?? false;
  const powers = findPowers(text);
  let plain = text.replace(VERSION_V, (v) => ' '.repeat(v.length));
  for (const { start, end } of powers)
    plain = plain.slice(0, start) + ' '.repeat(end - start) + plain.slice(end);
  const found = [...plain.matchAll(DIGITS)].map((match) =>
    readQuantity(plain, match.index, match[0], decimalComma),
  );
  for (const { start, end, value } of powers)
    found.push({ raw: text.slice(start, end), start, end, readings: [{ value }], step: 1, written: false });
  if (options.evidence)
    for (const match of plain.matchAll(ATTACHED))
      found.push(readQuantity(plain, match.index, match[0], false));
  if (options.evidence)
    for (const match of plain.matchAll(IMPLIED)) {
      const reading: Reading = match[1] ? { value: Number(match[1]), unit: 'rank' } : { value: 2 };
      const end = match.index + match[0].length;
      found.push({ raw: match[0], start: match.index, end, readings: [reading], step: 1, written: true });
    }
  if (options.evidence)
    for (const { 0: raw, 1: unit = '', index: start } of plain.matchAll(SINGLE)) {
      const readings = [{ value: 1, unit: findUnit(unit) }];
      found.push({ raw, start, end: start + raw.length, readings, step: 1, written: true });
    }
  for (const { start, end, value, unit, step = 1 } of findWrittenNumbers(plain)) {
    const measure = unit
      ? { units: [{ factor: 1, unit }], length: 0, per: undefined }
      : readMeasure(plain.slice(end, end + 60));
    const readings = measure.units.map((reading) => ({
      value: value * reading.factor,
      ...(reading.unit && { unit: reading.unit as string }),
      ...(measure.per && { per: measure.per }),
    }));
    const stop = end + measure.length;
    const grain = step * (measure.units[0]?.factor ?? 1);
    found.push({ raw: plain.slice(start, stop), start, end: stop, readings, step: grain, written: true });
  }
  found.sort((a, b) => a.start - b.start);
  // Drop quantities inside another one: the 1M of "$3 per 1M tokens".
  let taken = 0;
  const apart = found.filter(({ start, end }) => {
    if (start < taken) return false;
    taken = end;
    return true;
  });
  shareUnits(plain, apart);
  return apart;
}
