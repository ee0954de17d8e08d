import { expect, test } from 'vitest';
import { createDialect } from '../../src/llm/dialect.js';

test('OpenAI gets max_completion_tokens, others max_tokens', () => {
  expect(createDialect('api.openai.com').tokenLimit()).toBe('max_completion_tokens');
  expect(createDialect('localhost').tokenLimit()).toBe('max_tokens');
});

test('OpenAI gets a low effort by default, others only if configured', () => {
  expect(createDialect('api.openai.com').reasoningEffort()).toBe('low');
  expect(createDialect('api.openai.com', 'high').reasoningEffort()).toBe('high');
  expect(createDialect('localhost').reasoningEffort()).toBeUndefined();
  expect(createDialect('localhost', 'none').reasoningEffort()).toBe('none');
});

test('formats are lowered one by one, down to none', () => {
  const dialect = createDialect('localhost');
  expect(dialect.lowerFormat('json_schema')).toBe('json_object');
  expect(dialect.lowerFormat('json_object')).toBe('text');
  expect(dialect.lowerFormat('text')).toBe('text');
  expect(dialect.format()).toBe('text');
});

test('two calls with the same refusal lower the format only once', () => {
  const dialect = createDialect('localhost');
  dialect.lowerFormat('json_schema');
  dialect.lowerFormat('json_schema');
  expect(dialect.format()).toBe('json_object');
});

test('a confirmed format stays', () => {
  const dialect = createDialect('localhost');
  dialect.lowerFormat('json_schema');
  dialect.confirmFormat('json_schema');
  dialect.confirmFormat('json_object');
  expect(dialect.lowerFormat('json_schema')).toBe('json_object');
  expect(dialect.format()).toBe('json_schema');
});
