// Every page says the same on both stores, and issues that end at the same minute are in the same order, whatever the
// server's collation.
import { expect, test } from 'vitest';
import { changeBullets } from '../../src/base/issue-bullets.js';
import { saveEdited } from '../../src/stages/editing/release.js';
import { updateIncidents } from '../../src/store/incidents.js';
import { saveIssue } from '../../src/store/issues.js';
import { openDatabase } from '../../src/store/open.js';
import { addReport } from '../../src/store/operator/reports.js';
import { addRun, endRun } from '../../src/store/runs.js';
import { saveSources } from '../../src/store/sources/sources.js';
import { makeIssue } from '../fixtures/issue.js';
import { addReader } from '../fixtures/readers.js';
import { makeRef, onPostgres, openTestStore } from '../fixtures/store.js';
import { everyPage, makeEarlier, openSite } from './setup.js';

test.runIf(onPostgres)('/issues, the sitemap, feeds and the API', async () => {
  const { period } = makeIssue();
  const names = ['b-one', 'B-two', 'a_three', 'A four', 'ä-five', 'a-six', 'Z', '9'];
  const issues = names.map((name, n) =>
    makeIssue({
      id: `import-${name}`,
      slug: name.toLowerCase().replace(/[^a-z0-9]+/g, '-') + n,
      cadence: n % 2 ? 'weekly' : 'daily',
      headline: `Headline ${name}`,
      period,
    }),
  );
  const answersOf = async (db: Awaited<ReturnType<typeof openTestStore>>, made: typeof issues) => {
    const site = await openSite([], { db });
    for (const issue of made) await saveIssue(db, issue);
    const answers: string[] = [];
    for (const path of ['/issues', '/sitemap.xml', '/feed.xml', '/api/issues', '/tags'])
      answers.push((await site.get(path)).text);
    return answers;
  };
  const sqlite = await openDatabase(':memory:');
  const here = await answersOf(sqlite, issues);
  expect(here[0]).toContain('Headline ä-five');
  expect(await answersOf(await openTestStore(), issues.toReversed())).toEqual(here);
  await sqlite.destroy();
});

type TestStore = Awaited<ReturnType<typeof openTestStore>>;
const TOKEN = 'operator-token-0123456789';
const NOW = '2026-03-18T07:30:00.000Z';

/** A store with something on every page. */
async function fillStore(db: TestStore): Promise<{ paths: string[] }> {
  const issue = makeIssue();
  const draft = makeEarlier(2, { status: 'draft' });
  for (const one of [makeEarlier(30), draft, makeEarlier(1), issue]) await saveIssue(db, one);
  await saveSources(db, [{ ...makeRef('LocalLLaMA'), name: 'r/LocalLLaMA' }]);
  const bullet = issue.recaps[0]?.sections[0]?.bullets[0]?.id ?? '';
  const corrected = changeBullets(issue, (one) =>
    one.id === bullet ? { ...one, claim: [{ text: 'Put right' }] } : one,
  );
  await saveEdited({ db, clock: () => new Date(NOW) }, issue, corrected);
  await addReport(db, { issueId: issue.id, anchor: bullet, claim: 'x', text: 'Wrong' }, NOW);
  await addRun(db, { id: 'r1', kind: 'issue', subject: issue.id, owner: 'o', startedAt: NOW, figures: {} });
  await endRun(db, 'r1', { at: NOW, outcome: 'failed', error: 'no route', figures: {} });
  await db.transaction().execute(async (trx) => {
    await updateIncidents(trx, [{ key: 'k', what: 'Late' }], NOW);
    await addReader(trx, 'ann@example.org');
  });
  const machines = [
    '/feed.xml',
    '/feed.json',
    '/search.json?q=halyard',
    '/search.xml?q=halyard',
    '/llms.txt',
  ];
  const api = ['/api/issues', `/api/issues/${issue.slug}`, '/api/search?q=halyard'];
  const admin = [
    '',
    '/runs',
    '/runs/r1',
    '/sources',
    '/issues',
    '/deliveries',
    '/subscribers',
    '/corrections',
  ];
  const found = ['/search?q=halyard&sort=oldest', '/search?q=spreadshets', '/suggest.json?q=ha'];
  return {
    paths: [
      ...everyPage(issue),
      ...machines,
      ...api,
      ...found,
      '/issues/2026',
      '/authors/x/nadia_kern',
      '/sources/reddit-localllama',
      ...['/versions', '/versions/1', '.md', '.json'].map((path) => `/issues/${issue.slug}${path}`),
      ...admin.map((path) => `/admin${path}`),
      `/admin/issues/${draft.id}`,
    ],
  };
}

test.runIf(onPostgres)('every page', async () => {
  const read = async (db: TestStore) => {
    const operator = { token: TOKEN, approve: async () => {} };
    const { get } = await openSite([], { db, operator });
    const { paths } = await fillStore(db);
    const pages: Record<string, string> = {};
    for (const path of paths) {
      const { status, text } = await get(path, { headers: { authorization: `Bearer ${TOKEN}` } });
      // Ids and tokens are random.
      pages[path] = `${status} ${text.replace(/[\w-]{12,}/g, 'ID')}`;
    }
    return pages;
  };
  const sqlite = await openDatabase(':memory:');
  const here = await read(sqlite);
  expect(here['/admin/subscribers']).toContain('ann@example.org');
  expect(await read(await openTestStore())).toEqual(here);
  await sqlite.destroy();
});
