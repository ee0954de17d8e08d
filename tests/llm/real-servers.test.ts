// The behaviour of real servers and gateways in their own words, tested with the whole client and a local server.
import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { answering, type Behaviour, failing, saying } from '../fixtures/model-server.js';
import { failureOf, question, right, setUp } from './setup.js';

const honest = answering(() => right);
const json = JSON.stringify(right);
const NOW = Date.parse('2026-04-06T10:00:00Z');

/** Responds with this body unchanged. */
function raw(status: number, body: unknown, headers: Record<string, string> = {}): Behaviour {
  return (_request, response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}
const message = (fields: object, finish_reason: string | null = 'stop') =>
  raw(200, { choices: [{ index: 0, message: { role: 'assistant', ...fields }, finish_reason }] });
const events = (...data: (object | string)[]) =>
  raw(
    200,
    data.map((each) => `data: ${typeof each === 'string' ? each : JSON.stringify(each)}\r\n\r\n`).join(''),
    {
      'content-type': 'text/event-stream',
    },
  );
const delta = (fields: object, finish_reason: string | null = null) => ({
  choices: [{ delta: fields, finish_reason }],
});
const [head, tail] = [json.slice(0, 9), json.slice(9)];

test.each([
  [
    'parts',
    message({
      content: [
        { type: 'text', text: head },
        { type: 'text', text: tail },
      ],
    }),
  ],
  ['an object', message({ content: right })],
  ['a tool call', message({ content: null, tool_calls: [{ function: { name: 'title', arguments: json } }] })],
  [
    'a tool call with an object',
    message({ tool_calls: [{ function: { name: 'title', arguments: right } }] }),
  ],
  ['a function call', message({ content: '', function_call: { name: 'title', arguments: json } })],
  ['a completion of text', raw(200, { choices: [{ text: json, finish_reason: 'stop' }] })],
  ['reasoning_content beside nothing', message({ content: null, reasoning_content: `Well.\n${json}` })],
  [
    'a tool call after an introduction',
    message({
      content: 'I will call title.',
      tool_calls: [{ function: { name: 'title', arguments: json } }],
    }),
  ],
  [
    'a tool call written as text',
    message({ content: `<tool_call>{"name":"title","arguments":${json}}</tool_call>` }),
  ],
  ['a parsed object', message({ content: null, parsed: right })],
  ['thinking beside nothing', message({ content: '', thinking: `Well.\n${json}` })],
  [
    'details of the thinking beside nothing',
    message({ content: '', reasoning_details: [{ type: 'reasoning.text', text: `Well.\n${json}` }] }),
  ],
  [
    'parts with thinking among them',
    message({
      content: [
        { type: 'thinking', thinking: [{ type: 'text', text: 'Hm {' }] },
        { type: 'text', text: { value: json } },
      ],
    }),
  ],
  [
    'the messages of another API',
    raw(200, { type: 'message', content: [{ type: 'text', text: json }], stop_reason: 'end_turn' }),
  ],
  [
    'the responses of another API',
    raw(200, {
      status: 'completed',
      output: [{ type: 'reasoning' }, { type: 'message', content: [{ type: 'output_text', text: json }] }],
    }),
  ],
  ['the chat of another API', raw(200, { message: { content: json }, done: true, done_reason: 'stop' })],
  [
    'lines of JSON',
    raw(
      200,
      [head, tail]
        .map((content) => `${JSON.stringify({ message: { content }, done: content === tail })}\n`)
        .join(''),
    ),
  ],
  [
    'a result in a wrapping',
    raw(200, { success: true, result: { choices: [{ message: { content: json } }] } }),
  ],
  [
    'a stream of parts',
    events(
      delta({ content: [{ type: 'text', text: head }] }),
      delta({ content: [{ type: 'text', text: tail }] }),
    ),
  ],
  ['an empty refusal beside the answer', message({ content: json, refusal: '' })],
  ['no finish reason', message({ content: json }, null)],
  ['an empty finish reason', message({ content: json }, '')],
  ['a finish of tool_calls', message({ content: json }, 'tool_calls')],
  ['spaces up to the limit', message({ content: `${json}${' \n'.repeat(500)}` }, 'length')],
  ['a byte order mark', message({ content: `\ufeff${json}` })],
  [
    'a byte order mark before the body',
    raw(200, `\ufeff{"choices":[{"message":{"content":${JSON.stringify(json)}}}]}`),
  ],
  ['JSON within a string', message({ content: JSON.stringify(json) })],
  ['escaped JSON without a string around it', message({ content: json.replaceAll('"', '\\"') })],
  ['a fence', message({ content: `\`\`\`json\n${json}\n\`\`\`` })],
  ['a fence that never ends', message({ content: `\`\`\`json\n${json}` })],
  ['trailing commas', message({ content: '{"title":"Gemma 4 is out","cites":["x:1",],}' })],
  ['single quotes', message({ content: "{'title': 'Gemma 4 is out', 'cites': ['x:1']}" })],
  ['comments', message({ content: '{"title":"Gemma 4 is out", // the title\n "cites":["x:1"]}' })],
  ['the schema filled in', message({ content: JSON.stringify({ type: 'object', properties: right }) })],
  [
    'a stream',
    events(
      delta({ role: 'assistant' }),
      delta({ content: head }),
      delta({ content: tail }, 'stop'),
      '[DONE]',
    ),
  ],
  [
    'a stream with comments and thoughts',
    raw(
      200,
      `: PROCESSING\n\ndata: ${JSON.stringify(delta({ reasoning: 'Hm {}' }))}\n\ndata: ${JSON.stringify(delta({ content: json }))}\n\ndata: [DONE]\n\n`,
    ),
  ],
  [
    'a stream of tool calls',
    events(
      delta({ tool_calls: [{ function: { arguments: head } }] }),
      delta({ tool_calls: [{ function: { arguments: tail } }] }),
    ),
  ],
  [
    'a stream that calls itself JSON',
    raw(200, `data: ${JSON.stringify(delta({ content: json }))}\n\n`, { 'content-type': 'text/plain' }),
  ],
])('an answer as %s is accepted at the first attempt', async (_what, behaviour) => {
  const { model, server } = await setUp([behaviour]);
  expect(await model.complete(question())).toEqual(right);
  expect(server.requests).toHaveLength(1);
});

test.each([
  ['in milliseconds', failing(429, { message: 'slow down' }), { 'retry-after-ms': '1500' }, 1_500],
  ['as Azure does', failing(429), { 'x-ms-retry-after-ms': '2500' }, 2_500],
  ['with its unit', failing(429), { 'retry-after': '30s' }, 30_000],
  ['as a date', failing(429), { 'retry-after': 'Mon, 06 Apr 2026 10:00:20 GMT' }, 20_000],
  [
    'as the moment of a reset',
    failing(429),
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW + 9_000) },
    9_000,
  ],
  ['as a reset in seconds', failing(429), { 'ratelimit-remaining': '0', 'ratelimit-reset': '12' }, 12_000],
  [
    'as the date of a reset',
    failing(429),
    {
      'anthropic-ratelimit-requests-remaining': '0',
      'anthropic-ratelimit-requests-reset': '2026-04-06T10:00:07Z',
    },
    7_000,
  ],
  [
    'in its words',
    failing(429, {
      message: 'Limit 12000, Used 8812, Requested 4701. Please try again in 1m26.4s. Visit us',
    }),
    {},
    86_400,
  ],
  ['in words with a space', failing(429, { message: 'Please retry after 26 seconds.' }), {}, 26_000],
  [
    'as a time in its words',
    failing(429, { message: 'Quota used. Your quota will reset at 2026-04-06 10:01:00 UTC' }),
    {},
    60_000,
  ],
  [
    'in details',
    raw(429, [{ error: { code: 429, message: 'Quota', details: [{ retryDelay: '34s' }] } }]),
    {},
    34_000,
  ],
  ['in a field', raw(429, { message: 'Too many requests', retry_after: 8 }), {}, 8_000],
  [
    'in headers within the body',
    raw(429, {
      error: { message: 'Limit', metadata: { headers: { 'X-RateLimit-Reset': String(NOW + 5_000) } } },
    }),
    {},
    5_000,
  ],
  ['with status 200', raw(200, { error: { message: 'Please try again in 3s', code: '429' } }), {}, 3_000],
  [
    'with status 200 and a type',
    raw(200, { error: { message: 'Slow down, retry in 4s', type: 'rate_limit_error' } }),
    {},
    4_000,
  ],
  ['overloaded', failing(529, { message: 'Overloaded' }), { 'retry-after': '5' }, 5_000],
  [
    'overloaded in a stream',
    events({ error: { message: 'The engine is overloaded, try again in 2s', code: 503 } }),
    {},
    2_000,
  ],
])('a wait given as %s is kept', async (_how, behaviour, headers, wait) => {
  const limited: Behaviour = (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    return behaviour(request, response);
  };
  const { model, waits } = await setUp([limited, honest], { clock: () => NOW });
  expect(await model.complete(question())).toEqual(right);
  expect(waits).toEqual([wait]);
});

