// Billed reads by service and UTC day, including reads reserved but not yet made.
import type { Reads } from '../../model.js';
import { lockName } from '../database/dialect.js';
import type { Db, ReadRow } from '../database/schema.js';

const READ_KINDS: ReadRow['kind'][] = ['posts', 'users'];

/** Adds to the count of a day (`YYYY-MM-DD`). A negative number subtracts. */
export async function addReads(db: Db, day: string, reads: Reads): Promise<void> {
  for (const kind of READ_KINDS) {
    if (reads[kind] === 0) continue;
    await db
      .insertInto('reads')
      .values({ day, kind, count: reads[kind] })
      .onConflict((conflict) =>
        conflict
          .columns(['day', 'kind'])
          .doUpdateSet((eb) => ({ count: eb('reads.count', '+', eb.ref('excluded.count')) })),
      )
      .execute();
  }
}

/**
 * Reserves reads of the day: `grant` decides the number from the count so far. Concurrent callers are serialised.
 * Subtract unused reads afterwards. Returns the number reserved. Call it inside a transaction.
 */
export async function reservePosts(
  db: Db,
  day: string,
  grant: (read: { today: Reads; month: Reads }) => number,
): Promise<number> {
  await lockName(db, 'reads');
  const posts = grant(await findReads(db, day));
  await addReads(db, day, { posts, users: 0 });
  return posts;
}

/** Reads on the day and in its calendar month so far. */
export async function findReads(db: Db, day: string): Promise<{ today: Reads; month: Reads }> {
  const rows = await db
    .selectFrom('reads')
    .selectAll()
    .where('day', '>=', `${day.slice(0, 7)}-01`)
    .where('day', '<=', `${day.slice(0, 7)}-31`)
    .execute();
  const sum = (some: ReadRow[]): Reads => {
    const total = (kind: string) =>
      some.filter((row) => row.kind === kind).reduce((n, row) => n + row.count, 0);
    return { posts: total('posts'), users: total('users') };
  };
  return { today: sum(rows.filter((row) => row.day === day)), month: sum(rows) };
}
