import { expect, test } from 'vitest';
import {
  answering,
  type Behaviour,
  cutOff,
  dripping,
  failing,
  filtered,
  hanging,
  hangingUp,
  nonsense,
  refusing,
  saying,
  thinkingTooLong,
  webPage,
} from '../fixtures/model-server.js';
import { failureOf, question, right, setUp } from './setup.js';

const honest = answering(() => right);
const key = 'sk-test-0123456789abcdef';

test('an answer that was cut off is requested once more with twice the limit', async () => {
  const { model, server } = await setUp([cutOff(), honest]);
  expect(await model.complete(question())).toEqual(right);
  expect(server.requests.map(({ tokenLimit }) => tokenLimit?.[1])).toEqual([100, 200]);
});

test.each([
  ['twice', 100, [100, 200]],
  ['at the cap', 20_000, [20_000]],
  ['just under the cap', 10_000, [10_000, 16_384]],
])('an answer cut off %s is unusable', async (_when, maxOutputTokens, limits) => {
  const { model, server } = await setUp([cutOff()]);
  expect(await failureOf(model.complete(question({ maxOutputTokens })))).toMatchObject({
    reason: 'unusable',
    message: expect.stringContaining(`cut off at ${limits.at(-1)}`),
  });
  expect(server.requests.map(({ tokenLimit }) => tokenLimit?.[1])).toEqual(limits);
});

test('an answer that was all thinking gets more room until it fits, and so does the next request', async () => {
  const { model, server } = await setUp([thinkingTooLong(), thinkingTooLong(), honest]);
  expect(await model.complete(question())).toEqual(right);
  await model.complete(question({ user: 'another' }));
  expect(server.requests.map(({ tokenLimit }) => tokenLimit?.[1])).toEqual([100, 200, 400, 300]);
});

test('later requests reserve the tokens that thinking took', async () => {
  const thoughtful = saying(JSON.stringify(right), { usage: { in: 100, out: 60, thought: 50 } });
  const { model, server } = await setUp([thoughtful]);
  await model.complete(question());
  await model.complete(question({ user: 'another' }));
  expect(server.requests.map(({ tokenLimit }) => tokenLimit?.[1])).toEqual([100, 150]);
});

test('endless thinking stops at the maximum', async () => {
  const { model, server } = await setUp([thinkingTooLong()]);
  expect(await failureOf(model.complete(question({ maxOutputTokens: 5_000 })))).toMatchObject({
    reason: 'unusable',
    message: 'the answer was cut off at 16384 tokens',
  });
  expect(server.requests.map(({ tokenLimit, body }) => [tokenLimit?.[1], body.reasoning_effort])).toEqual([
    [5_000, undefined],
    [10_000, undefined],
    [16_384, undefined],
    [16_384, 'low'],
    [16_384, 'none'],
  ]);
});

test.each([
  ['a refusal', refusing()],
  ['a filter', filtered()],
  ['a filter before the model', failing(400, { code: 'content_filter', message: 'The prompt was filtered' })],
])('%s is not retried', async (_what, behaviour) => {
  const { model, server } = await setUp([behaviour]);
  expect(await failureOf(model.complete(question()))).toMatchObject({ reason: 'refused' });
  expect(server.requests).toHaveLength(1);
});

test.each([429, 500, 502, 503, 504])('%i is retried, each time a little later', async (status) => {
  const { model, waits } = await setUp([failing(status), failing(status), honest]);
  expect(await model.complete(question())).toEqual(right);
  expect(waits).toEqual([500, 1_000]);
});

test('at most six attempts are made', async () => {
  const { model, server } = await setUp([failing(503)]);
  expect(await failureOf(model.complete(question()))).toMatchObject({
    reason: 'unreachable',
    message: 'the model server is busy (503): status 503',
  });
  expect(server.requests).toHaveLength(6);
});

test('a broken connection is retried', async () => {
  const { model, waits } = await setUp([hangingUp(), honest]);
  expect(await model.complete(question())).toEqual(right);
  expect(waits).toEqual([500]);
});

