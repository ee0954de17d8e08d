// Pauses a running delivery, resumes it, and sends before readers’ hours.
import { expect, test } from 'vitest';
import { createResend } from '../../../src/deliver/resend/resend.js';
import { deliverAllDue, deliverIssue } from '../../../src/stages/delivering/delivery.js';
import {
  endPause,
  hurryQueued,
  pauseDelivery,
  resumeNow,
  sendAgain,
} from '../../../src/stages/delivering/delivery-control.js';
import { releaseIssue } from '../../../src/stages/editing/release.js';
import {
  claimChannels,
  countDueChannels,
  createChannelDeliveries,
  findDueChannelIssues,
} from '../../../src/store/deliveries/channels.js';
import { countDeliveries, findSchedules } from '../../../src/store/deliveries/counts.js';
import { countDue, listPauses } from '../../../src/store/deliveries/deliveries.js';
import { findPause, pauseIssue, resumeIssue } from '../../../src/store/deliveries/pauses.js';
import { deliveryContext, issue, MORNING, release } from '../../fixtures/delivery.js';
import { startResendSink } from '../../fixtures/mails.js';
import { addReader } from '../../fixtures/readers.js';
import { openTestStore } from '../../fixtures/store.js';

test('after a pause during sending and a resume, everyone gets the issue once', async () => {
  const db = await openTestStore();
  await db.transaction().execute(async (trx) => {
    for (let n = 0; n < 30; n++) await addReader(trx, `reader${n}@example.org`);
  });
  const sink = await startResendSink();
  const resend = createResend({ apiKey: 're_1', baseUrl: sink.url });
  let pausing: ReturnType<typeof pauseDelivery> | undefined;
  const messenger: typeof resend = {
    ...resend,
    batchSize: 5,
    send: async (mails, signal) => {
      const results = await resend.send(mails, signal);
      pausing ??= pauseDelivery({ db }, issue);
      await pausing;
      return results;
    },
  };
  try {
    const context = deliveryContext(db, messenger);
    await release(context);
    const { sent, errors } = await deliverIssue(context, issue);
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThanOrEqual(10);
    expect(errors).toEqual([
      `paused: the operator paused it; continue with tidings send ${issue.id} --resume`,
    ]);
    expect(await countDeliveries(db, issue.id)).toEqual({ sent, queued: 30 - sent });
    expect((await pausing)?.waiting).toBeGreaterThan(0);
    expect([...(await deliverAllDue(context)).keys()]).toEqual([]);
    expect(await countDue(db, MORNING, 1000)).toBe(0);
    expect((await deliverIssue(context, issue)).sent).toBe(0);

    await sendAgain(context, issue, ['failed', 'uncertain']);
    expect((await deliverAllDue(context)).size).toBe(0);
    await endPause(context, issue);
    expect((await deliverAllDue(context)).get(issue.id)).toMatchObject({ sent: 30 - sent, errors: [] });
    expect(new Set(sink.mailed).size).toBe(30);
    expect(sink.mailed).toHaveLength(30);
    await expect(pauseDelivery({ db }, issue)).rejects.toThrow('has nothing waiting to be sent');
  } finally {
    await sink.close();
  }
});

test('mails waiting for readers’ hours are sent now, without adding recipients', async () => {
  const db = await openTestStore();
  await addReader(db, 'ann@example.org');
  const sink = await startResendSink();
  try {
    const context = deliveryContext(db, createResend({ apiKey: 're_1', baseUrl: sink.url }), {
      now: '2026-03-18T06:30:00.000Z',
    });
    await releaseIssue(context, issue, { send: true });
    await addReader(db, 'late@example.org');
    expect((await findSchedules(db, [issue.id], '2026-03-18T06:30:00.000Z')).get(issue.id)).toEqual({
      early: 1,
      nextAt: MORNING,
    });
    expect((await deliverAllDue(context)).size).toBe(0);
    await hurryQueued(context, issue);
    await deliverAllDue(context);
    expect(sink.mailed).toEqual(['ann@example.org']);
  } finally {
    await sink.close();
  }
});

test('the operator’s pause also holds channels; other pauses do not', async () => {
  const db = await openTestStore();
  await release(deliveryContext(db, createResend({ apiKey: 're_1' })));
  await createChannelDeliveries(db, issue.id, ['team'], { dueAt: MORNING, now: MORNING });
  const look = async () => [
    await findDueChannelIssues(db, ['team'], MORNING),
    await countDueChannels(db, ['team'], MORNING),
  ];
  await pauseIssue(db, issue.id, 'the server refuses the sender');
  expect(await look()).toEqual([[issue.id], 1]);
  await resumeIssue(db, issue.id);
  await pauseDelivery({ db }, issue);
  expect(await look()).toEqual([[], 0]);
  expect((await listPauses(db)).map(({ why }) => why)).toEqual(['the operator paused it']);
  const claim = () => claimChannels(db, { channels: ['team'], issueId: issue.id, owner: 'me', now: MORNING });
  expect(await claim()).toEqual([]);
  await resumeIssue(db, issue.id);
  expect(await claim()).toHaveLength(1);
});

test('resuming lifts the pause and queues everything at once, or does nothing', async () => {
  const db = await openTestStore();
  await db.transaction().execute(async (trx) => {
    for (let n = 0; n < 3; n++) await addReader(trx, `reader${n}@example.org`);
  });
  const context = deliveryContext(db, createResend({ apiKey: 're_1', baseUrl: 'http://127.0.0.1:9' }));
  await release(context);
  await db.updateTable('deliveries').set({ state: 'failed' }).execute();
  await pauseIssue(db, issue.id, 'the mail server refused it');
  const broken = {
    ...context,
    get messenger(): never {
      throw new Error('in the middle');
    },
  };
  await expect(resumeNow(broken, issue, ['failed'])).rejects.toThrow('in the middle');
  expect(await findPause(db, issue.id)).toBe('the mail server refused it');
  expect(await countDeliveries(db, issue.id)).toEqual({ failed: 3 });
  expect(await resumeNow(context, issue, ['failed'])).toBe(3);
  expect(await findPause(db, issue.id)).toBeUndefined();
  expect(await countDeliveries(db, issue.id)).toEqual({ queued: 3 });
});
