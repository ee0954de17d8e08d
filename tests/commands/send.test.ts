import type { ChildProcess } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { command as approve } from '../../src/commands/approve.js';
import { command as send } from '../../src/commands/send.js';
import { countDeliveries } from '../../src/store/deliveries/counts.js';
import { createDeliveries } from '../../src/store/deliveries/deliveries.js';
import { findIssue } from '../../src/store/issues.js';
import { startResendSink, startSmtpSink } from '../fixtures/mails.js';
import {
  inStore,
  issue,
  newPublication,
  runCommand,
  setService,
  startTidings,
} from '../fixtures/publication.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
const statesIn = (folder: string) => inStore(folder, (db) => countDeliveries(db, issue.id));
const duplicates = (list: string[]) => list.filter((entry, index) => list.indexOf(entry) !== index);

test('by Resend, every reader gets one mail although processes are killed and two send at once', async () => {
  let child: ChildProcess | undefined;
  const sink = await startResendSink((_, count) => {
    if (count === 2) child?.kill('SIGKILL');
    return undefined;
  });
  closing.push(sink.close);
  const folder = await newPublication(250);
  setService(folder, { RESEND_API_KEY: 're_1', RESEND_BASE_URL: sink.url });
  const started = startTidings(['send', issue.id], folder);
  child = started.child;
  await started.ended;
  const last = [1, 2].map(() => startTidings(['send', issue.id], folder));
  await Promise.all(last.map(({ ended }) => ended));
  expect(last.map(({ child }) => child.exitCode)).toEqual([0, 0]);
  expect(duplicates(sink.mailed)).toEqual([]);
  expect(sink.mailed).toHaveLength(250);
  expect(await statesIn(folder)).toEqual({ sent: 250 });
});

test('by SMTP, nobody gets two mails when a process is killed, and uncertain readers are named', async () => {
  let child: ChildProcess | undefined;
  const received: string[] = [];
  const sink = await startSmtpSink({
    onData(stream, { envelope }, callback) {
      stream.resume();
      stream.on('end', () => {
        received.push(envelope.rcptTo[0]?.address ?? '');
        if (received.length === 30) child?.kill('SIGKILL');
        callback();
      });
    },
  });
  closing.push(sink.close);
  const folder = await newPublication(90);
  setService(folder, { SMTP_URL: sink.url });
  const started = startTidings(['send', issue.id], folder);
  child = started.child;
  await started.ended;
  child = undefined;
  const { json, text, exitCode } = await runCommand(send, folder, [issue.id]);
  const { uncertain, states } = json as { uncertain: string[]; states: unknown };
  expect({ exitCode, states }).toEqual({
    exitCode: 0,
    states: { sent: 90 - uncertain.length, uncertain: uncertain.length },
  });
  expect(duplicates(received)).toEqual([]);
  expect(uncertain).toHaveLength(1);
  expect(new Set([...received, ...uncertain]).size).toBe(90);
  expect(text).toContain(`Uncertain, may have arrived: ${uncertain[0]}`);
  const again = await runCommand(send, folder, [issue.id], { resume: true, uncertain: true });
  expect(again.json).toMatchObject({ deliveries: { sent: uncertain.length }, uncertain: [] });
});

test('a paused delivery continues after it is resumed', async () => {
  let bad = true;
  const sink = await startResendSink(({ path }, count) =>
    bad && (path === '/emails/batch' || count % 2 === 0)
      ? { status: 422, body: { name: 'validation_error', statusCode: 422, message: 'Invalid `html` field.' } }
      : undefined,
  );
  closing.push(sink.close);
  const folder = await newPublication(40);
  setService(folder, { RESEND_API_KEY: 're_1', RESEND_BASE_URL: sink.url });
  const paused = await runCommand(send, folder, [issue.id]);
  expect(paused).toMatchObject({ exitCode: 1, text: expect.stringContaining('--resume') });
  expect((await runCommand(send, folder, [issue.id])).text).toContain('paused: 50%');
  bad = false;
  const resumed = await runCommand(send, folder, [issue.id], { resume: true });
  expect(resumed.json).toMatchObject({ states: { sent: 40 }, errors: [] });
  expect(duplicates(sink.mailed)).toEqual([]);
});

