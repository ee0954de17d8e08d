// The model that the environment names, for benchmarks that ask one.
import { createOpenAiModel } from '../dist/llm/openai.js';

/** Undefined when neither OPENAI_API_KEY nor OPENAI_BASE_URL is set. `seconds` bounds one call, and all calls tenfold. */
export function createConfiguredModel(seconds = 300) {
  const {
    OPENAI_API_KEY: apiKey = '',
    OPENAI_BASE_URL: baseUrl,
    OPENAI_MODEL: model = 'gpt-6.1-terra',
  } = process.env;
  if (!apiKey && !baseUrl) return undefined;
  return createOpenAiModel({
    apiKey,
    baseUrl,
    model,
    clock: () => Date.now(),
    callTimeoutMs: seconds * 1000,
    deadline: Date.now() + 10 * seconds * 1000,
    budget: {},
    log: ({ level, message }) => level === 'warn' && console.error(message),
  });
}
