// Each published issue reaches each channel once, whatever the service does.
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfig } from '../../../src/config/config.js';
import { sourcesFileSchema } from '../../../src/config/sources-file.js';
import { createOutbox } from '../../../src/deliver/outbox.js';
import { findIncidents } from '../../../src/operations/incidents.js';
import {
  type DeliveryContext,
  deliverAllDue,
  deliverIssue,
} from '../../../src/stages/delivering/delivery.js';
import {
  bringForwardChannels,
  claimChannels,
  listChannelDeliveries,
} from '../../../src/store/deliveries/channels.js';
import { newFolder } from '../../fixtures/cli.js';
import { deliveryContext, issue, MORNING, release } from '../../fixtures/delivery.js';
import { openTestStore } from '../../fixtures/store.js';

type Answer = { status: number; body?: string; headers?: Record<string, string> } | 'drop';
interface Call {
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}
const SECRET = 'a-secret-of-the-webhook';
let server: Server;
let base: string;
let calls: Call[];
/** Responses in order; the last one repeats. */
let answers: Answer[];
let now: string;

beforeEach(async () => {
  calls = [];
  answers = [{ status: 200, body: 'ok' }];
  now = MORNING;
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    calls.push({ path: request.url ?? '', headers: request.headers, body });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === undefined || answer === 'drop') return request.socket.destroy();
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function open(channels: object[], env: Record<string, string> = {}): Promise<DeliveryContext> {
  const db = await openTestStore();
  const folder = newFolder();
  const sourcesFile = sourcesFileSchema.parse({
    publication: { name: 'Field Notes', timeZone: 'Europe/Berlin' },
    recaps: [{ title: 'All', from: 'feeds' }],
    sources: {},
    delivery: { channels },
  });
  const environment = {
    PUBLIC_URL: 'https://example.org',
    SLACK_WEBHOOK_URL: `${base}/slack/T0/secret`,
    DISCORD_WEBHOOK_URL: `${base}/discord/1/secret`,
    TELEGRAM_BOT_TOKEN: '1:secret-of-bot',
    TELEGRAM_API_URL: `${base}/telegram`,
    ISSUE_WEBHOOK_URL: `${base}/own`,
    ISSUE_WEBHOOK_SECRET: SECRET,
    ...env,
  };
  const config = loadConfig(folder, { environment, sourcesFile });
  const context = { ...deliveryContext(db, createOutbox(folder)), config, clock: () => new Date(now) };
  await release(context);
  return context;
}

const statesOf = async ({ db }: DeliveryContext) =>
  (await listChannelDeliveries(db, issue.id)).map(({ channel, state }) => `${channel}: ${state}`);
const later = (ms: number) => {
  now = new Date(Date.parse(now) + ms).toISOString();
};

test('every kind gets the issue once, in its own format', async () => {
  const context = await open([
    { kind: 'slack' },
    { kind: 'discord' },
    { kind: 'telegram', chat: '@news' },
    { kind: 'webhook' },
    { kind: 'telegram', chat: '-100', cadences: ['weekly'] },
  ]);
  answers = [{ status: 200, body: '{"ok":true}' }];
  const { channels, errors } = await deliverIssue(context, issue);
  expect(errors).toEqual([]);
  expect(channels).toHaveLength(4);
  await deliverIssue(context, issue);
  await deliverAllDue(context);
  expect(calls.map(({ path }) => path).sort()).toEqual([
    '/discord/1/secret?wait=true',
    '/own',
    '/slack/T0/secret',
    '/telegram/bot1:secret-of-bot/sendMessage',
  ]);
  const own = calls.find(({ path }) => path === '/own');
  const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature } = own?.headers ?? {};
  const expected = createHmac('sha256', SECRET).update(`${id}.${time}.${own?.body}`).digest('base64');
  expect([id, signature]).toEqual([`msg_${issue.id}`, `v1,${expected}`]);
});

test.each([
  ['slack', { status: 404, body: 'no_service' }, 'set SLACK_WEBHOOK_URL'],
  ['discord', { status: 404, body: '{"message":"Unknown Webhook","code":10015}' }, 'set DISCORD_WEBHOOK_URL'],
  ['slack', { status: 302, headers: { location: 'https://elsewhere.example/' } }, 'HTTP 302'],
] as const)('a refusal by %s is final and explained: %j', async (kind, answer, words) => {
  const context = await open([{ kind }]);
  answers = [answer];
  const { errors } = await deliverIssue(context, issue);
  expect(errors).toEqual([expect.stringContaining(words)]);
  expect(errors.join()).not.toContain('secret');
  later(86_400_000);
  await deliverAllDue(context);
  expect(calls).toHaveLength(1);
  expect(await findIncidents(context, [])).toEqual([
    {
      key: `channel:${issue.id}:${kind}`,
      what: expect.stringContaining('was not posted'),
      command: expect.stringContaining('--resume'),
    },
  ]);
});

