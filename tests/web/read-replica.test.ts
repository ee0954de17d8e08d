import { expect, test } from 'vitest';
import { saveIssue } from '../../src/store/issues.js';
import { makeIssue } from '../fixtures/issue.js';
import { openTestStore } from '../fixtures/store.js';
import { openReaders } from './readers.js';
import { makeEarlier, openSite } from './setup.js';

test('readers’ pages come from the read replica', async () => {
  const [old, issue] = [makeEarlier(1), makeIssue()];
  const readDb = await openTestStore();
  await saveIssue(readDb, old);
  const { get } = await openSite([issue], { readDb });
  expect((await get(`/issues/${old.slug}`)).status).toBe(200);
  expect((await get(`/issues/${issue.slug}`)).status).toBe(404);
  for (const path of ['/', '/issues', '/search?q=spreadsheets', '/feed.xml', '/tags/model/halyard-3'])
    expect((await get(path)).text, path).not.toContain(issue.slug);
});

test('subscriptions go to the primary database', async () => {
  const readDb = await openTestStore();
  const { post, sent, find } = await openReaders({}, { readDb });
  await post('/subscribe', { address: 'ann@example.org' });
  expect(sent).toHaveLength(1);
  expect(await find('ann@example.org')).toMatchObject({ status: 'pending' });
  expect(await readDb.selectFrom('subscribers').selectAll().execute()).toEqual([]);
});
