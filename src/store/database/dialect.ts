// The SQL that differs between SQLite and PostgreSQL. Every store function runs on both.
import { CompiledQuery, PostgresAdapter, type RawBuilder, sql } from 'kysely';
import type { Db, Tables } from './schema.js';

export function isPostgres(db: Db): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}

/**
 * Serialises transactions that lock the same name: each waits until the previous one has ended. SQLite serialises all
 * writing transactions anyway.
 */
export async function lockName(db: Db, name: string): Promise<void> {
  if (isPostgres(db)) await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(db);
}

/**
 * Rows of text as a table, for `from`. Binds a constant number of values. `nth` is a row's index, from 0.
 */
export function rowsOf(db: Db, columns: string[], rows: (string | null)[][]): RawBuilder<unknown> {
  if (isPostgres(db)) {
    const lists = columns.map((_, at) => sql`${rows.map((row) => row[at] ?? null)}::text[]`);
    const names = sql.join([...columns, 'place'].map((name) => sql.ref(name)));
    return sql`(select listed.*, place - 1 as nth
      from unnest(${sql.join(lists)}) with ordinality as listed(${names}))`;
  }
  const values = columns.map((name, at) => sql`value ->> ${sql.lit(at)} as ${sql.ref(name)}`);
  return sql`(select key as nth, ${sql.join(values)} from json_each(${JSON.stringify(rows)}))`;
}

/** Rows per SQLite statement; more are no faster. */
const ROWS_PER_INSERT = 50;

/** Inserts rows of text into a table with numeric ids, which count from `first`. */
export async function insertNumbered(
  db: Db,
  { table, columns, first }: { table: string; columns: string[]; first: number },
  rows: (string | null)[][],
): Promise<void> {
  if (isPostgres(db)) {
    const names = sql.join(['id', ...columns].map((name) => sql.ref(name)));
    const values = sql.join(columns.map((name) => sql.ref(name)));
    await sql`insert into ${sql.table(table)} (${names})
      select ${sql.lit(first)} + nth, ${values} from ${rowsOf(db, columns, rows)} as made`.execute(db);
    return;
  }
  // Hand-written SQL: kysely takes longer to bind a value than SQLite to store the row.
  const row = `(${['id', ...columns].map(() => '?').join()})`;
  for (let from = 0; from < rows.length; from += ROWS_PER_INSERT) {
    const some = rows.slice(from, from + ROWS_PER_INSERT);
    const text = `insert into "${table}" ("id","${columns.join('","')}") values ${some.map(() => row).join()}`;
    const values = some.flatMap((each, at) => [first + from + at, ...each]);
    await db.executeQuery(CompiledQuery.raw(text, values));
  }
}

/** Numbers as a query, for `in`. Binds one value. */
export function numbersOf(db: Db, numbers: number[]): RawBuilder<unknown> {
  return isPostgres(db)
    ? sql`(select unnest(${numbers}::bigint[]))`
    : sql`(select value from json_each(${JSON.stringify(numbers)}))`;
}

/**
 * Builds a condition for an update: the rows of a query, except those that another transaction has locked. `query` gets
 * the column that identifies a row.
 */
export function isUnlockedRow(
  db: Db,
  query: (column: RawBuilder<unknown>) => RawBuilder<unknown>,
): RawBuilder<unknown> {
  if (!isPostgres(db)) return sql`rowid in (${query(sql`rowid`)})`;
  // Uses ctid, so that stale statistics cannot make the planner scan the whole table. An array is evaluated once; a
  // subquery could be evaluated once per row and exceed its limit.
  return sql`ctid = any(array(${query(sql`ctid`)} for update skip locked))`;
}

/**
 * Keeps the selected rows from being deleted until the transaction ends. On SQLite, no other transaction writes
 * meanwhile.
 */
export function lockKeyShare(db: Db): RawBuilder<unknown> {
  return isPostgres(db) ? sql`for key share` : sql``;
}

/** Makes SQLite use this index. PostgreSQL chooses by its statistics. */
export function indexedBy(db: Db, index: string): RawBuilder<unknown> {
  return isPostgres(db) ? sql`` : sql`indexed by ${sql.ref(index)}`;
}

/** Makes PostgreSQL count a table's values again. SQLite gets its indexes from `indexedBy`. */
export async function refreshStatistics(db: Db, table: keyof Tables): Promise<void> {
  if (isPostgres(db)) await sql`analyze ${sql.table(table)}`.execute(db);
}

/** A condition that holds for one transaction at a time. */
export function isOwnRow(db: Db, column: string): RawBuilder<boolean> {
  return isPostgres(db) ? sql`pg_try_advisory_xact_lock(hashtextextended(${sql.ref(column)}, 1))` : sql`true`;
}

/** Aggregates a column of numbers to a JSON list. */
export function sqlList(db: Db, column: string): RawBuilder<string | null> {
  return isPostgres(db)
    ? sql`cast(json_agg(${sql.ref(column)}) as text)`
    : sql`json_group_array(${sql.ref(column)})`;
}
