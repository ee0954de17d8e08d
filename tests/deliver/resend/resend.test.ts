import { afterEach, expect, test } from 'vitest';
import { createResend, type ResendOptions } from '../../../src/deliver/resend/resend.js';
import type { Answer, SearchParams } from '../../fixtures/api-server.js';
import { makeMail, type ResendSink, startResendSink } from '../../fixtures/mails.js';

let sink: ResendSink;
afterEach(() => sink.close());

async function open(
  before?: (asked: SearchParams, count: number) => Answer | 'slow' | undefined,
  options: Partial<ResendOptions> = {},
) {
  sink = await startResendSink(before);
  return createResend({ apiKey: 're_secret', baseUrl: `${sink.url}/`, firstWaitMs: 1, ...options });
}
const batchOf = (...numbers: number[]) => numbers.map((n) => makeMail(n, { batch: 'batch-1' }));
const refusal = (status: number, name: string, message: string, headers = {}): Answer => ({
  status,
  headers,
  body: { name, statusCode: status, message },
});

test('a batch goes out in one request, under its key, with tags and headers', async () => {
  const messenger = await open();
  const results = await messenger.send(batchOf(1, 2));
  expect(results).toEqual(
    [1, 2].map((n) => ({
      key: makeMail(n).key,
      outcome: 'sent',
      providerId: `id-reader${n}@example.org`,
    })),
  );
  const [asked] = sink.asked;
  expect(asked).toMatchObject({
    path: '/emails/batch',
    headers: { 'idempotency-key': 'batch-1', authorization: 'Bearer re_secret' },
  });
  expect(JSON.parse(asked?.body ?? '')[0]).toMatchObject({
    to: 'reader1@example.org',
    headers: { 'Message-ID': '<1@example.org>' },
    tags: [{ name: 'issue', value: 'daily-2026-03-17' }],
  });
});

test('sending the same batch again mails nobody twice', async () => {
  const messenger = await open();
  expect(await messenger.send(batchOf(1, 2))).toEqual(await messenger.send(batchOf(1, 2)));
  expect(sink.mailed).toHaveLength(2);
});

test('a batch that lost a member after it was sent counts as sent', async () => {
  const messenger = await open();
  await messenger.send(batchOf(1, 2, 3));
  expect(await messenger.send(batchOf(1, 3))).toMatchObject([{ outcome: 'sent' }, { outcome: 'sent' }]);
  expect(sink.mailed).toHaveLength(3);
});

test.each<[string, Answer]>([
  ['too many requests', refusal(429, 'rate_limit_exceeded', 'slow down', { 'retry-after': '0.001' })],
  ['a server in trouble', refusal(503, 'internal_server_error', 'sorry')],
  ['no JSON', { status: 502, body: '<html>Bad gateway' }],
  ['a cut answer', { body: { data: [{ id: 'lost' }] }, cut: true }],
  ['the key still in flight', refusal(409, 'concurrent_idempotent_requests', 'in progress')],
])('is tried again under the same key: %s', async (_, answer) => {
  const messenger = await open((_asked, count) => (count <= 2 ? answer : undefined));
  expect(await messenger.send(batchOf(1))).toMatchObject([{ outcome: 'sent' }]);
  expect(new Set(sink.asked.map(({ headers }) => headers['idempotency-key']))).toEqual(new Set(['batch-1']));
  expect(sink.asked).toHaveLength(3);
});

test('a missing response fails after the last attempt, and the error does not contain the key', async () => {
  const messenger = await open(() => 'slow', { timeoutMs: 30, tries: 2 });
  const [result] = await messenger.send(batchOf(1));
  expect(result).toMatchObject({ outcome: 'failed', uncertain: true });
  expect(JSON.stringify(result)).not.toContain('re_secret');
});

test('a refused API key is not tried again, and masked if the server repeats it', async () => {
  const messenger = await open(() => refusal(401, 'invalid_api_key', 'API key re_secret is invalid'));
  expect(await messenger.send(batchOf(1))).toEqual([
    {
      key: makeMail(1).key,
      outcome: 'refused',
      affectsAll: true,
      error: `invalid_api_key: API key [secret] is invalid (check RESEND_API_KEY in .env; tidings doctor tests it)`,
    },
  ]);
  expect(sink.asked).toHaveLength(1);
});

