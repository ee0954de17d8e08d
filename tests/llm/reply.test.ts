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
    { in: 5, inCached: 0, out: 2 },
  ],
  [
    { prompt_tokens: 5, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 9 } },
    { in: 5, inCached: 5, out: 2 },
  ],
  [{ prompt_tokens: -5, completion_tokens: 2 }, undefined],
  [null, undefined],
])('usage %j', (usage, tokens) => expect(readReply({ choices: [], usage }, sent, '').usage).toEqual(tokens));

test('what is neither reply nor error is no model server', () => {
  for (const body of ['<html>', {}, [], null, 7]) {
    expect(() => readReply(body, sent, '')).toThrowError(expect.objectContaining({ kind: 'garbled' }));
  }
});
