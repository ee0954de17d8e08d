// The recaps offered as search filters.
import { sql } from 'kysely';
import type { Db } from './database/schema.js';
import { NO_RECAPS } from './search/passages.js';

/** Covers about ten issues. */
const NEWEST_BULLETS = 1000;

/** Titles of the newest issues' recaps, in their order. Issues without stories and imported issues have none. */
export async function listRecaps(db: Db): Promise<string[]> {
  const { rows } = await sql<{ recap: string }>`
    select recap from (select id, recap from bullets order by id desc limit ${NEWEST_BULLETS}) as newest
    where recap not in (${sql.join(NO_RECAPS)})
    group by recap order by max(id)`.execute(db);
  return rows.map(({ recap }) => recap);
}
