import { expect, test } from 'vitest';
import {
  countWords,
  escapeHtml,
  oneLine,
  segmentWords,
  slugify,
  splitSentences,
  truncate,
  words,
} from '../../src/base/text.js';

test('splitSentences does not split at abbreviations, decimals and versions', () => {
  expect(
    splitSentences('Gemma 4 runs at 40.5 tok/s, e.g. on MLX. GPT-5.5 vs. Opus 4.6 is next!\nA new line'),
  ).toEqual(['Gemma 4 runs at 40.5 tok/s, e.g. on MLX.', 'GPT-5.5 vs. Opus 4.6 is next!', 'A new line']);
});
test('splitSentences keeps a sentence longer than its window whole, and the following ones', () => {
  const long = `It ${'goes on and '.repeat(1_000)}ends.`;
  expect(splitSentences(`${long} Heron 3 is out. ${long}`)).toEqual([long, 'Heron 3 is out.', long]);
});
test.each(['A. ', 'Dr. ', '\u2028', '\r', '\u4e2d\u3002', 'e.g. A. ', '. @a'])(
  'splitting 100,000 characters of %j takes little time',
  (piece) => {
    const text = piece.repeat(100_000 / piece.length);
    const began = performance.now();
    splitSentences(text);
    expect(performance.now() - began).toBeLessThan(1_000);
  },
);
test('splitSentences starts a sentence at an account, but not after an abbreviation', () =>
  expect(splitSentences('It is fast. @ada says so, cf. @bob! “Yes.” @cyd')).toEqual([
    'It is fast.',
    '@ada says so, cf. @bob!',
    '“Yes.”',
    '@cyd',
  ]));
test('words keeps versions, code names and apostrophes whole', () =>
  expect(words('GPT-5.5 can’t beat C++ (yet).')).toEqual(['gpt-5.5', "can't", 'beat', 'c++', 'yet']));
test('oneLine removes every kind of line break', () =>
  expect(oneLine('Subject\r\nBcc:\u2028 x\u0000y\u0085z')).toBe('Subject Bcc: x y z'));
test('escapeHtml escapes text and attributes', () =>
  expect(escapeHtml(`<a href="x" o='y'>&`)).toBe('&lt;a href=&quot;x&quot; o=&#39;y&#39;&gt;&amp;'));
test('slugify makes ASCII slugs and cuts between words', () => {
  expect(slugify('Gemma 4’s “day-0” Überraschung!')).toBe('gemma-4s-day-0-uberraschung');
  expect(slugify('one two three', 9)).toBe('one-two');
});
test('truncate never splits a character', () => {
  expect(truncate('short', 10)).toBe('short');
  expect(truncate('a long sentence here', 9)).toBe('a long…');
  expect(truncate('😀😀😀😀', 4)).toBe('😀…');
});

test('segmenting a long run without spaces takes linear memory and cuts no word', () => {
  const run = 'กรุงเทพมหานครเปิดห้องสมุด'.repeat(8_000);
  const found = segmentWords(run, 'th');
  expect(found.join('')).toBe(run);
  expect(new Set(found)).toEqual(new Set(segmentWords('กรุงเทพมหานครเปิดห้องสมุด'.repeat(2), 'th')));
  expect(segmentWords(`${'a'.repeat(399)}😀b`).join('|')).toContain('😀');
});

test('segmentWords divides a script without spaces into words', () => {
  expect(words('新模型GPT-5.5发布了')).toEqual(['新', '模型', 'gpt-5.5', '发布', '了']);
  expect(words('กรุงเทพมหานครเปิดห้องสมุด').length).toBeGreaterThan(2);
  expect(words('Café in der Straße')).toEqual(['café', 'in', 'der', 'straße']);
  expect(countWords('東京の図書館')).toBe(3);
  expect(countWords('one two-three four')).toBe(3);
});
