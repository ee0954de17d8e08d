// A second model for the second reading: its requests, and the shared cost report.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { withCheckModel } from '../../src/llm/second-model.js';
import { noUsage } from '../../src/llm/usage.js';
import type { LanguageModel } from '../../src/model.js';

test('the second reading goes to the other model, and the report lists the stages of both', async () => {
  const create = (name: string): LanguageModel => {
    let calls = 0;
    return {
      name,
      complete: async ({ schema }) => {
        calls++;
        return schema.parse(name);
      },
      usage: () => ({ ...noUsage(name), calls, tokensIn: calls * 100, costUsd: calls }),
    };
  };
  const model = withCheckModel(create('writer'), create('reader'));
  const ask = (stage: string) =>
    model.complete({
      ...{ stage, promptVersion: '1', system: '', user: '', schemaName: 's', maxOutputTokens: 1 },
      schema: z.string(),
    });
  expect([await ask('write'), await ask('check'), await ask('check')]).toEqual([
    'writer',
    'reader',
    'reader',
  ]);
  expect(model.usage()).toMatchObject({ name: 'writer', calls: 3, tokensIn: 300, costUsd: 3 });
});
