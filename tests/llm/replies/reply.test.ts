import { expect, test } from 'vitest';
import { readError, readReply } from '../../../src/llm/replies/reply.js';

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
])('an error in the form %j is recognised', (body, error) => expect(readError(body)).toEqual(error));

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

test('thinking is computed from the total if it is not reported separately', () => {
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

test('a body that is neither a reply nor an error does not come from a model server', () => {
  for (const body of ['<html>', {}, [], null, 7]) {
    expect(() => readReply(body, sent, '')).toThrowError(expect.objectContaining({ kind: 'garbled' }));
  }
});

const choice = (message: object, rest = {}) => ({ choices: [{ message, finish_reason: 'stop', ...rest }] });

test.each([
  [choice({ content: null, reasoning_content: '{"a":1}' }), { text: '', thoughts: '{"a":1}' }],
  [choice({ content: '', reasoning: '{"a":1}' }), { text: '', thoughts: '{"a":1}' }],
  [choice({ content: { a: 1 } }), { text: '{"a":1}' }],
  [
    choice({
      content: [
        { type: 'thinking', thinking: [] },
        { type: 'text', text: 'x' },
      ],
    }),
    { text: 'x' },
  ],
  [choice({ content: null, tool_calls: [{ function: { name: 'f', arguments: '{}' } }] }), { text: '{}' }],
  [choice({ content: '{"a"' }, { finish_reason: 'max_tokens' }), { finish: 'length' }],
  [choice({ content: '' }, { finish_reason: 'SAFETY' }), { finish: 'refused' }],
])('%j is read', (body, reply) => expect(readReply(body, sent, '')).toMatchObject(reply));

test('an unrequested stream is joined', () => {
  const events = [
    '{"choices":[{"delta":{"content":"{\\"a\\":"}}]}',
    '{"choices":[{"delta":{"content":"1}"},"finish_reason":"stop"}]}',
  ];
  const body = [...events.map((json) => `data: ${json}`), 'data: [DONE]', ''].join('\n\n');
  expect(readReply(body, sent, '')).toMatchObject({ text: '{"a":1}', finish: 'complete' });
});

test('a choice with an error is a failure of the provider behind the server', () => {
  const body = choice(
    { content: '' },
    { finish_reason: 'error', error: { message: 'Provider failed', code: 502 } },
  );
  expect(() => readReply(body, sent, '')).toThrowError(expect.objectContaining({ kind: 'busy' }));
});
