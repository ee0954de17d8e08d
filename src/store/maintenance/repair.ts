// Finds and repairs faults in a database that can still be opened.
import { sql } from 'kysely';
import { isPostgres } from '../database/dialect.js';
import type { Db, Tables } from '../database/schema.js';
import { deleteSetting } from '../database/settings.js';
import { refreshIndex } from '../search/index-bullets.js';

/** Up to three of SQLite's messages about damage in the file. Empty on PostgreSQL. */
export async function findDamage(db: Db): Promise<string[]> {
  if (isPostgres(db)) return [];
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check(3)`.execute(db);
  return rows.map((row) => row.integrity_check).filter((verdict) => verdict !== 'ok');
}

/** Rebuilds SQLite's indexes, which repairs damage limited to them. */
export async function rebuildIndices(db: Db): Promise<void> {
  await sql`reindex`.execute(db);
}

interface Orphan {
  table: keyof Tables;
  rowid: number | null;
  parent: string;
}

/**
 * Number of rows whose parent is missing, by table in alphabetical order. They occur only if foreign keys were not
 * enforced.
 */
export async function countOrphans(db: Db): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { table } of await findOrphans(db)) counts.set(table, (counts.get(table) ?? 0) + 1);
  return new Map([...counts].sort());
}

/** Removes orphans. Posts stay, and their source is recreated without its settings. Call it inside a transaction. */
export async function deleteOrphans(db: Db): Promise<void> {
  await sql`insert into sources (id, kind, platform, name)
    select distinct source_id, 'feed', platform, source_id from posts
    where source_id not in (select id from sources)`.execute(db);
  for (const { table, rowid } of await findOrphans(db))
    await sql`delete from ${sql.table(table)} where rowid = ${rowid}`.execute(db);
  await sql`update recipient_counts set count = (
    select count(*) from deliveries where deliveries.issue_id = recipient_counts.issue_id)`.execute(db);
}

async function findOrphans(db: Db): Promise<Orphan[]> {
  if (isPostgres(db)) return [];
  return (await sql<Orphan>`pragma foreign_key_check`.execute(db)).rows;
}

/** Whether the search index differs from the published issues. */
export async function isIndexStale(db: Db): Promise<boolean> {
  const { rows } = await sql`
    select id from issues where status = 'published' and id not in (select issue_id from bullets)
    union all
    select issue_id from bullets where issue_id not in (select id from issues where status = 'published')
    limit 1`.execute(db);
  if (rows.length > 0) return true;
  const counted = await sql<{ bullets: number; indexed: number }>`
    select (select count(*) from bullets) as bullets, (select count(*) from bullet_index) as indexed`.execute(
    db,
  );
  if (Number(counted.rows[0]?.bullets) !== Number(counted.rows[0]?.indexed)) return true;
  if (isPostgres(db)) return false;
  try {
    await sql`insert into bullet_index (bullet_index) values ('integrity-check')`.execute(db);
    return false;
  } catch {
    return true;
  }
}

/** Rebuilds the index of all published issues. Call it inside a transaction. */
export async function rebuildIndex(db: Db): Promise<void> {
  await deleteSetting(db, 'index-form');
  await refreshIndex(db);
}

/** Size of SQLite's file and of its free pages, in bytes. */
export async function findSlack(db: Db): Promise<{ bytes: number; free: number }> {
  if (isPostgres(db)) return { bytes: 0, free: 0 };
  const { rows } = await sql<{ size: number; pages: number; free: number }>`
    select page_size as size, page_count as pages, freelist_count as free
    from pragma_page_size, pragma_page_count, pragma_freelist_count`.execute(db);
  const { size = 0, pages = 0, free = 0 } = rows[0] ?? {};
  return { bytes: size * pages, free: size * free };
}

/** Returns free pages to the file system. Temporarily needs space for another copy. Call it outside a transaction. */
export async function compactDatabase(db: Db): Promise<void> {
  await sql`vacuum`.execute(db);
  await sql`pragma wal_checkpoint(truncate)`.execute(db);
}
