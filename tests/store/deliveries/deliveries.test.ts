import { type Kysely, sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import type { MailResult } from '../../../src/model.js';
import type { Tables } from '../../../src/store/database/schema.js';
import {
  type ClaimedDelivery,
  claimBatch,
  markHandedOver,
  recordResults,
  rejectDeliveries,
  releaseClaims,
  splitBatch,
} from '../../../src/store/deliveries/claims.js';
import { countDeliveries } from '../../../src/store/deliveries/counts.js';
import {
  bringForwardDeliveries,
  countDue,
  createDeliveries,
  expireDeliveries,
  findDueIssues,
  listDeliveries,
} from '../../../src/store/deliveries/deliveries.js';
import { dueInstant } from '../../../src/store/deliveries/due.js';
import {
  markKeysUncertain,
  recoverClaims,
  requeueDeliveries,
} from '../../../src/store/deliveries/recovery.js';
import { saveIssue } from '../../../src/store/issues.js';
import { forgetOld } from '../../../src/store/maintenance/retention.js';
import {
  deleteSubscriber,
  findSubscriberByAddress,
  pauseSubscriber,
  unsubscribe,
} from '../../../src/store/subscribers/subscribers.js';
import { makeIssue } from '../../fixtures/issue.js';
import { addReader } from '../../fixtures/readers.js';
import { openTestStore, testOnSqlite } from '../../fixtures/store.js';

const issue = makeIssue();
const FROM = '2026-03-18T06:00:00.000Z';
const LATER = '2026-03-19T06:00:00.000Z';
let db: Kysely<Tables>;
beforeEach(async () => {
  db = await openTestStore();
  await saveIssue(db, issue);
});
const release = () => createDeliveries(db, issue, { from: FROM, now: FROM });
const claim = (limit: number, owner = 'one', via = 'resend') =>
  db.transaction().execute((trx) => claimBatch(trx, issue.id, { owner, via, now: LATER, limit }));
const record = (
  claimed: ClaimedDelivery[],
  outcome: MailResult['outcome'],
  more: { retry?: { at: string; batch: string | null }; uncertain?: boolean } = {},
) =>
  recordResults(
    db,
    claimed.map((delivery) => ({ delivery, outcome, ...more })),
    LATER,
  );

test.each([
  ['the hour is still to come', '2026-04-06T05:00:00Z', 7, 'UTC', '2026-04-06T07:00:00.000Z'],
  ['the hour is over today', '2026-04-06T08:00:00Z', 7, 'UTC', '2026-04-07T07:00:00.000Z'],
  ['it is the hour', '2026-04-06T07:30:00Z', 7, 'UTC', '2026-04-06T07:30:00Z'],
  ['Auckland', '2026-04-06T05:00:00Z', 7, 'Pacific/Auckland', '2026-04-06T19:00:00.000Z'],
  ['Honolulu', '2026-04-06T05:00:00Z', 7, 'Pacific/Honolulu', '2026-04-06T17:00:00.000Z'],
  ['half an hour beside', '2026-04-06T05:00:00Z', 7, 'Australia/Adelaide', '2026-04-06T21:30:00.000Z'],
  ['Berlin loses the hour', '2026-03-28T23:30:00Z', 2, 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
  ['New York loses the hour', '2026-03-08T05:30:00Z', 2, 'America/New_York', '2026-03-08T07:00:00.000Z'],
  ['Adelaide loses the hour', '2026-10-03T15:00:00Z', 2, 'Australia/Adelaide', '2026-10-03T16:30:00.000Z'],
  ['Berlin has the hour twice', '2026-10-24T22:30:00Z', 2, 'Europe/Berlin', '2026-10-25T00:00:00.000Z'],
  ['in the second of the two', '2026-10-25T01:30:00Z', 2, 'Europe/Berlin', '2026-10-25T01:30:00Z'],
  ['New York has the hour twice', '2026-11-01T04:30:00Z', 1, 'America/New_York', '2026-11-01T05:00:00.000Z'],
  [
    'Adelaide has the hour twice',
    '2026-04-04T14:00:00Z',
    2,
    'Australia/Adelaide',
    '2026-04-04T15:30:00.000Z',
  ],
])('a reader’s hour comes: %s', (_, from, hour, zone, due) => expect(dueInstant(from, hour, zone)).toBe(due));

test('a release makes one delivery for each active subscriber of the cadence, however often', async () => {
  await addReader(db, 'a@example.org');
  await addReader(db, 'b@example.org', { timeZone: 'Pacific/Honolulu' });
  await addReader(db, 'weekly@example.org', { cadence: 'weekly' });
  const gone = await addReader(db, 'gone@example.org');
  await unsubscribe(db, gone, FROM);
  expect(await release()).toBe(2);
  expect(await release()).toBe(0);
  expect(await countDeliveries(db, issue.id)).toEqual({ queued: 2 });
  expect(await findDueIssues(db, FROM)).toEqual([]);
  expect(await findDueIssues(db, '2026-03-18T07:00:00.000Z')).toEqual([issue.id]);
});

test('a pause that is over at the release is over; one that is not holds', async () => {
  const [early, late] = [await addReader(db, 'a@example.org'), await addReader(db, 'b@example.org')];
  await pauseSubscriber(db, early, FROM);
  await pauseSubscriber(db, late, LATER);
  expect(await release()).toBe(1);
});

test('two senders never take the same', async () => {
  for (let n = 0; n < 9; n++) await addReader(db, `r${n}@example.org`);
  await release();
  const taken = [await claim(4, 'one'), await claim(4, 'two'), await claim(4, 'one'), await claim(4, 'two')];
  expect(taken.map((batch) => batch.length)).toEqual([4, 4, 1, 0]);
  expect(new Set(taken.flat().map(({ subscriberId }) => subscriberId)).size).toBe(9);
});

test('who leaves between release and sending is not mailed', async () => {
  const id = await addReader(db, 'a@example.org');
  await release();
  await unsubscribe(db, id, FROM);
  expect(await claim(9)).toEqual([]);
  expect(await countDeliveries(db, issue.id)).toEqual({ skipped: 1 });
});

test('who changed the cadence while the issue was released does not get it', async () => {
  const id = await addReader(db, 'a@example.org');
  await release();
  await db.updateTable('subscribers').set({ cadence: 'weekly' }).where('id', '=', id).execute();
  expect(await claim(9)).toEqual([]);
  expect(await countDeliveries(db, issue.id)).toEqual({ skipped: 1 });
});

test('what may have gone out waits under its key for as long as that is known, and only for Resend', async () => {
  for (let n = 0; n < 2; n++) await addReader(db, `r${n}@example.org`);
  await release();
  const fail = ([taken]: ClaimedDelivery[], uncertain: boolean) =>
    record(taken ? [taken] : [], 'failed', { uncertain, retry: { at: LATER, batch: taken?.batch ?? null } });
  const [uncertain, clear] = [await claim(1), await claim(1)];
  await fail(uncertain, true);
  await fail(clear, false);
  const [bySmtp] = await claim(9, 'two', 'smtp');
  expect([bySmtp?.uncertain, await claim(9, 'two', 'smtp')]).toEqual([false, []]);
  expect(await markKeysUncertain(db, FROM)).toBe(0);
  const again = await db
    .transaction()
    .execute((trx) =>
      claimBatch(trx, issue.id, { owner: 'one', via: 'resend', now: '2026-03-19T07:00:00.000Z', limit: 9 }),
    );
  expect(again).toMatchObject([{ uncertain: true, attempts: 2 }]);
  await fail(again, true);
  expect(await markKeysUncertain(db, LATER)).toBe(1);
  expect(await countDeliveries(db, issue.id)).toEqual({ claimed: 1, uncertain: 1 });
});

test('a batch that failed comes back whole under its key, without those who left', async () => {
  for (let n = 0; n < 6; n++) await addReader(db, `r${n}@example.org`);
  await release();
  const first = await claim(3);
  await record(first, 'failed', { retry: { at: LATER, batch: first[0]?.batch ?? '' } });
  await unsubscribe(db, first[1]?.subscriberId ?? '', LATER);
  const again = await claim(99);
  expect(again).toEqual([first[0], first[2]].map((delivery) => ({ ...delivery, attempts: 2 })));
  expect(await claim(99)).toHaveLength(3);
});

test('a batch that another lane of the sender takes meanwhile is not claimed twice', async () => {
  await addReader(db, 'r@example.org');
  await release();
  await sql`update deliveries set batch = 'again'`.execute(db);
  expect(await claim(1)).toHaveLength(1);
  // The lane read the waiting batches before the other one's claim was committed.
  let isStale = true;
  const lane = db.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      if (!isStale) return result;
      isStale = false;
      return { ...result, rows: [{ batch: 'again' }] };
    },
  });
  const taken = await lane
    .transaction()
    .execute((trx) => claimBatch(trx, issue.id, { owner: 'one', via: 'resend', now: LATER, limit: 1 }));
  expect([isStale, taken]).toEqual([false, []]);
});

