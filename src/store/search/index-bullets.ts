// The rows of bullets and their full-text index, made from published issues and rebuilt when their form changes.
import type { Instant, Issue } from '../../model.js';
import { insertNumbered, lockName } from '../database/dialect.js';
import type { Db } from '../database/schema.js';
import { findSetting, raiseVersion, setSetting } from '../database/settings.js';
import { firstId, IN_ISSUE, IN_MINUTE } from './bullet-ids.js';
import { clearIndex, fillIndex, indexRows, type Tokenized, unindexRows } from './full-text.js';
import { saveWords } from './near-words.js';
import { BULLET_COLUMNS, type IndexedIssue, readIndexedIssues, rowsOfIssue } from './stored-passages.js';

/** The version of the index's form. Raise it when all issues must be indexed again. */
const INDEX_FORM = '5';
const FORM_SETTING = 'index-form';
const VERSION_NAME = 'archive-version';

/** Adds the bullets of the published ones among the issues. Call it inside the transaction that saves them. */
export async function indexIssues(db: Db, issues: Issue[]): Promise<void> {
  const published = issues.filter(({ status }) => status === 'published');
  if (published.length === 0) return;
  const words = new Set<string>();
  const rows: Tokenized[] = [];
  for (const issue of published) rows.push(...(await addBullets(db, rowsOfIssue(issue, words))));
  // FTS5 writes what it holds in memory whenever an id is not higher than the one before.
  await indexRows(
    db,
    rows.sort((a, b) => a.id - b.id),
  );
  await saveWords(db, words);
  await raiseArchiveVersion(db);
}

async function addBullets(db: Db, { to, rows }: IndexedIssue): Promise<Tokenized[]> {
  const first = await freeId(db, to);
  const values = rows.map((row) => BULLET_COLUMNS.map((column) => row[column]));
  await insertNumbered(db, { table: 'bullets', columns: [...BULLET_COLUMNS], first }, values);
  return rows.map((row, at) => ({ id: first + at, ...row }));
}

/** Removes the issue's bullets. */
export async function unindexIssue(db: Db, issueId: string): Promise<void> {
  const rows = await db
    .selectFrom('bullets')
    .select('id')
    .where('issue_id', '=', issueId)
    .orderBy('id')
    .execute();
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return;
  await unindexRows(db, [first.id, last.id]);
  await db.deleteFrom('bullets').where('id', '>=', first.id).where('id', '<=', last.id).execute();
  await raiseArchiveVersion(db);
}

/** Indexes all published issues again if the stored index has another form or is missing. */
export async function refreshIndex(db: Db): Promise<void> {
  const isFresh = async () => (await findSetting(db, FORM_SETTING)) === INDEX_FORM;
  if (await isFresh()) return;
  // Another process may have done it while this one waited.
  await lockName(db, 'archive');
  if (await isFresh()) return;
  await clearIndex(db);
  await db.deleteFrom('bullets').execute();
  await db.deleteFrom('words').execute();
  await fillIndex(db, async (index) => {
    const words = new Set<string>();
    for await (const issue of readIndexedIssues(db, words)) await index(await addBullets(db, issue));
    await saveWords(db, words);
  });
  await raiseArchiveVersion(db);
  await setSetting(db, FORM_SETTING, INDEX_FORM);
}

/** Changes with each change of what is published. */
export async function findArchiveVersion(db: Db): Promise<string> {
  return (await findSetting(db, VERSION_NAME)) ?? '0';
}

/** Records that what readers see has changed, so that cached pages are rendered again. */
export async function raiseArchiveVersion(db: Db): Promise<void> {
  await raiseVersion(db, VERSION_NAME);
}

async function freeId(db: Db, to: Instant): Promise<number> {
  const base = firstId(to);
  const row = await db
    .selectFrom('bullets')
    .select((eb) => eb.fn.max('id').as('last'))
    .where('id', '>=', base)
    .where('id', '<', base + IN_MINUTE)
    .executeTakeFirst();
  const last = row?.last;
  const first = typeof last === 'number' ? (Math.floor(last / IN_ISSUE) + 1) * IN_ISSUE : base;
  if (first >= base + IN_MINUTE) throw new RangeError(`too many issues end at ${to}`);
  return first;
}