test('a delivery that the operator pauses waits until it is resumed', async () => {
  const sink = await startResendSink();
  closing.push(sink.close);
  const folder = await newPublication(5);
  const times = { from: issue.period.to, now: issue.period.to };
  await inStore(folder, (db) => db.transaction().execute((trx) => createDeliveries(trx, issue, times)));
  setService(folder, { RESEND_API_KEY: 're_1', RESEND_BASE_URL: sink.url });
  const paused = await runCommand(send, folder, [issue.id], { pause: true });
  expect(paused).toMatchObject({ json: { paused: true, waiting: 5, onTheirWay: 0 } });
  expect(paused.text).toContain('5 mails wait, 0 on their way');
  expect((await runCommand(send, folder, [issue.id])).text).toContain('paused: the operator paused it');
  expect(sink.mailed).toEqual([]);
  await expect(runCommand(send, folder, [issue.id], { pause: true, resume: true })).rejects.toThrow(
    '--pause',
  );
  const resumed = await runCommand(send, folder, [issue.id], { resume: true });
  expect(resumed.json).toMatchObject({ states: { sent: 5 }, errors: [] });
});

test('a draft is tried on one address, approved, and then goes out', async () => {
  const sink = await startSmtpSink();
  closing.push(sink.close);
  const folder = await newPublication(2, 'draft');
  setService(folder, { SMTP_URL: sink.url });
  await expect(runCommand(send, folder, [issue.id])).rejects.toThrow('is a draft');
  await runCommand(send, folder, [issue.slug], { to: 'me@example.org' });
  expect(sink.received.map(({ to }) => to)).toEqual(['me@example.org']);
  const source = sink.received[0]?.source ?? '';
  expect(source).toContain(`Subject: [test] ${issue.headline.slice(0, 20)}`);
  expect(source).toMatch(/^List-ID: "[^"=]+" <daily\.[\w.]+>\r$/m);
  expect(source).toMatch(/^List-Unsubscribe: ?(\r\n )?<https:\/\/example\.org\/unsubscribe\/test>\r$/m);
  expect(source).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  expect(source.match(/\/unsubscribe\//g)).toHaveLength(1);
  const approved = await runCommand(approve, folder, [issue.id]);
  expect(approved.json).toMatchObject({ deliveries: { sent: 2 } });
  expect((await inStore(folder, (db) => findIssue(db, issue.id)))?.status).toBe('published');
  await expect(runCommand(approve, folder, [issue.id])).rejects.toThrow('is already published');
});

test('invalid arguments are refused with a hint', async () => {
  const folder = await newPublication(0);
  await expect(runCommand(send, folder, [])).rejects.toThrow('Which issue?');
  await expect(runCommand(approve, folder, ['nothing'])).rejects.toThrow('There is no issue nothing');
  await expect(runCommand(send, folder, [issue.id], { to: 'x' })).rejects.toThrow(
    '--to "x" is not an address',
  );
});

test('an issue without recipients says so', async () => {
  const folder = await newPublication(0);
  setService(folder, { RESEND_API_KEY: 're_1', RESEND_BASE_URL: 'http://127.0.0.1:9' });
  expect(await runCommand(send, folder, [issue.id])).toMatchObject({
    text: expect.stringContaining('no confirmed subscriber gets the daily issue'),
    exitCode: 0,
  });
});

test('a failing delivery explains how to continue', async () => {
  const folder = await newPublication(1);
  setService(folder, { SMTP_URL: 'smtp://127.0.0.1:9' });
  expect(await runCommand(send, folder, [issue.id])).toMatchObject({
    text: expect.stringMatching(/ECONNREFUSED.*\n {2}When that is fixed: tidings send \S+ --resume$/),
    exitCode: 1,
  });
});
