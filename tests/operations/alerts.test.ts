// Incidents are found in the store, and the operator is notified of each once, without secrets.
import { expect, test } from 'vitest';
import { periodOf } from '../../src/base/time.js';
import type { Mail, MailResult, Messenger } from '../../src/model.js';
import { alertOperator } from '../../src/operations/alerts.js';
import { findIncidents } from '../../src/operations/incidents.js';
import { pauseIssue, resumeIssue } from '../../src/store/deliveries/pauses.js';
import { listIncidents } from '../../src/store/incidents.js';
import { addRun, endRun, type RunFigures, type RunKind } from '../../src/store/runs.js';
import { saveOutcome, saveSources } from '../../src/store/sources/sources.js';
import {
  addConfirmationRequest,
  postponeConfirmationRequest,
  takeConfirmationRequest,
} from '../../src/store/subscribers/confirmation-requests.js';
import { deliveryContext, release } from '../fixtures/delivery.js';
import { addReader } from '../fixtures/readers.js';
import { makeRef, openTestStore } from '../fixtures/store.js';

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

async function open(env: Record<string, string> = {}) {
  const mails: Mail[] = [];
  const server = { outcome: 'sent' as MailResult['outcome'] };
  const messenger: Messenger = {
    name: 'smtp',
    batchSize: 1,
    send: async (sent) => {
      if (server.outcome === 'sent') mails.push(...sent);
      return sent.map(({ key }) => ({ key, outcome: server.outcome }));
    },
    close: async () => {},
  };
  const time = { now: Date.parse('2026-03-18T08:00:00Z') };
  const db = await openTestStore();
  const context = {
    ...deliveryContext(db, messenger, { env: { OPERATOR_EMAIL: 'op@example.org', ...env } }),
    clock: () => new Date(time.now),
    log: quiet,
  };
  const hours = (count: number) => {
    time.now += count * 3_600_000;
  };
  return { db, context, mails, server, hours, time };
}

let made = 0;
async function ran(
  { db, time }: Awaited<ReturnType<typeof open>>,
  kind: RunKind,
  subject: string,
  { error, figures = {} }: { error?: string; figures?: RunFigures } = {},
) {
  const id = `r${++made}`;
  const at = new Date(time.now + made).toISOString();
  await addRun(db, { id, kind, subject, owner: 'h/1/x', startedAt: at, figures });
  await endRun(db, id, { at, outcome: error ? 'failed' : 'done', figures, ...(error && { error }) });
}

const keysOf = async ({ context }: Awaited<ReturnType<typeof open>>) =>
  (await findIncidents(context, [])).map(({ key }) => key);

test('uncertain mails are an incident', async () => {
  const { db, context } = await open();
  await addReader(db, 'ann@example.org');
  await release(context);
  await db.updateTable('deliveries').set({ state: 'uncertain' }).execute();
  expect(await findIncidents(context, [])).toEqual([
    {
      key: 'uncertain:daily-2026-03-17',
      what: expect.stringMatching(/^1 mail of daily-2026-03-17 may or may not have arrived/),
      command: 'To send them again: tidings send daily-2026-03-17 --resume --uncertain',
    },
  ]);
});

test('an issue is late an hour after its time', async () => {
  const { context, time } = await open();
  const due = [periodOf('2026-03-17', 'daily', 'Europe/Berlin')];
  time.now = Date.parse('2026-03-18T06:59:59Z');
  expect(await findIncidents(context, due)).toEqual([]);
  time.now += 1000;
  expect(await findIncidents(context, due)).toEqual([
    { key: 'late:daily', what: 'The issue daily-2026-03-17 was due at 2026-03-18 06:00 UTC and is missing' },
  ]);
});

test('a failed run is an incident until the same kind of run succeeds', async () => {
  const world = await open();
  await ran(world, 'issue', 'daily-2026-03-17', { error: 'disk full' });
  await ran(world, 'issue', 'weekly-2026-w11');
  await ran(world, 'fetch', 'web', { error: 'disk full' });
  await ran(world, 'backfill', 'old', { error: 'disk full' });
  expect(await keysOf(world)).toEqual(['failed:fetch:web', 'failed:issue:daily']);
  await ran(world, 'issue', 'daily-2026-03-18');
  expect(await keysOf(world)).toEqual(['failed:fetch:web']);
});

test('used-up budgets of X and the model are incidents until a run stays within them', async () => {
  const world = await open();
  const model = { name: 'm', calls: 1, tokensIn: 1, tokensOut: 1, costUsd: 1 };
  const sources = { asked: 1, failed: [] };
  const stops = ['the X budget of $5.00 a day is spent', '2 of 9 parts: the budget of $1 is too small'];
  await ran(world, 'issue', 'daily-2026-03-17', { figures: { model, sources, stops } });
  expect(await keysOf(world)).toEqual(['budget:x', 'budget:model']);
  await ran(world, 'fetch', 'web', { figures: { sources } });
  expect(await keysOf(world)).toEqual(['budget:x', 'budget:model']);
  await ran(world, 'fetch', 'x', { figures: { sources } });
  expect(await keysOf(world)).toEqual(['budget:model']);
});

