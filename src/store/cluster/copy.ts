// Moves an SQLite store to PostgreSQL, table by table in batches, and proves that both hold the same.
import { type Kysely, sql } from 'kysely';
import { UserError } from '../../base/errors.js';
import { rowsOf } from '../database/dialect.js';
import { connectPostgres } from '../database/postgres.js';
import { explainStatementError, maskDatabaseUrl } from '../database/postgres-errors.js';
import type { Db, Tables } from '../database/schema.js';
import { indexRows, type Tokenized } from '../search/full-text.js';
import { type Sum, sumOfSource, sumOfTarget } from './copy-proof.js';
import { type CopiedTable, listTables } from './copy-tables.js';
import { claimTarget, clearTarget, findProgress, releaseTarget, saveProgress } from './copy-target.js';

export interface CopyOptions {
  /** The source's name in the target, so that only a copy of the same store resumes. */
  name: string;
  signal: AbortSignal;
  say: (line: string) => void;
}

export interface MovedTable extends Sum {
  table: string;
}

/** Limits of a batch; that of characters is approximate. */
const MAX_BATCH_CHARACTERS = 4_000_000;
const MAX_BATCH_ROWS = 5000;
const FIRST_BATCH_ROWS = 20;

/**
 * Copies everything into the empty PostgreSQL database at `url` while no process can write to the source. An interrupted
 * copy resumes with the next batch. Returns rows and checksum of each table, equal on both sides. Throws a UserError when
 * the target holds anything else, or when the source changed between two runs.
 */
export async function copyStore(
  source: Kysely<Tables>,
  url: string,
  options: CopyOptions,
): Promise<MovedTable[]> {
  const target = await connectPostgres(url, 2);
  try {
    await claimTarget(target, options.name, maskDatabaseUrl(url));
    // A transaction that holds SQLite's write lock from its first statement.
    return await source.transaction().execute(async (held) => {
      const tables = await listTables(held);
      for (const table of tables) await copyTable(held, target, table, options);
      const moved = await verifyCopy(held, target, tables, options);
      await releaseTarget(target);
      return moved;
    });
  } catch (error) {
    options.signal.throwIfAborted();
    throw explainStatementError(error, url);
  } finally {
    await target.destroy();
  }
}

async function copyTable(
  source: Db,
  target: Kysely<Tables>,
  table: CopiedTable,
  { signal, say }: CopyOptions,
): Promise<void> {
  const arrived = await findProgress(target, table.name);
  if (arrived?.done) return;
  const { name, key } = table;
  let last = arrived?.last ?? null;
  let limit = FIRST_BATCH_ROWS;
  for (;;) {
    signal.throwIfAborted();
    const after =
      last === null ? sql`` : sql`where ${sql.ref(key)} > ${key === 'rowid' ? Number(last) : last}`;
    const { rows } = await sql<Record<string, unknown>>`
      select ${sql.ref(key)} as copied_key, * from ${sql.table(name)} ${after}
      order by ${sql.ref(key)} limit ${limit}`.execute(source);
    const texts = rows.map((row) => table.columns.map((column) => textOf(row[column.name])));
    const done = rows.length < limit;
    last = done ? last : String(rows.at(-1)?.copied_key);
    const next = { last, done };
    await target.transaction().execute(async (trx) => {
      if (texts.length > 0) await insertRows(trx, table, texts);
      if (texts.length > 0 && name === 'bullets') await indexRows(trx, rows.map(tokenizedOf));
      await saveProgress(trx, name, next);
    });
    if (done) break;
    const size = texts.reduce((sum, row) => sum + row.reduce((n, text) => n + (text?.length ?? 0), 0), 1);
    limit = Math.max(1, Math.min(MAX_BATCH_ROWS, Math.floor((rows.length * MAX_BATCH_CHARACTERS) / size)));
  }
  say(`${name}: copied`);
}

async function insertRows(
  target: Db,
  { name, columns }: CopiedTable,
  rows: (string | null)[][],
): Promise<void> {
  const names = columns.map((column) => column.name);
  const values = columns.map((column) =>
    column.integer ? sql`cast(${sql.ref(column.name)} as bigint)` : sql.ref(column.name),
  );
  await sql`insert into ${sql.table(name)} (${sql.join(names.map((one) => sql.ref(one)))})
    select ${sql.join(values)} from ${rowsOf(target, names, rows)} as copied`.execute(target);
}

/** A row of `bullets` in the form that the index needs. */
function tokenizedOf({ id, tokens, section_tokens, facets }: Record<string, unknown>): Tokenized {
  return {
    ...{ id: Number(id), tokens: String(tokens) },
    ...{ section_tokens: String(section_tokens), facets: String(facets) },
  };
}

async function verifyCopy(
  source: Db,
  target: Kysely<Tables>,
  tables: CopiedTable[],
  { signal, say }: CopyOptions,
): Promise<MovedTable[]> {
  const moved: MovedTable[] = [];
  for (const table of tables) {
    const [here, there] = await Promise.all([sumOfSource(source, table, signal), sumOfTarget(target, table)]);
    if (here.rows !== there.rows || here.checksum !== there.checksum) {
      await clearTarget(
        target,
        tables.map(({ name }) => name),
      );
      throw new UserError(
        `The table ${table.name} differs: ${here.rows} rows here, ${there.rows} there. The store was changed between two runs`,
        'End every process of Tidings and run this again: it begins anew.',
      );
    }
    say(`${table.name}: ${here.rows} rows, the same on both sides`);
    moved.push({ table: table.name, ...here });
  }
  return moved;
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