test.each([
  ['status 403', failing(403, { message: 'Rate limit exceeded. Please wait 7 seconds.' }), 7_000],
  [
    'status 400',
    failing(400, { message: 'ThrottlingException: Too many tokens, please wait before trying again.' }),
    500,
  ],
  [
    'a wrapped list of errors',
    raw(200, { success: false, errors: [{ code: 429, message: 'Try again in 2s' }] }),
    2_000,
  ],
  [
    'an error beside no choices',
    raw(200, { choices: [], error: { code: 429, message: 'Try again in 2s' } }),
    2_000,
  ],
  [
    'a status in base_resp',
    raw(200, { choices: null, base_resp: { status_msg: 'rate limit, retry in 3s' } }),
    3_000,
  ],
  ['a model that loads', failing(503, { message: 'Loading model' }), 5_000],
  [
    'a model that loads for a known time',
    raw(503, { error: 'Model a/b is currently loading', estimated_time: 20 }),
    20_000,
  ],
  ['milliseconds in a field', raw(429, { message: 'Slow down', retry_after_ms: 1500 }), 1_500],
  ['a clock', failing(429, { message: 'Retry after 00:01:30' }), 90_000],
  ['Chinese', failing(429, { message: '请求过多，请在 30 秒后重试' }), 30_000],
  ['a provider that stopped', message({ content: '{"title": "Ge' }, 'network_error'), 500],
])('%s is waited out', async (_what, limited, wait) => {
  const { model, waits } = await setUp([limited, honest]);
  expect(await model.complete(question())).toEqual(right);
  expect(waits).toEqual([wait]);
});

