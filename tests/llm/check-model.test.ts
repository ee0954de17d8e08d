import { expect, onTestFinished, test } from 'vitest';
import { checkModel, probeContext } from '../../src/llm/check-model.js';
import {
  type Behaviour,
  failing,
  hangingUp,
  saying,
  startModelServer,
  webPage,
} from '../fixtures/model-server.js';

const listing =
  (data: unknown): Behaviour =>
  (_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ object: 'list', data }));
  };

async function check(behaviour: Behaviour, model = 'gpt-6-luna') {
  const server = await startModelServer(behaviour);
  onTestFinished(() => server.close());
  const { baseUrl, requests } = server;
  const result = await checkModel({ apiKey: 'sk-test-0123456789', baseUrl, model, clock: () => 0 });
  expect(requests.every(({ path }) => path === '/v1/models')).toBe(true);
  return result;
}

test.each([
  ['as it is', 'gpt-6-luna'],
  ['as Gemini does', 'models/gpt-6-luna'],
  ['as Ollama does', 'gpt-6-luna:latest'],
])('a model listed %s is found', async (_how, id) => {
  expect(await check(listing([{ id: 'other' }, { id }]))).toEqual({ state: 'known' });
});

test('a model’s end date is reported, and no other value is mistaken for one', async () => {
  const ending = { id: 'gpt-6-luna', shutdown_date: '2027-04-01' };
  expect(await check(listing([ending]))).toEqual({ state: 'known', shutdownDate: '2027-04-01' });
  expect(await check(listing([{ ...ending, shutdown_date: null }]))).toEqual({ state: 'known' });
  expect(await check(listing([{ ...ending, shutdown_date: 'soon' }]))).toEqual({ state: 'known' });
});

test('a list without the model is reported', async () => {
  expect(await check(listing([{ id: 'a' }, { id: 'b' }]))).toEqual({ state: 'unknown', listed: 2 });
});

test.each([
  ['a key that may not list', failing(403, { message: 'Missing scopes: api.model.read' })],
  ['a server without a list', failing(404)],
  ['an answer that is no list', webPage()],
])('%s is not a failure', async (_what, behaviour) => {
  expect(await check(behaviour)).toEqual({ state: 'unlisted' });
});

test.each([
  ['a refused key', failing(401), 'the model server refused the key (401; check OPENAI_API_KEY)'],
  ['a busy server', failing(503, { message: 'sk-test-0123456789' }), 'the model server is busy (503): …'],
  ['a lost connection', hangingUp(), 'cannot reach the model server: other side closed'],
])('%s is reported without the key', async (_what, behaviour, why) => {
  expect(await check(behaviour)).toEqual({ state: 'failed', why });
});

test('a local server that silently truncates prompts is detected', async () => {
  const cutting = await startModelServer(saying('yes', { usage: { in: 4_096, inCached: 0, out: 1 } }));
  const whole = await startModelServer(saying('yes', { usage: { in: 8_050, inCached: 0, out: 1 } }));
  onTestFinished(async () => {
    await cutting.close();
    await whole.close();
  });
  const options = { apiKey: '', model: 'm', clock: () => 0 };
  expect(await probeContext({ ...options, baseUrl: cutting.baseUrl })).toBe(4_096);
  expect(await probeContext({ ...options, baseUrl: whole.baseUrl })).toBeUndefined();
});
