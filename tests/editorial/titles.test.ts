import { expect, test } from 'vitest';
import { writeTitles } from '../../src/editorial/titles.js';
import type { Story } from '../../src/model.js';

const story = (text: string): Story => ({
  id: text,
  weight: 1,
  voices: 1,
  posts: [
    {
      id: text,
      sourceId: 'feed:1',
      platform: 'web',
      url: 'https://a.example/',
      author: 'a',
      title: '',
      text,
      createdAt: '2026-04-05T10:00:00.000Z',
      metrics: {},
      links: [],
      media: [],
      comments: [],
    },
  ],
});
const title = (...texts: string[]): string => writeTitles([texts.map(story)])[0] ?? '';

test('a title names what its stories share', () =>
  expect(title('Gemma 4 on llama.cpp', 'Gemma 4 speeds up with llama.cpp', 'Ollama adds Gemma 4')).toMatch(
    /^Gemma 4, llama\.cpp and /,
  ));
test('leftovers are named by their strongest names', () =>
  expect(title('Cursor ships tabs', 'vLLM 0.9 is faster', 'LoRA adapters explained')).toBe(
    'Cursor, vLLM and LoRA',
  ));
test('without any name it is the opening of the heaviest story', () =>
  expect(title('The quick brown fox jumps over the lazy dog near the river bank')).toBe(
    'The quick brown fox jumps over the lazy dog',
  ));
test('the connecting word follows the language', () =>
  expect(writeTitles([[story('OpenAI mietet Chips von NVIDIA')]], 'de-AT')).toEqual(['OpenAI und NVIDIA']));