test('a batch that is refused as a whole fails for each mail, and nothing is sent under another key', async () => {
  const messenger = await open(({ body }) =>
    body.includes('reader2@') ? refusal(422, 'validation_error', 'Invalid `to` field.') : undefined,
  );
  const results = await messenger.send(batchOf(1, 2));
  expect(results).toMatchObject([1, 2].map(() => ({ outcome: 'failed', batchRefused: true })));
  expect(sink.asked).toHaveLength(1);
  const alone = await messenger.send([1, 2].map((n) => makeMail(n, { batch: makeMail(n).key })));
  expect(alone.map(({ outcome }) => outcome)).toEqual(['sent', 'rejected']);
  expect(sink.asked.slice(1).map(({ path, headers }) => [path, headers['idempotency-key']])).toEqual(
    [1, 2].map((n) => ['/emails', makeMail(n).key]),
  );
});

test('if the server names the invalid mails of a batch, one request is enough', async () => {
  const messenger = await open(() => ({
    body: { data: [{ id: 'a' }, { id: 'c' }], errors: [{ index: 1, message: 'Invalid `to` field.' }] },
  }));
  expect(await messenger.send(batchOf(1, 2, 3))).toMatchObject([
    { providerId: 'a' },
    { outcome: 'rejected' },
    { providerId: 'c' },
  ]);
});

test.each([
  [422, 'validation_error', 'Invalid `from` field. It needs to be one.'],
  [403, 'validation_error', 'The example.org domain is not verified.'],
  [403, 'validation_error', 'You can only send testing emails to your own email address.'],
])('a sender that is refused rejects no reader and stops the sending: %i %s', async (status, name, text) => {
  const messenger = await open(() => refusal(status, name, text));
  const refused = { outcome: 'refused', affectsAll: true, error: expect.stringContaining('check MAIL_FROM') };
  expect(await messenger.send(batchOf(1, 2))).toMatchObject([refused, refused]);
  expect(sink.asked).toHaveLength(1);
});

test.each<[string, Answer, object]>([
  [
    'a used-up second',
    refusal(429, 'rate_limit_exceeded', 'slow down'),
    { outcome: 'deferred', affectsAll: true },
  ],
  [
    'an unknown address',
    refusal(404, 'not_found', 'no such endpoint'),
    { outcome: 'refused', affectsAll: true },
  ],
  ['a security check', refusal(451, 'security_error', 'ask us'), { outcome: 'refused', affectsAll: true }],
  ['a batch too large', { status: 413, body: 'Too large' }, { outcome: 'failed', batchRefused: true }],
  [
    'a firewall’s page',
    { status: 403, body: '<html>Attention' },
    { outcome: 'failed', error: 'HTTP 403 without an explanation' },
  ],
  ['success without ids', { body: {} }, { outcome: 'failed', uncertain: true }],
  ['success with an id too few', { body: { data: [{ id: 'a' }] } }, { outcome: 'failed', uncertain: true }],
])('what an answer means for the batch: %s', async (_, answer, result) => {
  const messenger = await open(() => answer, { tries: 2 });
  expect(await messenger.send(batchOf(1, 2))).toMatchObject([result, result]);
});

test.each([
  ['seconds', { 'retry-after': '7200' }],
  ['a date', { 'retry-after': 'Mon, 06 Apr 2026 10:00:00 GMT', date: 'Mon, 06 Apr 2026 08:00:00 GMT' }],
])(
  'a used-up quota and a long wait are left to the ledger, until the time named in %s',
  async (_, headers) => {
    for (const name of ['daily_quota_exceeded', 'rate_limit_exceeded']) {
      const messenger = await open(() => refusal(429, name, 'later', headers));
      expect(await messenger.send(batchOf(1))).toMatchObject([
        { outcome: 'deferred', affectsAll: true, retryAfterMs: 7_200_000 },
      ]);
      expect(sink.asked).toHaveLength(1);
      await sink.close();
    }
  },
);

test('no more mails a second than the operator allows', async () => {
  const messenger = await open(undefined, { maxPerSecond: 20 });
  expect(messenger.batchSize).toBe(20);
  const start = performance.now();
  await messenger.send(batchOf(1, 2, 3, 4));
  await messenger.send([makeMail(5)]);
  expect(performance.now() - start).toBeGreaterThan(190);
});

test('the response headers determine when the next request is sent', async () => {
  const messenger = await open((_, count) =>
    count === 1
      ? { headers: { 'ratelimit-remaining': '0', 'ratelimit-reset': '0.1' }, body: { data: [{ id: 'a' }] } }
      : undefined,
  );
  await messenger.send(batchOf(1));
  const start = performance.now();
  await messenger.send([makeMail(2)]);
  expect(performance.now() - start).toBeGreaterThan(80);
});

test('after a stop, no request is sent', async () => {
  const messenger = await open();
  expect(await messenger.send(batchOf(1), AbortSignal.abort())).toMatchObject([{ outcome: 'failed' }]);
  expect(sink.asked).toEqual([]);
});
