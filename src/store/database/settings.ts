// Named values of the installation.
import { sql } from 'kysely';
import type { Db } from './schema.js';

export async function findSetting(db: Db, name: string): Promise<string | undefined> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst();
  return row?.value;
}

export async function setSetting(db: Db, name: string, value: string): Promise<void> {
  await db
    .insertInto('settings')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

/** Counts a change: everything derived from the previous state is out of date. */
export async function raiseVersion(db: Db, name: string): Promise<void> {
  await sql`insert into settings (name, value) values (${name}, '1')
    on conflict (name) do update set value = cast(cast(settings.value as integer) + 1 as text)`.execute(db);
}

export async function deleteSetting(db: Db, name: string): Promise<void> {
  await db.deleteFrom('settings').where('name', '=', name).execute();
}

/** The stored value. The first process to call it stores `initial`. */
export async function findOrAddSetting(db: Db, name: string, initial: () => string): Promise<string> {
  const present = await findSetting(db, name);
  if (present !== undefined) return present;
  const value = initial();
  await db
    .insertInto('settings')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  return (await findSetting(db, name)) ?? value;
}