test('of a batch that was split each keeps its own key, also when its process ends or others took some', async () => {
  for (let n = 0; n < 3; n++) await addReader(db, `r${n}@example.org`);
  await release();
  const batch = await claim(3);
  const members = batch.map((delivery) => ({ delivery, key: `own.${delivery.subscriberId}` }));
  expect(await splitBatch(db, members, { owner: 'another', now: LATER })).toEqual([]);
  const split = await splitBatch(db, members, { owner: 'one', now: LATER });
  expect(split).toEqual(members.map(({ delivery, key }) => ({ ...delivery, batch: key })));
  expect(await splitBatch(db, members, { owner: 'one', now: LATER })).toEqual([]);
  await record(split.slice(0, 1), 'sent');
  await recoverClaims(db, LATER, () => 'repeat');
  await unsubscribe(db, split[1]?.subscriberId ?? '', LATER);
  expect(await claim(99)).toEqual([{ ...split[2], attempts: 2 }]);
  expect(await claim(99)).toEqual([]);
});

testOnSqlite('a mail that is handed over while its claim is recovered is not queued again', async () => {
  await addReader(db, 'r@example.org');
  await release();
  const [mine] = await claim(1);
  const batch = mine?.batch ?? '';
  await markHandedOver(db, { owner: 'one', batch, at: null });
  let marked: Promise<boolean> | undefined;
  const recovered = await recoverClaims(db, LATER, () => {
    // The process was only taken for dead: it goes on between the reading and the change.
    marked ??= markHandedOver(db, { owner: 'one', batch, at: LATER });
    return 'repeat';
  });
  expect(await marked).toBe(true);
  expect(recovered).toEqual({ repeated: 0, uncertain: 0 });
});

