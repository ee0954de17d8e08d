import { describe, expect, test } from 'vitest';
import { isFunctionWord } from '../../../src/base/language/function-words.js';
import { stemWord } from '../../../src/base/language/stem.js';

describe('stemWord', () => {
  test.each([
    ['releases', 'released'],
    ['fixes', 'fix'],
    ['batches', 'batch'],
    ['stories', 'story'],
    ['stopped', 'stopping'],
    ['quantization', 'quantized'],
  ])('%s and %s have the same stem', (one, other) => {
    expect(stemWord(one)).toBe(stemWord(other));
  });

  test('short words and words with a digit do not change', () => {
    expect(stemWord('has')).toBe('has');
    expect(stemWord('gpt-5s')).toBe('gpt-5s');
  });
});

test('isFunctionWord accepts English words in every language', () => {
  expect(isFunctionWord('the', 'de')).toBe(true);
  expect(isFunctionWord('und', 'de')).toBe(true);
  expect(isFunctionWord('und')).toBe(false);
  expect(isFunctionWord('heron')).toBe(false);
});
