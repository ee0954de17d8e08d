import { expect, test } from 'vitest';
import { classifyError } from '../../../src/llm/errors/classify-error.js';
import { type SentRequest, scrubMessage } from '../../../src/llm/errors/server-error.js';
import { findWait, readServerWait } from '../../../src/llm/errors/server-figures.js';

const classify = (status: number, detail: string, sent: SentRequest) =>
  classifyError({ status, detail, code: '', sent });
const schema = { format: 'json_schema', tokenLimit: 'max_tokens' } as const;
const thinking = { format: 'text', tokenLimit: 'max_tokens', reasoningEffort: 'low' } as const;
const plain = { format: 'text', tokenLimit: 'max_tokens' } as const;

// Messages of OpenAI, DeepSeek, LM Studio, llama.cpp, Ollama, OpenRouter, Mistral, vLLM, Azure and Gemini, as reported
// by users.
test.each([
  [400, "Invalid schema for response_format 'title': 'uri' is not a valid format.", schema, 'format'],
  [400, 'This response_format type is unavailable now', schema, 'format'],
  [400, "'response_format.type' must be 'json_schema' or 'text'", schema, 'format'],
  [500, 'failed to parse grammar', schema, 'format'],
  [500, 'failed to parse grammar', plain, 'busy'],
  [404, 'No endpoints found that support structured outputs', schema, 'format'],
  [429, 'Rate limit reached for json_schema requests', schema, 'limited'],
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
    'answerLimit',
  ],
  [400, "This model's maximum context length is 4096 tokens.", schema, 'tooLong'],
  [400, "The prompt triggered Azure OpenAI's content management policy.", schema, 'refused'],
  [429, '{"type":"insufficient_quota"}', schema, 'denied'],
  [429, 'You exceeded your current quota, please check your plan. Please retry in 30s.', schema, 'limited'],
  [
    429,
    'Rate limit reached. Add a payment method at https://platform.openai.com/account/billing.',
    schema,
    'limited',
  ],
  [429, 'Rate limit reached for gpt-5-mini in organization', schema, 'limited'],
  [403, 'Country not supported', schema, 'denied'],
  [404, "model 'llama9' not found", schema, 'denied'],
  [529, 'Overloaded', schema, 'busy'],
  [400, 'Unrecognized request argument supplied: reasoning_effort', thinking, 'reasoningEffort'],
  [400, "Unsupported value: 'reasoning_effort' does not support 'low'.", thinking, 'reasoningEffort'],
  [400, '"gemma3:4b" does not support thinking', thinking, 'reasoningEffort'],
  [400, '"gemma3:4b" does not support thinking', plain, 'rejected'],
  [400, 'Bad Request', schema, 'rejected'],
  [400, 'API key not valid. Please pass a valid API key.', schema, 'denied'],
  [400, 'Incorrect API key provided: sk-1234.', schema, 'denied'],
  [500, 'Invalid API Key', schema, 'denied'],
  [400, 'invalid x-api-key', schema, 'denied'],
  [400, 'No auth credentials found', schema, 'denied'],
  [
    400,
    "Failed to generate JSON. Please adjust your prompt. See 'failed_generation'.",
    schema,
    'invalidJson',
  ],
  [400, 'System role not supported', schema, 'systemRole'],
  [400, 'Developer instruction is not enabled for models/gemma-3-27b-it', schema, 'systemRole'],
  [500, 'This model does not support system prompts', schema, 'systemRole'],
  [400, 'Invalid max_tokens value, the valid range of max_tokens is [1, 8192]', schema, 'answerLimit'],
  [
    400,
    'max_tokens: 16384 > 8192, which is the maximum allowed number of output tokens',
    schema,
    'answerLimit',
  ],
  [400, '`max_tokens` must be less than or equal to `8192`', schema, 'answerLimit'],
  [400, 'the request exceeds the available context size (n_ctx 4096)', schema, 'tooLong'],
] as const)('%i %s', (status, detail, sent, kind) => {
  expect(classify(status, detail, sent).kind).toBe(kind);
});

test.each([
  ['Please retry in 32.5s.', 32_500],
  ['Please try again in 1m2.5s. Need more tokens?', 62_500],
  ['Please try again in 120ms.', 120],
  ['{"details":[{"retryDelay":"7s"}]}', 7_000],
  ['Rate limited. Retry after 2 minutes', 120_000],
  ['Too many requests, please wait 5 seconds', 5_000],
  ['retry_after: 3', 3_000],
  ['Rate limit reached for 500 requests', undefined],
])('reads the wait in “%s”', (text, wait) => expect(findWait(text)).toBe(wait));

test('limits of answers and contexts are recognised with their figures', () => {
  const sent = { ...schema, maxTokens: 6_000 };
  const limit =
    'max_tokens is too large: 6000. This model supports at most 4,096 completion tokens, not 6000.';
  expect(classify(400, limit, sent).figures).toEqual({ answerTokens: 4_096 });
  const context =
    "This model's maximum context length is 8192 tokens. However, you requested 9100 tokens (3100 in the messages, 6000 in the completion).";
  expect(classify(400, context, sent)).toMatchObject({
    kind: 'tooLong',
    figures: { contextTokens: 8_192, promptTokens: 3_100 },
  });
});

test.each([
  [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1m6s' }, 66_000],
  [{ 'x-ratelimit-remaining-requests': '9', 'x-ratelimit-reset-requests': '1m6s' }, undefined],
  [{ 'retry-after-ms': '1500', 'retry-after': '9' }, 1_500],
  [{ 'retry-after': '1.5' }, 1_500],
  [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:03 GMT' }, 2_000],
  [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' }, 0],
  [{ 'retry-after': '-5' }, 0],
  [{ 'retry-after': 'soon' }, undefined],
  [{}, undefined],
])('%j', (headers, wait) => expect(readServerWait(new Headers(headers), 1_000)).toBe(wait));

test('displayed messages are short, on one line and without keys', () => {
  const shown = scrubMessage(`first\nsecret-key-1 sk-${'a'.repeat(40)} ${'x'.repeat(999)}`, 'secret-key-1');
  expect(shown).toMatch(/^first … … x+…$/);
  expect(shown.length).toBeLessThanOrEqual(300);
});
test('a word that is not a key is not masked', () =>
  expect(scrubMessage('ollama is busy', 'ollama')).toBe('ollama is busy'));