test.each([
  'This model only support stream mode, please enable the stream parameter to access the model.',
  'parameter.enable_thinking must be set to false for non-streaming calls',
  'Requests with max_tokens > 4096 must have stream=true',
])('a server that only streams is asked for a stream: %s', async (words) => {
  const streamed = events(delta({ content: head }), delta({ content: tail }, 'stop'), '[DONE]');
  const { model, server } = await setUp([
    (request, response) =>
      (request.body.stream ? streamed : failing(400, { message: words }))(request, response),
  ]);
  expect(await model.complete(question())).toEqual(right);
  expect(await model.complete(question({ user: 'another' }))).toEqual(right);
  expect(server.requests.map(({ body }) => Boolean(body.stream))).toEqual([false, true, true]);
});

test.each([
  'The decoder prompt (length 9000) is longer than the maximum model length of 8192.',
  '`inputs` must have less than 3072 tokens. Given: 3500',
  'Prompt exceeds max length',
  'Range of input length should be [1, 30720]',
  'Your request exceeded model token limit: 8192 (requested: 15000)',
  'total tokens 12000 exceeds limit 8192',
  'prompt too long; exceeded max context length by 1234 tokens',
])('"%s" means that the prompt is too long', async (words) => {
  const { model } = await setUp([failing(400, { message: words })]);
  const long = question({ maxOutputTokens: 6_000 });
  expect(await failureOf(model.complete(long))).toMatchObject({ reason: 'tooLong' });
});

