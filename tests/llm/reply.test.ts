import { expect, test } from 'vitest';
import { readError, readReply } from '../../src/llm/reply.js';

const sent = { format: 'text', tokenLimit: 'max_tokens' } as const;

test.each([
  [{ error: { message: 'no', code: 'bad', type: 'request' } }, { detail: 'no', code: 'bad request' }],
  [{ error: 'no' }, { detail: 'no', code: '' }],
  [
    { object: 'error', message: 'no', code: 40_001 },
    { detail: 'no', code: '40001' },
  ],
  [{ detail: [{ msg: 'no' }] }, { detail: '[{"msg":"no"}]', code: '' }],
  [[{ error: { message: 'no', code: 429 } }], { detail: 'no', code: '429', status: 429 }],
  [undefined, { detail: '', code: '' }],
])('an error in the shape of %j is read', (body, error) => expect(readError(body)).toEqual(error));

test.each([
  [
    { prompt_tokens: 5, completion_tokens: 2 },
    { in: 5, inCached: 0, inWritten: 0, out: 2 },
  ],
  [
    { prompt_tokens: 5, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 9 } },
    { in: 5, inCached: 5, inWritten: 0, out: 2 },
  ],
  [
    {
      prompt_tokens: 9,
      completion_tokens: 2,
      prompt_tokens_details: { cached_tokens: 3, cache_write_tokens: 4 },
    },
    { in: 9, inCached: 3, inWritten: 4, out: 2 },
  ],
  [
    {
      prompt_tokens: 9,
      completion_tokens: 2,
      prompt_tokens_details: { cached_tokens: 6, cache_write_tokens: 9 },
    },
    { in: 9, inCached: 6, inWritten: 3, out: 2 },
  ],
  [
    { prompt_tokens: 5, completion_tokens: 2, total_tokens: 6 },
    { in: 5, inCached: 0, inWritten: 0, out: 2 },
  ],
  [{ prompt_tokens: -5, completion_tokens: 2 }, undefined],
  [null, undefined],
])('usage %j', (usage, tokens) => expect(readReply({ choices: [], usage }, sent, '').usage).toEqual(tokens));

test('what was thought is told by the total where nothing else tells it', () => {
  const gemini = { prompt_tokens: 13, completion_tokens: 4, total_tokens: 117 };
  expect(readReply({ choices: [], usage: gemini }, sent, '')).toMatchObject({
    usage: { in: 13, out: 104 },
    thought: 100,
  });
  const openai = {
    prompt_tokens: 13,
    completion_tokens: 104,
    total_tokens: 117,
    completion_tokens_details: { reasoning_tokens: 100 },
  };
  expect(readReply({ choices: [], usage: openai }, sent, '')).toMatchObject({
    usage: { out: 104 },
    thought: 100,
  });
});

test('what is neither reply nor error is no model server', () => {
  for (const body of ['<html>', {}, [], null, 7]) {
    expect(() => readReply(body, sent, '')).toThrowError(expect.objectContaining({ kind: 'garbled' }));
  }
});