test('results are recorded; a rejected address is suppressed', async () => {
  for (let n = 0; n < 4; n++) await addReader(db, `r${n}@example.org`);
  await release();
  for (const outcome of ['sent', 'rejected', 'uncertain', 'failed'] as const)
    await record(await claim(1), outcome);
  // What is rejected is only known at the end of a sending.
  expect(await countDeliveries(db, issue.id)).toEqual({ sent: 1, uncertain: 1, failed: 2 });
  const [gone] = await listDeliveries(db, { state: 'failed', limit: 1 });
  const key = gone?.address ?? '';
  const delivery = { issueId: issue.id, subscriberId: gone?.subscriberId ?? '', key } as ClaimedDelivery;
  await rejectDeliveries(db, [{ delivery, error: 'no such user' }], LATER);
  expect(await countDeliveries(db, issue.id)).toEqual({ sent: 1, rejected: 1, uncertain: 1, failed: 1 });
  const [rejected] = await listDeliveries(db, { state: 'rejected', limit: 9 });
  expect((await findSubscriberByAddress(db, rejected?.address ?? ''))?.status).toBe('suppressed');
});

test('what an ended process had claimed is queued again or uncertain, by its messenger', async () => {
  for (let n = 0; n < 3; n++) await addReader(db, `r${n}@example.org`);
  await release();
  const [one] = [
    await claim(1, 'gone', 'resend'),
    await claim(1, 'gone', 'smtp'),
    await claim(1, 'here', 'resend'),
  ];
  const recovered = await recoverClaims(db, LATER, ({ owner, via }) =>
    owner === 'here' ? 'alive' : via === 'smtp' ? 'uncertain' : 'repeat',
  );
  expect(recovered).toEqual({ repeated: 1, uncertain: 1 });
  expect(await claim(9)).toEqual(one?.map((delivery) => ({ ...delivery, owner: 'one', attempts: 2 })));
});

test('what was claimed and never sent waits as it did before', async () => {
  for (let n = 0; n < 3; n++) await addReader(db, `r${n}@example.org`);
  await release();
  const claimAt = (hour: string) =>
    db.transaction().execute((trx) =>
      claimBatch(trx, issue.id, {
        owner: 'one',
        via: 'resend',
        now: `2026-03-19T${hour}:00:00.000Z`,
        limit: 1,
      }),
    );
  const [begun] = await claim(1);
  const old = await claim(1);
  await record(old, 'failed', { uncertain: true, retry: { at: LATER, batch: 'old' } });
  const [again] = await claimAt('07');
  const [fresh] = await claimAt('07');
  await releaseClaims(db, { owner: 'two', now: LATER, except: [] });
  expect(await claim(9)).toEqual([]);
  await releaseClaims(db, { owner: 'one', now: LATER, except: [begun?.batch ?? ''] });
  expect(await claimAt('08')).toEqual([again]);
  const [anew] = await claimAt('08');
  expect(anew).toEqual({ ...fresh, batch: anew?.batch });
  expect(anew?.batch).not.toBe(fresh?.batch);
  expect(await claimAt('08')).toEqual([]);
});

test('a result of what others have claimed since changes nothing, unless it was sent', async () => {
  await addReader(db, 'a@example.org');
  await release();
  const claimed = await claim(1);
  await recoverClaims(db, LATER, () => 'repeat');
  const since = await claim(1, 'two');
  await record(claimed, 'failed', { retry: { at: LATER, batch: null } });
  expect(await claim(1)).toEqual([]);
  await record(since, 'sent');
  expect(await countDeliveries(db, issue.id)).toEqual({ sent: 1 });
});