test('a context without figures leads to a shorter answer before the prompt counts as too long', async () => {
  const refuse = failing(400, { message: 'Please reduce the length of the messages or completion.' });
  const { model, server } = await setUp([
    (request, response) => ((request.tokenLimit?.[1] ?? 0) > 2_000 ? refuse : honest)(request, response),
  ]);
  expect(await model.complete(question({ maxOutputTokens: 6_000 }))).toEqual(right);
  expect(server.requests.map(({ tokenLimit }) => tokenLimit?.[1])).toEqual([6_000, 3_000, 1_500]);
});

test('a prompt that stays too long is refused a few times, also after a shorter one', async () => {
  const { model, server } = await setUp([
    failing(400, { message: 'Input is too long for requested model.' }),
  ]);
  for (const user of ['short', 'long '.repeat(5_000), 'longer '.repeat(9_000)])
    expect(await failureOf(model.complete(question({ user, maxOutputTokens: 6_000 })))).toMatchObject({
      reason: 'tooLong',
    });
  expect(server.requests.length).toBeLessThan(10);
});

test('a server that limits parallel requests gets one at a time', async () => {
  let running = 0;
  let most = 0;
  let refused = 0;
  const { model } = await setUp([
    async (request, response) => {
      running++;
      most = Math.max(most, running);
      const isFree = running === 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (!isFree) refused++;
      await (isFree ? honest : failing(429, { message: 'Max concurrent requests exceeded' }))(
        request,
        response,
      );
      running--;
    },
  ]);
  const users = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((user) => model.complete(question({ user })));
  expect(await Promise.all(users)).toEqual(users.map(() => right));
  expect(most).toBeGreaterThan(1);
  expect(refused).toBeLessThanOrEqual(4);
});

test('concurrent calls that think without end all get the lower effort', async () => {
  const endless = message({ content: '', reasoning_content: 'Hm.' }, 'length');
  const { model } = await setUp([
    (request, response) => (request.body.reasoning_effort === 'none' ? honest : endless)(request, response),
  ]);
  const users = ['a', 'b', 'c', 'd'].map((user) =>
    model.complete(question({ user, maxOutputTokens: 6_000 })),
  );
  expect(await Promise.all(users)).toEqual(users.map(() => right));
});

test('an overload of some seconds is waited out; an unreachable server is not', async () => {
  const overloaded = failing(503, { message: 'The model is overloaded. Please try again later.' });
  const { model, waits } = await setUp([overloaded, overloaded, overloaded, overloaded, overloaded, honest]);
  expect(await model.complete(question())).toEqual(right);
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000]);
});

