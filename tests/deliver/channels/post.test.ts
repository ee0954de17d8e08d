// Answers of channels that ask for another attempt.
import { afterEach, expect, test } from 'vitest';
import { readDiscordAnswer } from '../../../src/deliver/channels/discord.js';
import { postJson } from '../../../src/deliver/channels/post.js';
import { readTelegramAnswer } from '../../../src/deliver/channels/telegram.js';
import { type Answer, type ApiServer, startApiServer } from '../../fixtures/api-server.js';

let server: ApiServer | undefined;
afterEach(() => server?.close());

test.each<[Answer, number | undefined]>([
  [{ status: 429, body: { message: 'You are being rate limited.', retry_after: 0.5 } }, 500],
  [{ status: 429, headers: { 'retry-after': '7' }, body: 'slow down' }, 7000],
  [{ status: 503, headers: { 'retry-after': '0' }, body: 'busy' }, undefined],
  [{ status: 429, body: { message: 'You are being rate limited.', retry_after: null } }, undefined],
])('a refusal is retried when the service asks, and never at once: %#', async (answer, retryAfterMs) => {
  server = await startApiServer(() => answer);
  const request = { url: server.url, body: '{}', readAnswer: readDiscordAnswer };
  expect(await postJson(request, () => new Date('2026-03-02T08:00:00Z'))).toMatchObject({
    outcome: 'retry',
    retryAfterMs,
  });
});

test('a Telegram group that became a supergroup is explained', () =>
  expect(
    readTelegramAnswer(
      '{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat"}',
    ).error,
  ).toContain('set `chat` in sources.yaml'));
