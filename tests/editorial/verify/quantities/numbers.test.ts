import { describe, expect, it } from 'vitest';
import { findQuantities } from '../../../../src/editorial/verify/quantities/numbers.js';

/** All readings of all quantities of a text: `7000`, `20 usd/month`. */
const read = (text: string, decimalComma = false) =>
  findQuantities(text, { decimalComma }).map(({ readings, version }) =>
    version
      ? version
      : readings
          .map(({ value, unit, per }) => `${value}${unit ? ` ${unit}` : ''}${per ? `/${per}` : ''}`)
          .join(' | '),
  );

describe('findQuantities: one form for one number', () => {
  it.each([
    ['7k', '7000'],
    ['7K', '7000'],
    ['7,000', '7000'],
    ['7 thousand', '7000'],
    ['1.5M', '1500000'],
    ['1.5 million', '1500000'],
    ['$30B', '30000000000 usd'],
    ['30 billion dollars', '30000000000 usd'],
    ['50%', '50 percent'],
    ['50 percent', '50 percent'],
    ['5 percentage points', '5 pp'],
    ['2x', '2 x'],
    ['2\u00d7', '2 x'],
    ['two times', '2 x | 2'],
    ['twice', '2 x'],
    ['tripled', '3 x'],
    ['twelve', '12'],
    ['twenty-seven', '27'],
    ['a million', '1000000'],
    ['a dozen', '12'],
    ['#3', '3 | 3 rank'],
    ['3rd', '3 rank'],
    ['third', '3 rank'],
    ['27-year-old', '27 year'],
    ['27 years old', '27 year'],
    ['16GB', '16 gb'],
    ['16 GB', '16 gb'],
    ['4-bit', '4 bit'],
    ['v0.20.1', '0.20.1'],
    ['v0.20', '0.2'],
  ])('%s is %s', (text, form) => {
    expect(read(text)).toEqual([form]);
  });
});

describe('findQuantities: rates', () => {
  it.each([
    ['40 tok/s', '40 token/s'],
    ['40 tokens/sec', '40 token/s'],
    ['40 tokens per second', '40 token/s'],
    ['40 tps', '40 token/s'],
    ['$20/mo', '20 usd/month'],
    ['$20 a month', '20 usd/month'],
    ['$20 monthly', '20 usd/month'],
    ['$3/M tokens', '3 usd/mtok'],
    ['$3 per million tokens', '3 usd/mtok'],
    ['$3 per 1M input tokens', '3 usd/mtok'],
  ])('%s is %s', (text, form) => {
    expect(read(text)).toEqual([form]);
  });
});

describe('findQuantities: lists and ranges', () => {
  it('takes the unit from the end', () => {
    expect(read('56-58%')).toEqual(['56 | 56 percent', '58 percent']);
    expect(read('16, 24 and 32 GB')).toEqual(['16 | 16 gb', '24 | 24 gb', '32 gb']);
  });
  it('takes a currency from the front', () => {
    expect(read('$20-200')).toEqual(['20 usd', '200 | 200 usd']);
  });
  it('keeps two sentences apart', () => {
    expect(read('It has 3 modes. 50% of users')).toEqual(['3', '50 percent']);
  });
});

describe('findQuantities: what is not a number', () => {
  it.each(['H100', 'Qwen3.5', 'A17B', '@user42', 'third-party', 'a third of it'])('%s', (text) => {
    expect(read(text)).toEqual([]);
  });
  it('reads eight of 8xH100', () => {
    expect(read('8xH100')).toEqual(['8 x | 8']);
  });
});

describe('findQuantities: decimal commas', () => {
  it('reads them in languages that use them', () => {
    expect(read('93,9 %', true)).toEqual(['93.9 percent']);
    expect(read('7.000 Nutzer', true)).toEqual(['7000 person']);
  });
  it('reads a short tail as a fraction anywhere', () => {
    expect(read('93,9')).toEqual(['93.9']);
    expect(read('7.000')).toEqual(['7']);
  });
});
