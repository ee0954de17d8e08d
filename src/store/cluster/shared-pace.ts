// A rate limit shared by several processes, timed by the PostgreSQL server's clock.
import { sql } from 'kysely';
import type { Db } from '../database/schema.js';

const NOW = sql`cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`;

/** Reserves the next turn of that name, `spacingMs` after the previous one. Returns the milliseconds until then. */
export async function reserveTurn(db: Db, name: string, spacingMs: number): Promise<number> {
  const spacing = sql`${Math.ceil(spacingMs)}::bigint`;
  const { rows } = await sql<{ wait: number }>`
    insert into paces (name, next_at, held_until) values (${name}, ${NOW} + ${spacing}, 0)
    on conflict (name) do update set
      next_at = greatest(paces.next_at, paces.held_until, ${NOW}) + ${spacing}
    returning next_at - ${spacing} - ${NOW} as wait`.execute(db);
  return Math.max(0, Number(rows[0]?.wait ?? 0));
}

/** Delays all turns of that name by this many milliseconds from now. */
export async function holdTurns(db: Db, name: string, ms: number): Promise<void> {
  const until = sql`${NOW} + ${Math.ceil(ms)}::bigint`;
  await sql`
    insert into paces (name, next_at, held_until) values (${name}, 0, ${until})
    on conflict (name) do update set held_until = greatest(paces.held_until, excluded.held_until)`.execute(
    db,
  );
}

/** Milliseconds until turns of that name are no longer delayed. */
export async function remainingHoldMs(db: Db, name: string): Promise<number> {
  const { rows } = await sql<{ wait: number }>`
    select held_until - ${NOW} as wait from paces where name = ${name}`.execute(db);
  return Math.max(0, Number(rows[0]?.wait ?? 0));
}