test('Telegram’s refusals include a hint', async () => {
  const context = await open([{ kind: 'telegram', chat: '@nowhere' }]);
  answers = [
    { status: 400, body: '{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}' },
  ];
  const { errors } = await deliverIssue(context, issue);
  expect(errors).toEqual([
    'telegram @nowhere: HTTP 400: Bad Request: chat not found: check `chat` in sources.yaml, and add the bot to the chat',
  ]);
});

test('a rate limit is waited out as long as the service asks, in the header or the body', async () => {
  const context = await open([{ kind: 'slack' }, { kind: 'telegram', chat: '1' }]);
  answers = [
    { status: 429, headers: { 'retry-after': '90' }, body: '{"ok":false,"parameters":{"retry_after":90}}' },
    { status: 429, headers: { 'retry-after': '90' }, body: '{"ok":false,"parameters":{"retry_after":90}}' },
    { status: 200, body: '{"ok":true}' },
  ];
  const { errors } = await deliverIssue(context, issue);
  expect(errors).toEqual([
    expect.stringContaining('will be retried'),
    expect.stringContaining('will be retried'),
  ]);
  later(89_000);
  await deliverAllDue(context);
  expect(calls).toHaveLength(2);
  later(2000);
  await deliverAllDue(context);
  expect(await statesOf(context)).toEqual(['slack: sent', 'telegram 1: sent']);
});

test('a lost connection makes Slack uncertain; your own webhook gets the same id again', async () => {
  const context = await open([{ kind: 'slack' }, { kind: 'webhook' }]);
  answers = ['drop', 'drop', { status: 200, body: 'ok' }];
  await deliverIssue(context, issue);
  later(120_000);
  await deliverAllDue(context);
  expect(await statesOf(context)).toEqual(['slack: uncertain', 'webhook: sent']);
  const ids = calls.filter(({ path }) => path === '/own').map(({ headers }) => headers['webhook-id']);
  expect(new Set(ids).size).toBe(1);
  await bringForwardChannels(context.db, issue.id, now, ['uncertain']);
  await deliverIssue(context, issue);
  expect(await statesOf(context)).toEqual(['slack: sent', 'webhook: sent']);
});

test('the claim of a dead process is uncertain, and is repeated if the receiver detects duplicates', async () => {
  const context = await open([{ kind: 'slack' }, { kind: 'webhook' }]);
  const gone = `${(await import('node:os')).hostname()}/999999999/gone`;
  await claimChannels(context.db, { channels: ['slack', 'webhook'], owner: gone, now });
  await deliverAllDue(context);
  expect(await statesOf(context)).toEqual(['slack: uncertain', 'webhook: sent']);
});

test('a server that is down is retried for a day and a half', async () => {
  const context = await open([{ kind: 'slack' }]);
  answers = [{ status: 503 }];
  await deliverIssue(context, issue);
  for (let hour = 0; hour < 40; hour++) {
    later(3_600_000 * 1.3);
    await deliverAllDue(context);
  }
  expect(await statesOf(context)).toEqual(['slack: failed']);
  expect(calls.length).toBeGreaterThan(20);
});

test('a missing variable is reported', async () => {
  const context = await open([{ kind: 'webhook' }], { ISSUE_WEBHOOK_SECRET: '' });
  const { errors } = await deliverIssue(context, issue);
  expect(errors).toEqual(['webhook: ISSUE_WEBHOOK_SECRET is not set: add it to .env']);
});

test('an unrecorded result is recorded by the next run, which posts nothing again', async () => {
  const context = await open([{ kind: 'slack' }]);
  const { db } = context;
  server.removeAllListeners('request');
  server.on('request', async ({ url = '', headers }, response) => {
    calls.push({ path: url, headers, body: '' });
    await sql`alter table channel_deliveries rename to away`.execute(db);
    response.end('ok');
  });
  await expect(deliverIssue(context, issue)).rejects.toThrow('channel_deliveries');
  await sql`alter table away rename to channel_deliveries`.execute(db);
  expect(await statesOf(context)).toEqual(['slack: claimed']);
  expect((await deliverAllDue(context)).size).toBe(0);
  expect(await statesOf(context)).toEqual(['slack: sent']);
  expect(calls).toHaveLength(1);
});

test('a post in progress in another process starts no delivery', async () => {
  const context = await open([{ kind: 'slack' }]);
  await claimChannels(context.db, { channels: ['slack'], owner: 'elsewhere/1/living', now });
  // On SQLite a process of another machine counts as alive; on PostgreSQL it has no lock, and its claim is uncertain.
  expect((await deliverAllDue(context)).size).toBe(0);
  expect(calls).toEqual([]);
});