test('what is claimed is something to look after, though nothing waits', async () => {
  await addReader(db, 'a@example.org');
  await release();
  expect(await countDue(db, FROM, 9)).toBe(0);
  const claimed = await claim(9);
  expect(await countDue(db, FROM, 9)).toBe(1);
  await record(claimed, 'sent');
  expect(await countDue(db, LATER, 9)).toBe(0);
});

test('a process that was taken for dead and did send clears up what was uncertain', async () => {
  await addReader(db, 'a@example.org');
  await release();
  const claimed = await claim(1);
  await recoverClaims(db, LATER, () => 'uncertain');
  await record(claimed, 'sent');
  expect(await countDeliveries(db, issue.id)).toEqual({ sent: 1 });
});

test('the operator may send again what failed or is uncertain, and hasten what waits', async () => {
  await addReader(db, 'a@example.org', { hour: 23 });
  await release();
  expect(await bringForwardDeliveries(db, issue, FROM)).toBe(1);
  await record(await claim(1), 'uncertain');
  const decide = (keysSince: string) =>
    requeueDeliveries(db, issue.id, { states: ['failed', 'uncertain'], now: LATER, keysSince });
  expect(await decide(FROM)).toBe(1);
  const [again] = await claim(1);
  await record(again ? [again] : [], 'failed');
  await decide('2026-12-01T00:00:00.000Z');
  expect((await claim(1))[0]?.batch).not.toBe(again?.batch);
});

test('who subscribes after the release gets it by hastening, who waited too long does not get it', async () => {
  await addReader(db, 'a@example.org');
  await release();
  await addReader(db, 'b@example.org');
  expect(await expireDeliveries(db, { cadence: 'daily', dueBefore: LATER })).toBe(1);
  expect(await bringForwardDeliveries(db, issue, LATER)).toBe(1);
  expect(await countDeliveries(db, issue.id)).toEqual({ skipped: 1, queued: 1 });
});

test('the counts of an issue stay those of its rows, whatever happens to them', async () => {
  for (let n = 1; n <= 6; n++) await addReader(db, `reader${n}@example.org`);
  const counted = async () => {
    const { rows } = await sql<{ state: string; count: number }>`
      select state, count(*) as count from deliveries where issue_id = ${issue.id} group by state`.execute(
      db,
    );
    return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
  };
  const steps: (() => Promise<unknown>)[] = [
    release,
    async () => record(await claim(2), 'sent'),
    async () => record(await claim(1), 'uncertain'),
    async () => record(await claim(1), 'failed'),
    () => claim(1),
    // A late reader, and one who asks to be erased.
    async () => {
      await addReader(db, 'late@example.org');
      await bringForwardDeliveries(db, issue, LATER);
    },
    async () => {
      const sent = await db
        .selectFrom('deliveries')
        .select('subscriber_id')
        .where('state', '=', 'sent')
        .execute();
      await db.transaction().execute((trx) => deleteSubscriber(trx, sent[0]?.subscriber_id ?? ''));
    },
    () => requeueDeliveries(db, issue.id, { states: ['failed'], now: LATER, keysSince: LATER }),
    () => forgetOld(db, { deliveries: '2027-01-01T00:00:00.000Z', requests: FROM }),
  ];
  for (const step of steps) {
    await step();
    expect(await countDeliveries(db, issue.id)).toEqual(await counted());
  }
  expect(await countDeliveries(db, issue.id)).toEqual({ queued: 3, claimed: 1 });
});

test('a long list is released in several statements, everyone once and at their hour', async () => {
  await sql`insert into subscribers (id, address, key, status, cadence, time_zone, hour, created_at)
    with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 4100)
    select cast(n as text), 'r' || n, 'r' || n, 'active', 'daily',
      case when n % 2 = 0 then 'UTC' else 'Asia/Tokyo' end, n % 3 + 7, ${FROM} from numbers`.execute(db);
  expect(await release()).toBe(4100);
  expect(await release()).toBe(0);
  const { rows } = await sql<{ due_at: string; count: number }>`
    select due_at, count(*) as count from deliveries group by due_at order by due_at`.execute(db);
  expect(rows.map(({ due_at, count }) => [due_at.slice(0, 13), Number(count)])).toEqual([
    ['2026-03-18T07', 683],
    ['2026-03-18T08', 683],
    ['2026-03-18T09', 684],
    ['2026-03-18T22', 683],
    ['2026-03-18T23', 684],
    ['2026-03-19T00', 683],
  ]);
  expect(await bringForwardDeliveries(db, issue, LATER)).toBe(4100);
  expect(await countDue(db, LATER, 5000)).toBe(4100);
});
