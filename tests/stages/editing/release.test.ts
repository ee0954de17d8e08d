import { expect, test } from 'vitest';
import { createOutbox } from '../../../src/deliver/outbox.js';
import { approveDraft, releaseIssue, saveEdited } from '../../../src/stages/editing/release.js';
import { findIssue, saveIssue } from '../../../src/store/issues.js';
import { newFolder } from '../../fixtures/cli.js';
import { deliveryContext, issue } from '../../fixtures/delivery.js';
import { openTestStore } from '../../fixtures/store.js';

const draft = { ...issue, status: 'draft' as const };
const mine = { ...draft, headline: 'Mine', edited: true as const };
async function withDraft() {
  const db = await openTestStore();
  await db.transaction().execute((trx) => saveIssue(trx, draft));
  return deliveryContext(db, createOutbox(newFolder()));
}

test('an issue approved during an edit stays published', async () => {
  const context = await withDraft();
  await approveDraft(context, draft);
  await expect(saveEdited(context, draft, mine)).rejects.toThrow('was published while you edited it');
  expect(await findIssue(context.db, issue.id)).toMatchObject({
    status: 'published',
    headline: issue.headline,
  });
});

test('a draft edited while it was made again keeps the edit, which is then approved', async () => {
  const context = await withDraft();
  await saveEdited(context, draft, mine);
  for (const rewrite of [false, true])
    expect(await releaseIssue(context, draft, { send: true, rewrite })).toMatchObject({
      headline: 'Mine',
      status: 'draft',
    });
  // The approver has read the draft before the edit.
  expect(await approveDraft(context, draft)).toMatchObject({ headline: 'Mine', status: 'published' });
});

test('only changes after publication set `editedAt`', async () => {
  const context = await withDraft();
  await saveEdited(context, draft, mine);
  const published = await approveDraft(context, draft);
  expect(published.editedAt).toBeUndefined();
  await saveEdited(context, published, { ...published, headline: 'Corrected' });
  expect((await findIssue(context.db, issue.id))?.editedAt).toBe(context.clock().toISOString());
});
