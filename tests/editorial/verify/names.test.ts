import { describe, expect, it } from 'vitest';
import { containsName, findNames, squash } from '../../../src/editorial/verify/names.js';
import { compoundStems } from '../../../src/editorial/verify/wording.js';

const holds = (name: string, text: string) => containsName(name, squash(text));

describe('containsName', () => {
  it.each([
    ['GPT-5.5', 'gpt 5.5 is out'],
    ['Gemma 4', '#gemma4'],
    ['Qwen3.5-397B-A17B', 'Qwen 3.5 (397B-A17B)'],
    ['Qwen3.5', 'Qwen3.5-397B-A17B'],
    ['Open AI', '@OpenAI'],
    ['DeepMind', 'GoogleDeepMind'],
    ['LLM', 'many LLMs'],
    ['H200', '512 H200s'],
    ['Zürich', 'in Zurich'],
    ['C-Eval', '基准C-Eval上得分'],
  ])('%s in: %s', (name, text) => {
    expect(holds(name, text)).toBe(true);
  });
  it.each([
    ['GPT-5', 'GPT-5.5'],
    ['Llama 3', 'Llama 3.1'],
    ['K2', 'Kimi K2.5'],
    ['A17B', 'A170B'],
    ['8x7B', '8x70B'],
    ['Gemma 4 31B', 'Gemma 43 1B'],
    ['Meta', 'metadata'],
    ['Arm', 'the army'],
  ])('%s not in: %s', (name, text) => {
    expect(holds(name, text)).toBe(false);
  });
});

describe('findNames', () => {
  it.each([
    ['Anthropic ships Claude Opus 4.6.', ['Anthropic', 'Claude', 'Opus']],
    ['The H100 beats an M4 Max with vLLM', ['H100', 'M4', 'Max', 'vLLM']],
    ['a GPT-5-class, OpenAI-compatible API', ['GPT-5', 'OpenAI', 'API']],
    ['Ember 2 mini in 24 GB', ['Ember', 'mini']],
    ['It costs 40 tok/s and the 27B-class', []],
    ['@OpenAI said so', []],
  ])('%s', (text, names) => {
    expect(findNames(text).map(({ raw }) => raw)).toEqual(names);
  });
  it('reads the number or letter after a name', () => {
    expect(findNames('Gemma 4 after Series C').map(({ raw, version }) => [raw, version])).toEqual([
      ['Gemma', '4'],
      ['Series', 'C'],
    ]);
  });
});

it.each([
  ['\u1e9b\u0323', squash],
  ['aB', squash],
  ['\u0627', compoundStems],
  ['a', compoundStems],
] as const)('a post of one long word of %j is read in a short time', (piece, read) => {
  const began = performance.now();
  read(piece.repeat(40_000 / piece.length));
  expect(performance.now() - began).toBeLessThan(1_000);
});
