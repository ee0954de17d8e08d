// The rows of bullets and their full-text index: made from published issues, and made again when their form changes.
import { sql } from 'kysely';
import type { Instant, Issue } from '../model.js';
import { type Passage, passagesOf } from './passages.js';
import type { Db } from './schema.js';
import { countWords } from './vocabulary.js';

/** Raised whenever issues shall be indexed anew. */
const FORM = '1';
const FORM_NAME = 'index-form';
const VERSION_NAME = 'archive-version';

// A bullet's id: the minute in which its issue's period ends, the issue's place among those that end then, and its own
// place in the issue. So ids are in the order of time, all of an issue stand together, and an issue is taken out
// without a search, however large the archive is. 26 + 8 + 16 bits: below 2^53 until the year 2097.
const IN_ISSUE = 2 ** 16;
const IN_MINUTE = 2 ** 24;
// SQLite binds at most 32,766 values a statement; a bullet has 10.
const ROWS_A_STATEMENT = 1000;

/** The first id that a bullet of an issue whose period ends at `to` can have. */
export function firstId(to: Instant): number {
  return Math.floor(Date.parse(to) / 60_000) * IN_MINUTE;
}

/** Adds the published issue's bullets. Call it inside the transaction that saves the issue. */
export async function indexIssue(db: Db, issue: Issue): Promise<void> {
  const passages = passagesOf(issue).slice(0, IN_ISSUE);
  const first = await freeId(db, issue.period.to);
  for (let from = 0; from < passages.length; from += ROWS_A_STATEMENT) {
    const rows = passages.slice(from, from + ROWS_A_STATEMENT);
    await db
      .insertInto('bullets')
      .values(rows.map((passage, at) => ({ id: first + from + at, issue_id: issue.id, ...passage })))
      .execute();
  }
  await sql`insert into bullet_index (rowid, text, section, facets)
    select id, text, section, facets from bullets
    where id between ${first} and ${first + IN_ISSUE - 1}`.execute(db);
  await countWords(db, textsOf(passages), 1);
  await raiseArchiveVersion(db);
}

/** Takes the issue's bullets out again. */
export async function unindexIssue(db: Db, issueId: string): Promise<void> {
  const rows = await db
    .selectFrom('bullets')
    .select(['id', 'text', 'section'])
    .where('issue_id', '=', issueId)
    .orderBy('id')
    .execute();
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return;
  await sql`insert into bullet_index (bullet_index, rowid, text, section, facets)
    select 'delete', id, text, section, facets from bullets
    where id between ${first.id} and ${last.id}`.execute(db);
  await db.deleteFrom('bullets').where('id', '>=', first.id).where('id', '<=', last.id).execute();
  await countWords(db, textsOf(rows), -1);
  await raiseArchiveVersion(db);
}

/** Indexes all published issues anew when they were indexed in another form, or not at all. */
export async function refreshIndex(db: Db): Promise<void> {
  const form = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', FORM_NAME)
    .executeTakeFirst();
  if (form?.value === FORM) return;
  await sql`insert into bullet_index (bullet_index) values ('delete-all')`.execute(db);
  await db.deleteFrom('bullets').execute();
  await db.deleteFrom('words').execute();
  const issues = await db.selectFrom('issues').select('id').where('status', '=', 'published').execute();
  for (const { id } of issues) {
    const row = await db.selectFrom('issues').select('body').where('id', '=', id).executeTakeFirstOrThrow();
    await indexIssue(db, JSON.parse(row.body) as Issue);
  }
  await db
    .insertInto('settings')
    .values({ name: FORM_NAME, value: FORM })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: FORM }))
    .execute();
}

/** Another one after each change of what is published. */
export async function findArchiveVersion(db: Db): Promise<string> {
  const row = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', VERSION_NAME)
    .executeTakeFirst();
  return row?.value ?? '0';
}

async function raiseArchiveVersion(db: Db): Promise<void> {
  await sql`insert into settings (name, value) values (${VERSION_NAME}, '1')
    on conflict (name) do update set value = value + 1`.execute(db);
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

function textsOf(passages: Pick<Passage, 'text' | 'section'>[]): string[] {
  return passages.map(({ text, section }) => `${section} ${text}`);
}