test.each([
  ['2', 2_000],
  ['3600', 3_600_000],
  ['Thu, 01 Jan 1970 00:00:09 GMT', 8_000],
  ['soon', 500],
])('Retry-After: %s waits %i ms', async (retryAfter, wait) => {
  const { model, waits } = await setUp([failing(429, { retryAfter }), honest], { clock: () => 1_000 });
  await model.complete(question());
  expect(waits).toEqual([wait]);
});

test('no wait exceeds the deadline', async () => {
  const { model, server } = await setUp([failing(503, { retryAfter: '10' }), honest], {
    clock: () => 0,
    deadline: 9_000,
  });
  expect(await failureOf(model.complete(question()))).toMatchObject({ reason: 'unreachable' });
  expect(server.requests).toHaveLength(1);
});

test('after the deadline, no request is sent', async () => {
  const { model, server } = await setUp([honest], { clock: () => 10, deadline: 10 });
  expect(await failureOf(model.complete(question()))).toMatchObject({
    reason: 'timeout',
    message: 'the time limit of the model is reached',
  });
  expect(server.requests).toHaveLength(0);
});

test.each([
  ['hangs', hanging()],
  ['drips', dripping()],
])('a server that %s is abandoned after the timeout of a call', async (_how, behaviour) => {
  const { model, server } = await setUp([behaviour], { callTimeoutMs: 500 });
  expect(await failureOf(model.complete(question()))).toMatchObject({ reason: 'timeout' });
  expect(server.requests).toHaveLength(1);
});

test('a running call is abandoned at the deadline', async () => {
  const { model } = await setUp([hanging()], { deadline: Date.now() + 150 });
  expect(await failureOf(model.complete(question()))).toMatchObject({ reason: 'timeout' });
});

test('a dead server costs three timeouts, not thirty', async () => {
  const { model, server, events } = await setUp([hanging()], { callTimeoutMs: 300, concurrency: 1 });
  const calls = Array.from({ length: 30 }, (_, n) => failureOf(model.complete(question({ user: `${n}` }))));
  const reasons = (await Promise.all(calls)).map(({ reason }) => reason);
  expect(reasons.slice(0, 4)).toEqual(['timeout', 'timeout', 'timeout', 'unreachable']);
  expect(server.requests).toHaveLength(3);
  expect(events.filter(({ level }) => level === 'warn')).toHaveLength(1);
});

test('an answer resets the count of failures', async () => {
  const { model } = await setUp([hanging(), hanging(), honest, hanging(), hanging(), honest], {
    callTimeoutMs: 300,
  });
  for (const user of 'ab') await failureOf(model.complete(question({ user })));
  await model.complete(question({ user: 'c' }));
  for (const user of 'de') await failureOf(model.complete(question({ user })));
  expect(await model.complete(question({ user: 'f' }))).toEqual(right);
});

test('an unusable answer does not count as a failure of the server', async () => {
  const { model } = await setUp([nonsense(), ...Array.from({ length: 8 }, nonsense), honest]);
  for (const user of 'abcd') await failureOf(model.complete(question({ user })));
  expect(await model.complete(question({ user: 'e' }))).toEqual(right);
});

test.each([
  [401, {}, 'the model server refused the key (401; check OPENAI_API_KEY)'],
  [
    403,
    { message: 'not in this country' },
    'the model server refused the key (403; check OPENAI_API_KEY): not in this country',
  ],
  [
    402,
    { message: 'no money' },
    'the model server requires payment (402; add credit at the provider, or set another OPENAI_MODEL): no money',
  ],
  [
    429,
    { code: 'insufficient_quota', message: 'quota' },
    'the model server requires payment (429; add credit at the provider, or set another OPENAI_MODEL): quota',
  ],
  [
    404,
    { message: 'no model gpt-9' },
    'the model server has no such model or address (404; check OPENAI_MODEL and OPENAI_BASE_URL, which usually ends in /v1): no model gpt-9',
  ],
])('%i stops all requests', async (status, failure, message) => {
  const { model, server } = await setUp([failing(status, failure)]);
  expect(await failureOf(model.complete(question()))).toMatchObject({ reason: 'unreachable', message });
  expect(await failureOf(model.complete(question({ user: 'another' })))).toMatchObject({
    reason: 'unreachable',
    message: `${message}; no further calls were made`,
  });
  expect(server.requests).toHaveLength(1);
});

