// Shared by the model tests: one schema, one request, one model per server.
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { createOpenAiModel, type ModelEvent, type OpenAiOptions } from '../../src/llm/openai.js';
import type { Completion, ModelError } from '../../src/model.js';
import { type Behaviour, startModelServer } from '../fixtures/model-server.js';

export const schema = z.object({ title: z.string().max(40), cites: z.array(z.string()) });
export type Title = z.infer<typeof schema>;
export const right: Title = { title: 'Gemma 4 is out', cites: ['x:1'] };

export function question(changes: Partial<Completion<Title>> = {}): Completion<Title> {
  return {
    stage: 'write',
    promptVersion: '1',
    system: 'You write titles.',
    user: 'x:1 Gemma 4 is out',
    schema,
    schemaName: 'title',
    maxOutputTokens: 100,
    ...changes,
  };
}

/** A server with this script and its model. Waits between attempts are recorded, not waited for. */
export async function setUp(script: [Behaviour, ...Behaviour[]], options: Partial<OpenAiOptions> = {}) {
  const server = await startModelServer(...script);
  onTestFinished(() => server.close());
  const waits: number[] = [];
  const events: ModelEvent[] = [];
  const model = createOpenAiModel({
    apiKey: 'sk-test-0123456789abcdef',
    baseUrl: server.baseUrl,
    model: 'gpt-5-mini',
    clock: () => Date.now(),
    budget: {},
    log: (event) => events.push(event),
    sleep: async (ms) => {
      waits.push(ms);
    },
    ...options,
  });
  return { server, model, waits, events, formats: () => server.requests.map(({ format }) => format) };
}

/** The error of a failed call; fails the test if the call succeeded. */
export async function failureOf(call: Promise<unknown>): Promise<ModelError> {
  return call.then(
    (value) => {
      throw new Error(`it answered: ${JSON.stringify(value)}`);
    },
    (error: ModelError) => error,
  );
}
