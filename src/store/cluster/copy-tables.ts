// The tables of an SQLite store in the order of a copy: parents before children.
import { sql } from 'kysely';
import type { Db } from '../database/schema.js';

export interface CopiedTable {
  name: string;
  columns: { name: string; integer: boolean }[];
  /** The column that orders its rows, or SQLite's rowid. */
  key: string;
}

/** Every table with data. The full-text index is rebuilt from them. */
export async function listTables(source: Db): Promise<CopiedTable[]> {
  const { rows } = await sql<{ name: string; wr: number }>`
    select name, wr from pragma_table_list
    where schema = 'main' and type = 'table' and name not like 'sqlite%' and name <> 'migrations'
    order by name`.execute(source);
  const tables = new Map<string, CopiedTable & { parents: string[] }>();
  for (const { name, wr } of rows) {
    const { rows: columns } = await sql<{ name: string; type: string; pk: number }>`
      select name, type, pk from pragma_table_info(${name})`.execute(source);
    const { rows: parents } = await sql<{ table: string }>`
      select "table" from pragma_foreign_key_list(${name})`.execute(source);
    const key = wr ? columns.find(({ pk }) => pk === 1)?.name : 'rowid';
    tables.set(name, {
      name,
      columns: columns.map((column) => ({ name: column.name, integer: /int/i.test(column.type) })),
      key: key ?? 'rowid',
      parents: parents.map(({ table }) => table),
    });
  }
  const ordered = new Set<CopiedTable>();
  const add = (name: string) => {
    const table = tables.get(name);
    if (!table || ordered.has(table)) return;
    for (const parent of table.parents) if (parent !== name) add(parent);
    ordered.add(table);
  };
  for (const name of tables.keys()) add(name);
  return [...ordered];
}
