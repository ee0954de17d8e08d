// Issues that end at the same minute stand in the same order on both stores, whatever the server's collation says.
import { expect, test } from 'vitest';
import { saveIssue } from '../../../src/store/issues.js';
import { openDatabase } from '../../../src/store/open.js';
import { makeIssue } from '../../fixtures/issue.js';
import { onPostgres, openTestStore } from '../../fixtures/store.js';
import { openSite } from '../setup.js';

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
