import { expect, test } from 'vitest';
import { findAnswer, saveAnswer } from '../../../src/store/answers.js';
import { createDeliveries } from '../../../src/store/deliveries/deliveries.js';
import { saveIssue } from '../../../src/store/issues.js';
import { forgetOld } from '../../../src/store/maintenance/retention.js';
import { findPostsById, saveComments, savePosts } from '../../../src/store/posts.js';
import { saveSources } from '../../../src/store/sources/sources.js';
import {
  confirmSubscriber,
  createSubscriber,
  findSubscriber,
} from '../../../src/store/subscribers/subscribers.js';
import { addMailEvent } from '../../../src/store/subscribers/suppressions.js';
import { makeIssue } from '../../fixtures/issue.js';
import { makePost, makeRef, openTestStore } from '../../fixtures/store.js';

const OLD = '2026-01-01T00:00:00.000Z';
const NEW = '2026-03-01T00:00:00.000Z';
const BOUND = '2026-02-01T00:00:00.000Z';
const preferences = { cadence: 'daily' as const, timeZone: 'UTC', hour: 7, omitted: [] };

test('subscribers who never confirmed are deleted, others are not; old events are deleted', async () => {
  const db = await openTestStore();
  const join = async (name: string, now: string) =>
    (await createSubscriber(db, { address: `${name}@a.example`, key: `${name}@a.example` }, preferences, now))
      .subscriber;
  const [never, did, again] = [await join('never', OLD), await join('did', OLD), await join('again', OLD)];
  const may = await join('may', NEW);
  await join('again', NEW);
  await confirmSubscriber(db, did, OLD);
  await addMailEvent(db, 'e1', 'bounced', OLD);
  await addMailEvent(db, 'e2', 'bounced', NEW);
  expect(await forgetOld(db, { requests: BOUND })).toMatchObject({ pending: 1, events: 1, posts: 0 });
  expect(await findSubscriber(db, never.id)).toBeUndefined();
  expect(await findSubscriber(db, did.id)).toBeDefined();
  expect(await findSubscriber(db, may.id)).toBeDefined();
  expect(await findSubscriber(db, again.id)).toBeDefined();
});

test('old posts are deleted, except those that an issue shows, that were recently reported, or that were recently seen', async () => {
  const db = await openTestStore();
  const span = (from: string, to: string) => ({ period: { from, to } });
  const issue = makeIssue(span('2025-12-31T00:00:00.000Z', OLD));
  const [first] = issue.recaps;
  const bullet = first?.sections[0]?.bullets[0];
  first?.topPosts.push({ postId: 'top', line: 'x' });
  if (bullet) issue.lead = [{ ...bullet, id: 'b900', citations: ['lead'] }];
  bullet?.citations.push('bullet');
  bullet?.points.push({ ...bullet, id: 'b901', citations: ['comment'], points: [] });
  first?.sections[0]?.postIds.push('told-long-ago');
  const later = makeIssue({ id: 'later', slug: 'later', ...span('2026-01-25T00:00:00.000Z', BOUND) });
  later.recaps[0]?.sections[0]?.postIds.push('told-lately');
  const old = [
    'top',
    'lead',
    'bullet',
    'commented',
    'told-long-ago',
    'told-lately',
    'seen',
    'plain',
    'plain-2',
  ];
  await saveSources(db, [makeRef('LocalModels')]);
  await savePosts(
    db,
    old.map((id) => makePost(id, { createdAt: OLD })),
    OLD,
  );
  await savePosts(db, [makePost('seen', { createdAt: OLD })], NEW);
  await savePosts(db, [makePost('new', { createdAt: NEW })], NEW);
  const comment = { url: 'https://a.example/c', author: 'a', text: 't', score: 1 };
  await saveComments(
    db,
    new Map([
      ['commented', [{ id: 'comment', ...comment }]],
      ['plain', [{ id: 'comment-2', ...comment }]],
    ]),
  );
  await db.transaction().execute((trx) => saveIssue(trx, issue));
  await db.transaction().execute((trx) => saveIssue(trx, later));
  expect(await forgetOld(db, { requests: OLD, posts: BOUND })).toMatchObject({ posts: 3 });
  const left = (await findPostsById(db, [...old, 'new'])).map(({ id }) => id);
  expect(left.sort()).toEqual(['bullet', 'commented', 'lead', 'new', 'seen', 'told-lately', 'top']);
  const comments = await db.selectFrom('comments').select('id').execute();
  expect(comments.map(({ id }) => id)).toEqual(['comment']);
});

test('more posts than one transaction can delete', async () => {
  const db = await openTestStore();
  await saveSources(db, [makeRef('LocalModels')]);
  await savePosts(
    db,
    Array.from({ length: 4500 }, (_, n) => makePost(`p${n}`, { createdAt: OLD })),
    OLD,
  );
  expect(await forgetOld(db, { requests: OLD, posts: BOUND })).toMatchObject({ posts: 4500 });
});

test('old answers and finished deliveries of old issues are deleted', async () => {
  const db = await openTestStore();
  const answer = { model: 'm', stage: 's', answer: '{}', tokensIn: 1, tokensOut: 1 };
  await saveAnswer(db, 'old', answer, OLD);
  await saveAnswer(db, 'new', answer, NEW);
  for (const name of ['one', 'two']) {
    const address = { address: `${name}@a.example`, key: `${name}@a.example` };
    const { subscriber } = await createSubscriber(db, address, preferences, OLD);
    await confirmSubscriber(db, subscriber, OLD);
  }
  for (const [id, to] of [
    ['daily-2026-01-01', OLD],
    ['daily-2026-03-01', NEW],
  ] as const) {
    const issue = makeIssue({ id, slug: id, period: { from: OLD, to } });
    await db.transaction().execute((trx) => saveIssue(trx, issue));
    await createDeliveries(db, issue, { from: to, now: to });
  }
  const [first] = await db
    .selectFrom('deliveries')
    .select('subscriber_id')
    .where('issue_id', '=', 'daily-2026-01-01')
    .execute();
  await db
    .updateTable('deliveries')
    .set({ state: 'sent' })
    .where('subscriber_id', '=', first?.subscriber_id ?? '')
    .execute();
  const forgotten = await forgetOld(db, { requests: OLD, answers: BOUND, deliveries: BOUND });
  expect(forgotten).toMatchObject({ answers: 1, deliveries: 1 });
  expect(await findAnswer(db, 'new')).toBe('{}');
  const left = await db.selectFrom('deliveries').select(['issue_id', 'state']).execute();
  expect(left.map((row) => `${row.issue_id} ${row.state}`).sort()).toEqual([
    'daily-2026-01-01 queued',
    'daily-2026-03-01 queued',
    'daily-2026-03-01 sent',
  ]);
});