test('prompts that are too long fail at once and do not open the circuit breaker', async () => {
  const message = "This model's maximum context length is 8192 tokens.";
  const { model, server } = await setUp([failing(400, { code: 'context_length_exceeded', message })]);
  for (const user of 'abcd') {
    expect(await failureOf(model.complete(question({ user })))).toMatchObject({ reason: 'tooLong' });
  }
  expect(server.requests).toHaveLength(4);
});

test('a web page is not a model server', async () => {
  const { model } = await setUp([webPage()]);
  expect(await failureOf(model.complete(question()))).toMatchObject({
    reason: 'unreachable',
    message: expect.stringContaining('/v1'),
  });
});

test('the error for a 404 web page quotes its text without tags', async () => {
  const { model } = await setUp([webPage(404)]);
  expect((await failureOf(model.complete(question()))).message).toMatch(/\(404; .*\): Welcome It works!$/);
});

test('an error with status 200 is an error', async () => {
  const gateway = answering(() => right);
  const { model, waits } = await setUp([
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { code: 503, message: 'Provider is overloaded' } }));
    },
    gateway,
  ]);
  expect(await model.complete(question())).toEqual(right);
  expect(waits).toEqual([500]);
});

/** Responds endlessly, and returns how many bytes were read when the connection ended. */
function endless(status: number, beginning: string) {
  let bytes = 0;
  let end = (_: number) => {};
  const taken = new Promise<number>((resolve) => {
    end = resolve;
  });
  const behaviour: Behaviour = (_request, response) => {
    const chunk = 'x'.repeat(64 * 1024);
    const write = () => {
      do bytes += chunk.length;
      while (!response.destroyed && response.write(chunk));
    };
    response.on('close', () => end(bytes));
    response.on('drain', write);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.write(beginning);
    write();
  };
  return { behaviour, taken };
}

test.each([
  [200, '{"choices":[{"message":{"content":"', 'endless'],
  [403, '{"error":{"message":"', '(403'],
  [403, '<'.repeat(100_000), '(403'],
])('an endless answer with status %i is aborted', async (status, beginning, words) => {
  const { behaviour, taken } = endless(status, beginning);
  const { model } = await setUp([behaviour], { callTimeoutMs: 20_000 });
  const began = performance.now();
  const failure = await failureOf(model.complete(question()));
  expect(failure).toMatchObject({ reason: 'unreachable', message: expect.stringContaining(words) });
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(await taken).toBeLessThan(32 * 1024 * 1024);
});

test('the error for a closed port contains its code', async () => {
  const { server } = await setUp([honest]);
  await server.close();
  const { model } = await setUp([honest], { baseUrl: server.baseUrl.replace('127.0.0.1', 'localhost') });
  expect(await failureOf(model.complete(question()))).toMatchObject({
    reason: 'unreachable',
    message: expect.stringContaining('ECONNREFUSED'),
  });
});

test('the key never appears in an error, whoever echoes it', async () => {
  const message = `Key ${key} (Bearer ${key}, sk-other-987654321) at https://u:pw@host/ is odd`;
  const { model, events } = await setUp([failing(500, { message }), failing(403, { message })]);
  const failure = await failureOf(model.complete(question()));
  const told = JSON.stringify([failure.message, failure.stack, failure.cause, events]);
  expect(told).toContain('is odd');
  expect(told).not.toMatch(/0123456789|987654321|u:pw/);
});

test('a rate limit is waited out as long as the server asks, in its header or its message', async () => {
  const message = 'You exceeded your current quota. Please retry in 41s.';
  const { model, waits } = await setUp([failing(429, { message }), failing(429, { message }), honest]);
  expect(await model.complete(question())).toEqual(right);
  expect(waits).toEqual([41_000, 41_000]);
});

test('while one call has to wait, the others wait, too', async () => {
  const { model, server } = await setUp([failing(429, { retryAfter: '0.3' }), honest], {
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    concurrency: 2,
  });
  const first = model.complete(question());
  await new Promise((resolve) => setTimeout(resolve, 100));
  await Promise.all([first, model.complete(question({ user: 'another' }))]);
  expect(server.requests).toHaveLength(3);
});