test('a pause is an incident while mails wait', async () => {
  const world = await open();
  const { db, context } = world;
  await pauseIssue(db, 'daily-2026-03-17', '30% of the last mails went wrong');
  expect(await keysOf(world)).toEqual([]);
  await db.transaction().execute((trx) => addReader(trx, 'a@example.org'));
  await release(context);
  expect(await keysOf(world)).toEqual(['paused:daily-2026-03-17']);
  await resumeIssue(db, 'daily-2026-03-17');
  expect(await keysOf(world)).toEqual([]);
});

test('three sources that failed twice are an incident if they are a large share', async () => {
  const world = await open();
  const refs = Array.from({ length: 12 }, (_, n) => makeRef(`S${n}`));
  world.context.config = { ...world.context.config, refs };
  await saveSources(world.db, refs);
  const fetched = async (count: number, error?: string) => {
    for (const { id } of refs.slice(0, count))
      await saveOutcome(world.db, { sourceId: id, posts: [], ...(error && { error }) }, 'T', null);
  };
  await fetched(12);
  await fetched(3, 'timed out');
  expect(await keysOf(world)).toEqual([]);
  await fetched(3, 'timed out');
  const [incident] = await findIncidents(world.context, []);
  expect(incident?.what).toBe(
    '3 of 12 sources are failing: r/S0 (timed out), r/S1 (timed out) and r/S2 (timed out)',
  );
  await fetched(1);
  expect(await keysOf(world)).toEqual([]);
});

test('waiting subscription requests are an incident', async () => {
  const world = await open();
  const { db } = world;
  const now = '2026-03-18T08:00:00.000Z';
  const preferences = { cadence: 'daily' as const, timeZone: 'UTC', hour: 7, omitted: [] };
  for (let n = 0; n < 6; n++) {
    const address = `r${n}@example.org`;
    await addConfirmationRequest(db, { address, key: address }, preferences, { now });
    const request = await takeConfirmationRequest(db, now, '2026-03-18T08:10:00.000Z');
    const reason = n === 0 ? 'limit' : 'server';
    await postponeConfirmationRequest(db, request?.id ?? '', {
      dueAt: '2026-03-18T09:00:00.000Z',
      reason,
      attempts: 1,
    });
  }
  expect(await keysOf(world)).toEqual(['confirmations:limit', 'confirmations:server']);
  const [limit] = await findIncidents(world.context, []);
  expect(limit?.what).toMatch(/^1 request to subscribe waits.*delivery\.confirmationsPerHour/);
});

test('an incident causes one mail when it begins and one when it ends; a failed mail is retried', async () => {
  const { context, mails, server, hours } = await open({
    OPENAI_API_KEY: 'sk-very-secret',
    ADMIN_TOKEN: 'operator-secret-0123',
  });
  const failed = [{ key: 'failed:issue:daily', what: 'Making x failed:\nrefused sk-very-secret <b>' }];
  server.outcome = 'failed';
  await alertOperator(context, failed);
  expect(await listIncidents(context.db)).toHaveLength(1);
  server.outcome = 'sent';
  await alertOperator(context, failed);
  hours(1);
  await alertOperator(context, failed);
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatchObject({
    to: 'op@example.org',
    subject: 'Field Notes: Making x failed: refused [secret] <b>',
    headers: { 'Auto-Submitted': 'auto-generated' },
  });
  const written = JSON.stringify(mails[0]);
  expect(written).not.toMatch(/very-secret|operator-secret/);
  expect(mails[0]?.html).toContain('[secret] &lt;b&gt;');
  expect(mails[0]?.text).toContain('https://example.org/admin');
  hours(1);
  await alertOperator(context, []);
  await alertOperator(context, []);
  expect(mails.map(({ subject }) => subject.includes('resolved'))).toEqual([false, true]);
  expect(await listIncidents(context.db)).toEqual([]);
});

test('the subject of an alert ends with a whole word', async () => {
  const { context, mails } = await open();
  const what = `Fetching failed: https://example.org/${'a'.repeat(70)} ${'b'.repeat(70)}`;
  await alertOperator(context, [{ key: 'k', what }]);
  expect(mails[0]?.subject).toBe(`Field Notes: Fetching failed: https://example.org/${'a'.repeat(70)}…`);
});

test('without OPERATOR_EMAIL, incidents are recorded but not mailed', async () => {
  const { context, mails } = await open({ OPERATOR_EMAIL: '' });
  const news = await alertOperator(context, [{ key: 'k', what: 'w' }]);
  expect(news.begun).toHaveLength(1);
  expect(mails).toEqual([]);
  expect(await listIncidents(context.db)).toMatchObject([{ key: 'k', what: 'w' }]);
});