test.each([
  [
    401,
    { error: { message: 'Incorrect API key provided: sk-12345678***', code: 'invalid_api_key' } },
    /OPENAI_API_KEY/,
  ],
  [401, { message: 'Unauthorized' }, /OPENAI_API_KEY/],
  [
    403,
    { error: { message: 'Method doesn’t allow unregistered callers', status: 'PERMISSION_DENIED' } },
    /OPENAI_API_KEY/,
  ],
  [
    400,
    [{ error: { code: 400, message: 'API key not valid.', status: 'INVALID_ARGUMENT' } }],
    /OPENAI_API_KEY/,
  ],
  [
    400,
    {
      error: { message: 'Access denied due to invalid subscription key or wrong API endpoint.', code: '401' },
    },
    /OPENAI_API_KEY/,
  ],
  [500, { error: { message: 'litellm.AuthenticationError: invalid x-api-key' } }, /OPENAI_API_KEY/],
  [200, { error: { message: 'Invalid API key', code: 401 } }, /OPENAI_API_KEY/],
  [402, { error: { message: 'Insufficient Balance', type: 'unknown_error' } }, /add credit/],
  [429, { error: { message: 'You exceeded your current quota', type: 'insufficient_quota' } }, /add credit/],
  [
    400,
    {
      error: { message: 'Your credit balance is too low to access the API.', type: 'invalid_request_error' },
    },
    /add credit/,
  ],
  [
    429,
    {
      error: {
        message: 'Your account is not active, please check your billing details',
        code: 'billing_not_active',
      },
    },
    /add credit/,
  ],
  [
    403,
    { error: 'Your team has either used all available credits or reached its monthly limit' },
    /add credit/,
  ],
  [
    402,
    {
      error: {
        message:
          'This request requires more credits, or fewer max_tokens. You requested up to 6000 tokens, but can only afford 90.',
      },
    },
    /add credit/,
  ],
  [
    429,
    [
      {
        error: {
          code: 429,
          message: 'Quota exceeded. Please retry in 34s.',
          details: [{ violations: [{ quotaId: 'GenerateRequestsPerDayPerProject' }] }, { retryDelay: '34s' }],
        },
      },
    ],
    /today/,
  ],
  [404, { error: { message: 'The model `gpt-9` does not exist', code: 'model_not_found' } }, /OPENAI_MODEL/],
  [404, { error: { message: 'model "llama9" not found, try pulling it first' } }, /OPENAI_MODEL/],
  [400, { error: { message: 'foo/bar is not a valid model ID', code: 400 } }, /OPENAI_MODEL/],
  [400, { error: { message: 'Model Not Exist', type: 'invalid_request_error' } }, /OPENAI_MODEL/],
  [400, { object: 'error', message: 'Invalid model: foo', type: 'invalid_model' }, /OPENAI_MODEL/],
  [
    404,
    {
      error: { code: 'DeploymentNotFound', message: 'The API deployment for this resource does not exist.' },
    },
    /OPENAI_MODEL/,
  ],
  [404, '<html><h1>404 Not Found</h1></html>', /OPENAI_BASE_URL/],
])('status %i, %j, stops all requests and includes a hint', async (status, body, wayOut) => {
  const { model, server } = await setUp([raw(status, body)]);
  const failure = await failureOf(model.complete(question()));
  expect(failure).toMatchObject({ reason: 'unreachable', message: expect.stringMatching(wayOut) });
  expect(failure.message).not.toContain('12345678');
  await failureOf(model.complete(question({ user: 'another' })));
  expect(server.requests).toHaveLength(1);
});

test.each([
  [400, 'Conversation roles must alternate user/assistant/user/assistant/...'],
  [500, 'Only user, assistant and tool roles are supported, got system.'],
  [422, "messages.0.role: value must be one of 'user', 'assistant'"],
  [400, 'Jinja Exception: System role not supported'],
])('status %i, "%s", moves the instructions into the user message', async (status, words) => {
  const refuse = failing(status, { message: words });
  const { model, server } = await setUp([
    (request, response) => (request.system ? refuse : honest)(request, response),
  ]);
  expect(await model.complete(question())).toEqual(right);
  expect(server.requests.at(-1)?.user).toContain('You write titles.');
});

test.each([
  ['a format that only fails inside the server', failing(500, { message: 'Internal Server Error' })],
  [
    'a schema keyword that it does not know',
    failing(400, { message: 'Unknown name "additionalProperties" at response_schema' }),
  ],
  ['a grammar that it cannot compile', failing(500, { message: 'Unable to compile grammar' })],
  ['an unknown format', failing(400, { message: 'invalid format: expected "json" or a JSON schema' })],
])('%s is requested in a weaker format', async (_what, refuse) => {
  const { model, formats } = await setUp([
    (request, response) => (request.format === 'json_schema' ? refuse : honest)(request, response),
  ]);
  const users = ['a', 'b', 'c', 'd'].map((user) => model.complete(question({ user })));
  expect(await Promise.all(users)).toEqual([right, right, right, right]);
  expect(formats()).toContain('json_object');
});

