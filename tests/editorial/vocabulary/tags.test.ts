import { expect, test } from 'vitest';
import { findTags } from '../../../src/editorial/vocabulary/tags.js';

const names = (text: string, kind?: string): string[] =>
  findTags(text)
    .filter((tag) => !kind || tag.kind === kind)
    .map((tag) => tag.name);

test.each(['xAI', 'x-ai', 'X.AI', 'xAI’s', '(xai)'])('%s is xAI', (text) =>
  expect(findTags(text)).toEqual([{ kind: 'company', slug: 'xai', name: 'xAI' }]),
);

test.each([
  ['GPT-5.5', 'gpt-5-5'],
  ['gpt 5.5', 'gpt-5-5'],
  ['GPT\u20115.5', 'gpt-5-5'],
  ['GPT-9.3-Codex', 'gpt-9-3-codex'],
  ['GPT-4o', 'gpt-4o'],
  ['Qwen 3.5 397B', 'qwen-3-5'],
  ['Qwen3.5-397B-A17B', 'qwen-3-5'],
  ['Qwen3-Coder-Next', 'qwen-3-coder-next'],
  ['Opus 4.6', 'claude-opus-4-6'],
  ['Claude 4.6 Opus', 'claude-opus-4-6'],
  ['Kimi-K2.5', 'kimi-k2-5'],
  ['MiniMax 2.7', 'minimax-m2-7'],
  ['DeepSeek V4', 'deepseek-v4'],
  ['o3-mini', 'o3-mini'],
  ['Step-3.5-Flash', 'step-3-5-flash'],
  ['claude-opus-4-6', 'claude-opus-4-6'],
  ['claude-3-5-sonnet', 'claude-sonnet-3-5'],
  ['gemma-3-4b', 'gemma-3'],
  ['claude-sonnet-4-20250514', 'claude-sonnet-4'],
])('%s is the model %s', (text, slug) =>
  expect(
    findTags(`They say ${text} is out.`)
      .filter((tag) => tag.kind === 'model')
      .map((tag) => tag.slug),
  ).toEqual([slug]),
);

test('a family with a version in the text is not also tagged without one', () =>
  expect(names('Claude Opus 4.6 is here: Opus writes code')).toEqual(['Claude Opus 4.6']));
test('a part of a longer name is not a model', () =>
  expect(names('ACE-Step-1.5 makes music', 'model')).toEqual([]));
test('a size is not a version', () => expect(names('qwen 72B runs on llama.cpp', 'model')).toEqual(['Qwen']));
test('the next word of the sentence is not part of the model', () =>
  expect(names('Gemini 3 Flash is next, Gemma 4 live today', 'model')).toEqual([
    'Gemini 3 Flash',
    'Gemma 4',
  ]));
test('ordinary words are not names', () =>
  expect(names('A meta analysis of arm movement: step 3, run the command, cursor right, opus codec')).toEqual(
    [],
  ));
test('words that resemble a name are not names, except listed spellings', () => {
  expect(names('It is linked in the comments, and it is hard to scale AI', 'company')).toEqual([]);
  expect(names('linked in the post: slides for the power point')).toEqual([]);
  expect(names('Scale AI and open ai on LinkedIn')).toEqual(['Scale AI', 'OpenAI', 'LinkedIn']);
});
test('a size after a model is not a company', () => {
  expect(names('Gemma 4 E2B and gemma-4-E2B-it on a phone', 'company')).toEqual([]);
  expect(names('E2B runs the sandboxes', 'company')).toEqual(['E2B']);
});
test('names do not start or end inside a word', () =>
  expect(names('metaverse, groqqed, preopenai, veterans')).toEqual([]));
test('a letter before a word is not a spelling of a name', () =>
  expect(names('Plan with X AI tools can use', 'company')).toEqual([]));
test('a file or a licence is not a name', () =>
  expect(names('Write CLAUDE.md under the MIT license')).toEqual(['CLAUDE.md']));
test('people and topics have separate kinds', () => {
  expect(names('@karpathy on RLVR and agentic coding', 'person')).toEqual(['Andrej Karpathy']);
  expect(names('@karpathy on RLVR and agentic coding', 'topic')).toEqual([
    'Reinforcement learning',
    'Agents',
  ]);
});
test('each tag comes once, in order of first mention', () =>
  expect(names('vLLM, OpenAI, vllm and open ai')).toEqual(['vLLM', 'OpenAI']));

test('a word counts only if it is used as a name', () => {
  const all = (text: string) => findTags(text).map(({ name }) => name);
  expect(all('The leak revived attention to the old printer')).toEqual([]);
  expect(all('Attention is short in the evening. Nobody reads.')).toEqual([]);
  expect(all('A kernel for sparse attention')).toContain('Attention');
  // In other languages, a lower-case word is an ordinary word.
  expect(
    all('Cette équipe veut aider les lecteurs et retenir leur attention avec une vidéo par semaine'),
  ).toEqual([]);
  expect(all('Cette équipe veut aider les lecteurs de OpenAI avec une vidéo par semaine')).toEqual([
    'OpenAI',
  ]);
});
test('an address is not a name, except a name that is an address', () => {
  const all = (text: string) => findTags(text).map(({ name }) => name);
  expect(all('Posted at lists.linuxfoundation.org/pipermail by hand')).toEqual([]);
  expect(all('Write to press@openai.com or see https://www.nvidia.com/news')).toEqual([]);
  expect(all('The logs are on status.openai.com')).toEqual([]);
  expect(all('Character.AI bans minors')).toEqual(['Character.AI']);
});
