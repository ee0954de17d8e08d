// The issue does not depend on the kind of store.
import { expect, test } from 'vitest';
import type { Issue } from '../src/model.js';
import { findIssue } from '../src/store/issues.js';
import { openDatabase } from '../src/store/open.js';
import { parseTerms } from '../src/store/search/query.js';
import { searchBullets } from '../src/store/search/search.js';
import { makePipeline } from './fixtures/pipeline.js';
import { onPostgres } from './fixtures/store.js';

test.runIf(onPostgres)('the sample’s issue and its search are the same on both stores', async () => {
  const { context, run } = await makePipeline();
  await run();
  const other = await makePipeline({ db: await openDatabase(':memory:') });
  const { issue } = await other.run();
  const same = ({ createdAt, ...rest }: Issue) => rest;
  const stored = await findIssue(context.db, issue.id);
  expect(stored && same(stored)).toEqual(same(issue));
  for (const text of ['heron', 'open weights', 'quant*', '"tokens per second"', 'heron -large']) {
    const query = { terms: parseTerms(text), limit: 50 };
    expect(await searchBullets(context.db, query), text).toEqual(
      await searchBullets(other.context.db, query),
    );
  }
});