test.each([
  [
    413,
    'Request too large for model `llama` on tokens per minute (TPM): Limit 6000, Requested 9294, please reduce your message size and try again.',
    6_000,
  ],
  [
    429,
    'Request too large for gpt-9 on tokens per min (TPM): Limit 8000, Requested 9294. The input or output tokens must be reduced in order to run successfully.',
    8_000,
  ],
])(
  'status %i: a request beyond the limit per minute leads to a shorter answer',
  async (status, words, limit) => {
    const { model, server } = await setUp([
      failing(status, { message: words, code: 'rate_limit_exceeded' }),
      honest,
    ]);
    expect(await model.complete(question({ maxOutputTokens: 9_000 }))).toEqual(right);
    expect(server.requests[1]?.tokenLimit?.[1]).toBeLessThan(limit);
  },
);

test.each([
  [
    'credit for fewer tokens',
    402,
    'This request requires more credits, or fewer max_tokens. You requested up to 6000 tokens, but can only afford 1775.',
    1_775,
  ],
  [
    'a context with the prompt counted',
    400,
    "'max_tokens' is too large: 6000. This model's maximum context length is 8192 tokens and your request has 3000 input tokens (6000 > 8192 - 3000).",
    5_128,
  ],
  [
    'a sum of prompt and answer',
    400,
    'input length and `max_tokens` exceed context limit: 3000 + 6000 > 8192, decrease input length or `max_tokens`',
    5_128,
  ],
  [
    'a sum of inputs and new tokens',
    422,
    'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8192. Given: 3000 `inputs` tokens and 6000 `max_new_tokens`',
    5_128,
  ],
  [
    'the maximum tokens of a model',
    400,
    'The maximum tokens you requested exceeds the model limit of 4096. Try again with a maximum tokens value that is lower than 4096.',
    4_096,
  ],
])('%s lowers the limit of answers', async (_what, status, words, limit) => {
  const { model, server } = await setUp([failing(status, { message: words }), honest]);
  expect(await model.complete(question({ maxOutputTokens: 6_000 }))).toEqual(right);
  expect(server.requests[1]?.tokenLimit?.[1]).toBe(limit);
});

test.each([
  [400, 'max_tokens must be at least 1, got -500.'],
  [400, 'This model supports at most 8192 tokens: context_length_exceeded'],
  [413, 'Payload too large'],
])('status %i, "%s", means that the prompt is too long', async (status, words) => {
  const { model } = await setUp([failing(status, { message: words, code: 'context_length_exceeded' })]);
  expect(await failureOf(model.complete(question()))).toMatchObject({ reason: 'tooLong' });
});

test('flagged posts are refused, and the next request is sent', async () => {
  const flagged = failing(403, {
    message: 'Your chosen model requires moderation and your input was flagged',
  });
  const { model } = await setUp([flagged, honest]);
  expect(await failureOf(model.complete(question()))).toMatchObject({ reason: 'refused' });
  expect(await model.complete(question({ user: 'another' }))).toEqual(right);
});

test('an empty answer and an incomplete body are requested again', async () => {
  const { model, server } = await setUp([message({ content: '' }), raw(200, '{"choices":[{"mess'), honest]);
  expect(await model.complete(question())).toEqual(right);
  expect(server.requests.map(({ messages }) => messages.length)).toEqual([2, 2, 2]);
});

test('the complete part of an answer that is repeatedly cut off counts', async () => {
  const cut = saying('{"title": "Gemma 4 is out", "cites": ["x:1", "x:', {
    finishReason: 'max_tokens',
    usage: { in: 100, out: 10 },
  });
  const { model } = await setUp([cut]);
  expect(await model.complete(question())).toEqual(right);
  const thought = saying(
    `I think of {this} and {"a": 1}.</think>${'{"title": "Gemma 4 is out", "cites": ["x:1", "x:'}`,
    {
      finishReason: 'length',
      usage: { in: 100, out: 90 },
    },
  );
  const after = await setUp([thought]);
  expect(await after.model.complete(question())).toEqual(right);
  const early = saying('{"title": "Gemma 4 is', { finishReason: 'length', usage: { in: 100, out: 10 } });
  const other = await setUp([early]);
  expect(await failureOf(other.model.complete(question()))).toMatchObject({ reason: 'unusable' });
});
