// Compares two stores by the number of rows and a checksum of each table, computed from the same form of a row.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../database/schema.js';
import type { CopiedTable } from './copy-tables.js';

export interface Sum {
  rows: number;
  /** The sum of the first 64 bits of every row's SHA-256, signed; independent of the order of rows. */
  checksum: string;
}

const READ_AT_ONCE = 1000;

/** The proof of a table in the SQLite store. */
export async function sumOfSource(
  source: Db,
  { name, columns, key }: CopiedTable,
  signal: AbortSignal,
): Promise<Sum> {
  let [rows, checksum] = [0, 0n];
  for (let last: unknown = null; ; ) {
    signal.throwIfAborted();
    const after = last === null ? sql`` : sql`where ${sql.ref(key)} > ${last}`;
    const { rows: read } = await sql<Record<string, unknown>>`
      select ${sql.ref(key)} as copied_key, * from ${sql.table(name)} ${after}
      order by ${sql.ref(key)} limit ${READ_AT_ONCE}`.execute(source);
    for (const row of read) checksum += hashOf(columns.map((column) => partOf(row[column.name])).join(','));
    rows += read.length;
    if (read.length < READ_AT_ONCE) return { rows, checksum: String(checksum) };
    last = read.at(-1)?.copied_key;
  }
}

/** The proof of the same table in PostgreSQL, computed by the server. */
export async function sumOfTarget(target: Db, { name, columns }: CopiedTable): Promise<Sum> {
  const parts = columns.map(({ name: column }) => {
    const text = sql`cast(${sql.ref(column)} as text)`;
    return sql`coalesce(octet_length(${text}) || ':' || ${text}, '-')`;
  });
  const form = sql.join(parts, sql` || ',' || `);
  const { rows } = await sql<{ rows: number; checksum: string }>`
    select count(*) as rows, cast(coalesce(sum(hash), 0) as text) as checksum from (
      select cast(cast('x' || left(encode(sha256(convert_to(${form}, 'UTF8')), 'hex'), 16) as bit(64)) as bigint) as hash
      from ${sql.table(name)}) as hashes`.execute(target);
  return { rows: Number(rows[0]?.rows), checksum: rows[0]?.checksum ?? '' };
}

function hashOf(form: string): bigint {
  return createHash('sha256').update(form).digest().readBigInt64BE();
}

/** PostgreSQL cannot store NUL; everything else is copied unchanged. */
function partOf(value: unknown): string {
  if (value === null || value === undefined) return '-';
  const text = String(value).replaceAll('\0', '');
  return `${Buffer.byteLength(text)}:${text}`;
}
