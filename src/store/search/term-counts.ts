// Counts how many texts of earlier days contain a term, to know how rare a word is and which names are new.
import { sql } from 'kysely';
import type { Db, TermCountRow } from '../database/schema.js';
import { findSetting, setSetting } from '../database/settings.js';

export type TermCount = Omit<TermCountRow, 'recent' | 'counted_on'>;

/** Each day counts this much less than the day after it. */
const RECENT_DECAY = 0.75;
const MAX_ROWS_PER_STATEMENT = 500;
const LAST_DAY_SETTING = 'terms-counted';
/** The row of a term that only one text had is deleted after this many days. */
const KEEP_RARE_DAYS = 30;

/** The last day that was counted: YYYY-MM-DD. */
export function findLastCountedDay(db: Db): Promise<string | undefined> {
  return findSetting(db, LAST_DAY_SETTING);
}

/** Adds the counts of a day's texts. Call it once a day, in the order of the days, inside a transaction. */
export async function addTermCounts(db: Db, day: string, counts: TermCount[]): Promise<void> {
  await sql`update term_counts set recent = recent * ${RECENT_DECAY}`.execute(db);
  for (let from = 0; from < counts.length; from += MAX_ROWS_PER_STATEMENT) {
    const rows = counts
      .slice(from, from + MAX_ROWS_PER_STATEMENT)
      .map((count) => ({ ...count, recent: count.texts, counted_on: day }));
    await db
      .insertInto('term_counts')
      .values(rows)
      .onConflict((conflict) =>
        conflict.column('term').doUpdateSet((eb) => ({
          texts: eb('term_counts.texts', '+', eb.ref('excluded.texts')),
          recent: eb('term_counts.recent', '+', eb.ref('excluded.recent')),
          upper: eb('term_counts.upper', '+', eb.ref('excluded.upper')),
          counted_on: eb.ref('excluded.counted_on'),
        })),
      )
      .execute();
  }
  const oldest = new Date(Date.parse(day) - KEEP_RARE_DAYS * 86_400_000).toISOString().slice(0, 10);
  await db.deleteFrom('term_counts').where('texts', '<', 2).where('counted_on', '<', oldest).execute();
  await setSetting(db, LAST_DAY_SETTING, day);
}

/** The counts of all terms. */
export function listTermCounts(db: Db): Promise<TermCountRow[]> {
  return db.selectFrom('term_counts').selectAll().execute();
}
