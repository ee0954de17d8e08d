// The target database of a copy: whether it is free, and the progress.
import { type Kysely, sql } from 'kysely';
import { UserError } from '../../base/errors.js';
import { migrate } from '../database/migrations.js';
import { isBeingFilled } from '../database/postgres.js';
import type { Db, Tables } from '../database/schema.js';

/** How far one table is copied. */
export interface CopyProgress {
  /** The key of the last row, as text. */
  last: string | null;
  done: boolean;
}

const PROGRESS_TABLE = sql.table('store_copy');
/** The row of the progress table that names the source store. */
const SOURCE_ROW = ' source';

/**
 * Creates the tables in an empty database and reserves it for the named store, or resumes a copy of that store. Throws a
 * UserError when the database holds anything else.
 */
export async function claimTarget(db: Kysely<Tables>, source: string, shown: string): Promise<void> {
  if (await isBeingFilled(db)) {
    const { rows } = await sql<{ last: string }>`
      select last from ${PROGRESS_TABLE} where name = ${SOURCE_ROW}`.execute(db);
    if (rows[0]?.last === source) return;
    throw new UserError(
      `The database ${shown} is being filled from another store: ${rows[0]?.last}`,
      'Finish that move, or create a new database.',
    );
  }
  await requireEmpty(db, shown);
  await migrate(db);
  await db.transaction().execute(async (trx) => {
    // Opening a database writes rows to `settings`.
    await trx.deleteFrom('settings').execute();
    await sql`create table ${PROGRESS_TABLE} (name text primary key, last text, done boolean not null)`.execute(
      trx,
    );
    await saveProgress(trx, SOURCE_ROW, { last: source, done: false });
  });
}

/** Removes the copied rows, so that the next copy starts over. */
export async function clearTarget(db: Kysely<Tables>, tables: string[]): Promise<void> {
  await sql`truncate ${sql.join(['bullet_index', ...tables].map((name) => sql.table(name)))}`.execute(db);
  await sql`delete from ${PROGRESS_TABLE} where name <> ${SOURCE_ROW}`.execute(db);
}

/** Marks the copy as complete: from here on it is an ordinary store. */
export async function releaseTarget(db: Kysely<Tables>): Promise<void> {
  await sql`analyze`.execute(db);
  await sql`drop table ${PROGRESS_TABLE}`.execute(db);
}

export async function saveProgress(db: Db, name: string, { last, done }: CopyProgress): Promise<void> {
  await sql`insert into ${PROGRESS_TABLE} (name, last, done) values (${name}, ${last}, ${done})
    on conflict (name) do update set last = excluded.last, done = excluded.done`.execute(db);
}

export async function findProgress(db: Db, name: string): Promise<CopyProgress | undefined> {
  const { rows } =
    await sql<CopyProgress>`select last, done from ${PROGRESS_TABLE} where name = ${name}`.execute(db);
  return rows[0];
}

async function requireEmpty(db: Kysely<Tables>, shown: string): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = current_schema`.execute(db);
  const names = rows.map(({ name }) => name);
  // A store that was opened but never used is empty, too.
  const used = names.includes('migrations') ? ['sources', 'issues', 'subscribers', 'suppressions'] : names;
  for (const name of used) {
    const { rows: some } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(db);
    if (some.length > 0 || !names.includes('migrations'))
      throw new UserError(
        `The database ${shown} is not empty: it has the table ${name}`,
        'Move the store to an empty database: createdb --encoding=UTF8 NAME.',
      );
  }
}
