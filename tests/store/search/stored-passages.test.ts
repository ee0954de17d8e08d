import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Issue } from '../../../src/model.js';
import { saveIssue } from '../../../src/store/issues.js';
import { openDatabase } from '../../../src/store/open.js';
import { refreshIndex } from '../../../src/store/search/index-bullets.js';
import { parseTerms } from '../../../src/store/search/query.js';
import { searchBullets } from '../../../src/store/search/search.js';
import { newFolder } from '../../fixtures/cli.js';
import { makeIssue } from '../../fixtures/issue.js';

/** Enough for a thread; later ids are not later in time, and some end in the same minute. */
const ISSUES = Array.from({ length: 60 }, (_, at) => {
  const to = new Date(Date.UTC(2026, 2, 30 - Math.floor(at / 2))).toISOString();
  const [id, slug, headline] = [`issue-${at + 100}`, `slug-${at}`, `Zeppelin${at} rises`];
  return makeIssue({ id, slug, headline, period: { from: '2026-01-01T00:00:00.000Z', to } });
});

async function openArchive(path: string) {
  const db = await openDatabase(path);
  await db.transaction().execute(async (trx) => {
    for (const issue of ISSUES) await saveIssue(trx, issue);
  });
  return db;
}

async function readIndex(db: Awaited<ReturnType<typeof openDatabase>>) {
  const bullets = await db.selectFrom('bullets').selectAll().orderBy('issue_id').orderBy('id').execute();
  const words = await db.selectFrom('words').select('word').orderBy('word').execute();
  return { bullets: bullets.map(({ id: _, ...rest }) => rest), words };
}

test('many issues are indexed anew by a thread as each was when it was saved', async () => {
  const db = await openArchive(join(newFolder(), 'archive.db'));
  const before = await readIndex(db);
  await db.deleteFrom('settings').where('name', '=', 'index-form').execute();
  await db.transaction().execute(refreshIndex);
  expect(await readIndex(db)).toEqual(before);
  await sql`insert into bullet_index (bullet_index) values ('integrity-check')`.execute(db);
  const { hits } = await searchBullets(db, { terms: parseTerms('zeppelin41'), limit: 5 });
  expect(hits.map(({ slug }) => slug)).toContain('slug-41');
  await db.destroy();
});

test('an issue that cannot be read by the thread leaves the index as it was', async () => {
  const db = await openArchive(join(newFolder(), 'archive.db'));
  const before = await readIndex(db);
  await db.deleteFrom('settings').where('name', '=', 'index-form').execute();
  const { id } = ISSUES[50] as Issue;
  await db.updateTable('issues').set({ body: '{"period":' }).where('id', '=', id).execute();
  await expect(db.transaction().execute(refreshIndex)).rejects.toThrow(/JSON/);
  expect(await readIndex(db)).toEqual(before);
  await db.destroy();
});
