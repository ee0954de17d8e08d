import { expect, test } from 'vitest';
import { classifyError, readRetryAfter, scrub } from '../../src/llm/server-error.js';

const schema = { format: 'json_schema', tokenLimit: 'max_tokens' } as const;
const thinking = { format: 'text', tokenLimit: 'max_tokens', reasoningEffort: 'low' } as const;
const plain = { format: 'text', tokenLimit: 'max_tokens' } as const;

// The words of OpenAI, DeepSeek, LM Studio, llama.cpp, Ollama, OpenRouter, Mistral, vLLM, Azure and Gemini, as their users report them.
test.each([
  [400, "Invalid schema for response_format 'title': 'uri' is not a valid format.", schema, 'format'],
  [400, 'This response_format type is unavailable now', schema, 'format'],
  [400, "'response_format.type' must be 'json_schema' or 'text'", schema, 'format'],
  [500, 'failed to parse grammar', schema, 'format'],
  [500, 'failed to parse grammar', plain, 'busy'],
  [404, 'No endpoints found that support structured outputs', schema, 'format'],
  [429, 'Rate limit reached for json_schema requests', schema, 'busy'],
  [400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.", schema, 'tokenLimit'],
  [
    422,
    '{"detail":[{"loc":["body","max_tokens"],"msg":"Extra inputs are not permitted"}]}',
    schema,
    'tokenLimit',
  ],
  [
    400,
    'max_tokens is too large: 16384. This model supports at most 4096 completion tokens.',
    schema,
    'tooLong',
  ],
  [400, "This model's maximum context length is 4096 tokens.", schema, 'tooLong'],
  [400, "The prompt triggered Azure OpenAI's content management policy.", schema, 'refused'],
  [429, '{"type":"insufficient_quota"}', schema, 'denied'],
  [429, 'You exceeded your current quota, please check your plan. Please retry in 30s.', schema, 'busy'],
  [
    429,
    'Rate limit reached. Add a payment method at https://platform.openai.com/account/billing.',
    schema,
    'busy',
  ],
  [429, 'Rate limit reached for gpt-5-mini in organization', schema, 'busy'],
  [403, 'Country not supported', schema, 'denied'],
  [404, "model 'llama9' not found", schema, 'denied'],
  [529, 'Overloaded', schema, 'busy'],
  [400, 'Unrecognized request argument supplied: reasoning_effort', thinking, 'reasoningEffort'],
  [400, "Unsupported value: 'reasoning_effort' does not support 'low'.", thinking, 'reasoningEffort'],
  [400, '"gemma3:4b" does not support thinking', thinking, 'reasoningEffort'],
  [400, '"gemma3:4b" does not support thinking', plain, 'rejected'],
  [400, 'Bad Request', schema, 'rejected'],
] as const)('%i %s', (status, detail, sent, kind) => {
  expect(classifyError(status, detail, '', sent).kind).toBe(kind);
});

test.each([
  [{ 'retry-after-ms': '1500', 'retry-after': '9' }, 1_500],
  [{ 'retry-after': '1.5' }, 1_500],
  [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:03 GMT' }, 2_000],
  [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' }, 0],
  [{ 'retry-after': '-5' }, 0],
  [{ 'retry-after': 'soon' }, undefined],
  [{}, undefined],
])('%j', (headers, wait) => expect(readRetryAfter(new Headers(headers), 1_000)).toBe(wait));

test('what is shown is short, on one line and without keys', () => {
  const shown = scrub(`first\nsecret-key-1 sk-${'a'.repeat(40)} ${'x'.repeat(999)}`, 'secret-key-1');
  expect(shown).toMatch(/^first … … x+…$/);
  expect(shown.length).toBeLessThanOrEqual(300);
});
test('a word that stands for no key is left alone', () =>
  expect(scrub('ollama is busy', 'ollama')).toBe('ollama is busy'));
