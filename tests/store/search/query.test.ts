import { expect, test } from 'vitest';
import { matchOf, toFts5, toTsQuery } from '../../../src/store/search/match.js';
import { formatTerms, parseTerms, splitVersions } from '../../../src/store/search/query.js';

test.each([
  ['gemma laptop', 'gemma laptop'],
  ['"day zero" -vllm', '"day zero" -vllm'],
  ['quant* q*', 'quant* q'],
  ['"open quote', '"open quote"'],
  ['what is a gemma?', 'gemma?'],
  ['what is', 'what is'],
  ['gemma "what is" -the', 'gemma "what is" -the'],
  ['gemma laptop Gemma', 'Gemma laptop'],
  ['  *"" -- ', ''],
])('parseTerms: %s is %s', (text, terms) => expect(formatTerms(parseTerms(text))).toBe(terms));

test.each([
  ['vllm laptop', '("vllm" AND "laptop")', "('vllm' & 'laptop')"],
  ['"big laptop" -vllm', '("big laptop" NOT "vllm")', "(('big' <-> 'laptop') & !'vllm')"],
  ['quant*', '"quant"*', "'quant':*"],
  ['qwen3.5', '"qwen 3 5"', "('qwen' <-> '3' <-> '5')"],
  [
    'NEAR("AND" col:x ^y',
    '("near" AND "and" AND "col x" AND "y")',
    "('near' & 'and' & ('col' <-> 'x') & 'y')",
  ],
  ["'; drop & ! | <-> (:*)", '"drop"', "'drop'"],
  ['开源', '"开源"', "'开源'"],
  ['开源模型', '"开源 源模 模型"', "('开源' <-> '源模' <-> '模型')"],
  ['开', '"开"*', "'开':*"],
])('matchOf: %s in the languages of both databases', (text, fts5, tsQuery) => {
  const match = matchOf(parseTerms(text), {});
  expect(match && [toFts5(match), toTsQuery(match)]).toEqual([fts5, tsQuery]);
});

test('matchOf returns undefined for only excluded words', () => {
  expect(matchOf(parseTerms('-only'), {})).toBeUndefined();
});

test.each([
  ['gemma 4', '"gemma 4"'],
  ['gpt 5.5 pro', '"gpt 5.5" pro'],
  ['kimi k2.5 -qwen 3', 'kimi k2.5 -qwen 3'],
  ['2026 budget', '2026 budget'],
  ['"two words" 4', '"two words" 4'],
  ['opus 4.6 opus 4.7', 'opus 4.6 4.7'],
  ['rtx 3090', 'rtx 3090'],
  ['copilot 9x', 'copilot 9x'],
  ['70 billion parameters', '"70 billion" parameters'],
  ['200 dollars', '$200'],
  ['50 percent faster', '50% faster'],
])('one name and its version, a number and its unit: %s is %s', (typed, joined) =>
  expect(formatTerms(parseTerms(typed))).toBe(joined),
);

test('a name and its version can be searched for apart', () => {
  expect(formatTerms(splitVersions(parseTerms('gemma 4 laptop')) ?? [])).toBe('gemma 4 laptop');
  expect(splitVersions(parseTerms('gemma laptop'))).toBeUndefined();
});
