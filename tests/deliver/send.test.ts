import { expect, test } from 'vitest';
import { type ClaimedMail, type Outcome, sendDue } from '../../src/deliver/send.js';
import type { MailResult, Messenger } from '../../src/model.js';

const NOW = new Date('2026-03-02T08:00:00Z');

/** Sends one mail through a messenger with this result, and returns when it is tried again. */
async function findRetry(result: Omit<MailResult, 'key'>): Promise<string | undefined> {
  const due: ClaimedMail[] = [{ batch: 'a', attempts: 1, uncertain: false }];
  const recorded: Outcome<ClaimedMail>[] = [];
  const messenger: Messenger = {
    name: 'smtp',
    batchSize: 1,
    send: async (mails) => mails.map(({ key }) => ({ key, ...result })),
    close: async () => {},
  };
  await sendDue(
    {
      claim: async () => due.splice(0),
      record: async (outcomes) => void recorded.push(...outcomes),
      split: async () => [],
      suppress: async () => {},
    },
    messenger,
    async () => ({
      key: 'k',
      to: 'ann@example.org',
      from: 'us@example.org',
      subject: '',
      html: '',
      text: '',
      headers: {},
    }),
    { clock: () => NOW, maxErrorRate: 1, signal: new AbortController().signal },
  );
  return recorded[0]?.retry?.at;
}

test('a deferred mail is retried when the server asks, and never at once', async () => {
  expect(await findRetry({ outcome: 'deferred' })).toBe('2026-03-02T08:05:00.000Z');
  expect(await findRetry({ outcome: 'deferred', retryAfterMs: 600_000 })).toBe('2026-03-02T08:10:00.000Z');
  expect(await findRetry({ outcome: 'deferred', retryAfterMs: 1000 })).toBe('2026-03-02T08:00:30.000Z');
});
