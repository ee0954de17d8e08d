import { expect, test } from 'vitest';
import { createOpenAiModel } from '../../src/llm/openai.js';
import {
  answering,
  asPlainText,
  emptyChoices,
  failing,
  fenced,
  nonsense,
  rejectingFormats,
  rejectingReasoningEffort,
  rejectingTokenLimit,
  saying,
  thinking,
  withProse,
} from '../fixtures/model-server.js';
import { failureOf, question, right, schema, setUp } from './setup.js';

const honest = answering(() => right);

test('an answer that matches the strict schema needs one call', async () => {
  const { model, server } = await setUp([honest]);
  expect(await model.complete(question())).toEqual(right);
  expect(server.requests).toHaveLength(1);
  expect(server.requests[0]).toMatchObject({
    path: '/v1/chat/completions',
    authorization: 'Bearer sk-test-0123456789abcdef',
    system: 'You write titles.',
    schemaName: 'title',
    schema: { additionalProperties: false, required: ['title', 'cites'] },
    tokenLimit: ['max_tokens', 100],
  });
  expect(server.requests[0]?.body).not.toHaveProperty('temperature');
});

test.each([
  ['behind a fence', fenced(right)],
  ['amid prose', withProse(right)],
  ['after thoughts', thinking(right)],
  ['as plain text', asPlainText(right)],
])('an answer %s is read', async (_how, behaviour) => {
  const { model, server } = await setUp([behaviour]);
  expect(await model.complete(question())).toEqual(right);
  expect(server.requests).toHaveLength(1);
});

test('a server without json_schema gets the schema in the prompt, and json_schema is not tried again', async () => {
  const { model, server, formats } = await setUp([rejectingFormats(['json_schema'], honest)]);
  await model.complete(question());
  await model.complete(question({ user: 'another' }));
  expect(formats()).toEqual(['json_schema', 'json_object', 'json_object']);
  expect(server.requests[1]?.system).toContain('"additionalProperties":false');
});

test('a server that supports no format gets none', async () => {
  const { model, formats } = await setUp([rejectingFormats(['json_schema', 'json_object'], honest)]);
  expect(await model.complete(question())).toEqual(right);
  expect(formats()).toEqual(['json_schema', 'json_object', 'text']);
});

test('a bare 400 counts as an unsupported format', async () => {
  const { model, formats } = await setUp([failing(400, { message: 'Bad Request' }), honest]);
  expect(await model.complete(question())).toEqual(right);
  expect(formats()).toEqual(['json_schema', 'json_object']);
});

test('a server that ignores json_schema is detected by the structure of its answer', async () => {
  const ignoring = answering(({ format }) => (format === 'json_schema' ? { headline: 'x' } : right));
  const { model, formats, events } = await setUp([ignoring]);
  await model.complete(question());
  await model.complete(question({ user: 'another' }));
  expect(formats()).toEqual(['json_schema', 'json_object', 'json_object']);
  expect(events).toContainEqual(
    expect.objectContaining({ message: 'the model server ignores json_schema; trying json_object' }),
  );
});

test('once json_schema is confirmed, a bad answer is repaired and does not lower the format', async () => {
  const { model, formats } = await setUp([honest, nonsense(), honest]);
  await model.complete(question());
  expect(await model.complete(question({ user: 'another' }))).toEqual(right);
  expect(formats()).toEqual(['json_schema', 'json_schema', 'json_schema']);
});

test('a repair request contains the answer and its errors', async () => {
  const long = { ...right, title: 'long '.repeat(20) };
  const { model, server } = await setUp([answering(() => long), honest]);
  expect(await model.complete(question())).toEqual(right);
  const [, , said, asked] = server.requests[1]?.messages ?? [];
  expect(said).toEqual({ role: 'assistant', content: JSON.stringify(long) });
  expect(asked?.content).toMatch(/Too big[\s\S]*title[\s\S]*JSON schema/);
});

test.each([
  ['nonsense', nonsense(), 3],
  ['no choices', emptyChoices(), 5],
  ['an answer too long twice', answering(() => ({ ...right, title: 'x'.repeat(50) })), 2],
])('%s is unusable after one repair and two empty answers', async (_what, behaviour, calls) => {
  const { model, server } = await setUp([behaviour]);
  expect(await failureOf(model.complete(question()))).toMatchObject({ reason: 'unusable' });
  expect(server.requests).toHaveLength(calls);
});

test('if a server does not know max_tokens, it is renamed once for all calls', async () => {
  const { model, server } = await setUp([rejectingTokenLimit('max_tokens', honest)]);
  await Promise.all([model.complete(question()), model.complete(question({ user: 'another' }))]);
  await model.complete(question({ user: 'a third' }));
  expect(server.requests.at(-1)?.tokenLimit).toEqual(['max_completion_tokens', 100]);
  expect(server.requests).toHaveLength(5);
});

test('a reasoning effort is sent, and omitted after a refusal', async () => {
  const { model, server } = await setUp([rejectingReasoningEffort(honest)], { reasoningEffort: 'low' });
  expect(await model.complete(question())).toEqual(right);
  await model.complete(question({ user: 'another' }));
  expect(server.requests.map(({ body }) => body.reasoning_effort)).toEqual(['low', undefined, undefined]);
});

test('a server that knows neither token limit is not asked forever', async () => {
  const stubborn = rejectingTokenLimit('max_tokens', rejectingTokenLimit('max_completion_tokens', honest));
  const { model, server } = await setUp([stubborn]);
  expect(await failureOf(model.complete(question()))).toMatchObject({ reason: 'unusable' });
  expect(server.requests).toHaveLength(2);
});

test('a local server without a key gets a placeholder', async () => {
  const { model, server } = await setUp([honest], { apiKey: '' });
  await model.complete(question());
  expect(server.requests[0]?.authorization).toBe('Bearer none');
});

test('content in parts is joined', async () => {
  const { model } = await setUp([
    (_request, response) => {
      const content = [
        { type: 'text', text: '{"title":"a",' },
        { type: 'text', text: '"cites":[]}' },
      ];
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ choices: [{ message: { content }, finish_reason: 'stop' }] }));
    },
  ]);
  expect(await model.complete(question())).toEqual({ title: 'a', cites: [] });
});

test('the limit of parallel calls is kept', async () => {
  let now = 0;
  let most = 0;
  const counting = answering(async () => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setTimeout(resolve, 10));
    now -= 1;
    return right;
  });
  const { model } = await setUp([counting], { concurrency: 2 });
  await Promise.all([...'abcdef'].map((user) => model.complete(question({ user }))));
  expect(most).toBe(2);
});

test.each([
  ['localhost:11434', 'sk-abc', /not an http/],
  ['http://me:secret@127.0.0.1/v1', '', /must not contain/],
  ['http://127.0.0.1/v1', 'sk-ключ', /character/],
])('settings that no server accepts are user errors: %s', (baseUrl, apiKey, words) => {
  const make = () => createOpenAiModel({ apiKey, baseUrl, model: 'm', clock: () => 0, budget: {} });
  expect(make).toThrowError(
    expect.objectContaining({ name: 'UserError', message: expect.stringMatching(words) }),
  );
  expect(make).not.toThrowError(/secret|ключ/);
});

test('a schema that strict mode cannot express is a defect, not a failure of the model', async () => {
  const { model, server } = await setUp([saying('{}')]);
  const optional = schema.partial() as unknown as typeof schema;
  await expect(model.complete(question({ schema: optional }))).rejects.toThrowError(/optional/);
  expect(server.requests).toHaveLength(0);
});
