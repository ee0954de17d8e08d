// What a backfill has fetched, so that one that was cut off goes on without fetching again.
import type { Db } from './database/schema.js';

const NAME = 'backfill';

/** `value` is opaque here; there is one, of the last backfill. */
export async function saveBackfill(db: Db, value: string): Promise<void> {
  await db
    .insertInto('settings')
    .values({ name: NAME, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

export async function findBackfill(db: Db): Promise<string | undefined> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', NAME).executeTakeFirst();
  return row?.value;
}