test('a server’s limit for answers applies to all later calls', async () => {
  const message = 'max_tokens is too large: 6000. This model supports at most 4096 completion tokens.';
  const { model, server } = await setUp([failing(400, { message }), honest]);
  await model.complete(question({ maxOutputTokens: 6_000 }));
  await model.complete(question({ maxOutputTokens: 6_000, user: 'another' }));
  expect(server.requests.map(({ tokenLimit }) => tokenLimit?.[1])).toEqual([6_000, 4_096, 4_096]);
});

test('an answer is limited to the room that a small context leaves', async () => {
  const message =
    "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens (3000 in the messages, 6000 in the completion).";
  const { model, server } = await setUp([failing(400, { message }), honest]);
  expect(await model.complete(question({ maxOutputTokens: 6_000 }))).toEqual(right);
  expect(server.requests[1]?.tokenLimit?.[1]).toBe(8_192 - 3_000 - 64);
});

test('a prompt that leaves no room is reported as too long', async () => {
  const message = 'the request exceeds the available context size (n_ctx: 4096), n_prompt_tokens: 5000';
  const { model } = await setUp([failing(400, { message })]);
  expect(await failureOf(model.complete(question()))).toMatchObject({ reason: 'tooLong' });
});

test('if a server accepts no system message, the instructions move to the user message', async () => {
  const refuse = failing(400, { message: 'System role not supported' });
  const picky: Behaviour = (request, response) =>
    (request.messages.some(({ role }) => role === 'system') ? refuse : honest)(request, response);
  const { model, server } = await setUp([picky]);
  expect(await model.complete(question())).toEqual(right);
  await model.complete(question({ user: 'another' }));
  expect(server.requests.map(({ messages }) => messages.map(({ role }) => role).join())).toEqual([
    'system,user',
    'user',
    'user',
  ]);
  expect(server.requests[1]?.user).toContain('You write titles.');
});

test('invalid JSON from the server is requested again', async () => {
  const invalid = failing(400, { code: 'json_validate_failed', message: 'Failed to generate JSON.' });
  const { model, formats } = await setUp([invalid, honest]);
  expect(await model.complete(question())).toEqual(right);
  expect(formats()).toEqual(['json_schema', 'json_schema']);
});

test.each(['API key not valid. Please pass a valid API key.', 'Incorrect API key provided'])(
  'a key that is called invalid with status 400 is denied at once: %s',
  async (message) => {
    const { model, server } = await setUp([failing(400, { message })]);
    expect(await failureOf(model.complete(question()))).toMatchObject({ reason: 'unreachable' });
    expect(await failureOf(model.complete(question({ user: 'another' })))).toMatchObject({
      message: expect.stringContaining('no further calls'),
    });
    expect(server.requests).toHaveLength(1);
  },
);

test('a silently truncated prompt is detected by its token count and reported', async () => {
  const cut = saying(JSON.stringify(right), { usage: { in: 4_096, inCached: 0, out: 10 } });
  const { model, events } = await setUp([cut]);
  const failure = await failureOf(model.complete(question({ user: 'word '.repeat(6_000) })));
  expect(failure).toMatchObject({ reason: 'tooLong', message: expect.stringContaining('4096 tokens') });
  expect(model.usage().cutAt).toBe(4_096);
  expect(events.at(-1)?.level).toBe('warn');
});

test('an answer that ends long before its limit is requested again unchanged', async () => {
  const early = saying('{"title": "The', { finishReason: 'max_tokens', usage: { in: 100, out: 10 } });
  const { model, server } = await setUp([early, early, honest]);
  expect(await model.complete(question())).toEqual(right);
  expect(server.requests.map(({ tokenLimit }) => tokenLimit?.[1])).toEqual([100, 100, 100]);
});

test('no call uses a connection that the server has closed meanwhile', async () => {
  const sockets = new Set<unknown>();
  const { model, server } = await setUp([
    (request, response) => {
      sockets.add(response.socket);
      return answering(() => right)(request, response);
    },
  ]);
  for (const user of ['a', 'b', 'c']) await model.complete(question({ user }));
  expect(sockets.size).toBe(server.requests.length);
});
