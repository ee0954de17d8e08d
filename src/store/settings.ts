// What the installation remembers about itself.
import { randomBytes } from 'node:crypto';
import type { Instant } from '../model.js';
import type { Db } from './database/schema.js';

/** The secret of 32 bytes that readers' links are signed with; made at its first use. */
export async function getSecret(db: Db): Promise<Buffer> {
  await db
    .insertInto('settings')
    .values({ name: 'secret', value: newSecret() })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const { value } = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', 'secret')
    .executeTakeFirstOrThrow();
  return Buffer.from(value, 'base64');
}

// A former secret's name is this and until when links that it signed are good.
const FORMER = 'secret:';

/** All secrets that a link may be signed with: the present one first, then former ones whose time is not over. */
export async function getSecrets(db: Db, now: Instant): Promise<[Buffer, ...Buffer[]]> {
  const former = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '>', FORMER + now)
    .where('name', '<', `${FORMER}~`)
    .orderBy('name', 'desc')
    .execute();
  return [await getSecret(db), ...former.map(({ value }) => Buffer.from(value, 'base64'))];
}

/** Signs with a new secret from now on; what the present one signed is good until then. Call it inside a transaction. */
export async function rotateSecret(db: Db, { now, until }: { now: Instant; until: Instant }): Promise<void> {
  const present = await getSecret(db);
  await db
    .deleteFrom('settings')
    .where('name', '>=', FORMER)
    .where('name', '<=', FORMER + (until > now ? now : '~'))
    .execute();
  if (until > now) {
    await db
      .insertInto('settings')
      .values({ name: FORMER + until, value: present.toString('base64') })
      .execute();
  }
  await db.updateTable('settings').set({ value: newSecret() }).where('name', '=', 'secret').execute();
}

function newSecret(): string {
  return randomBytes(32).toString('base64');
}

/** Stops the delivery of an issue until the operator resumes it. */
export async function pauseIssue(db: Db, issueId: string, why: string): Promise<void> {
  await db
    .insertInto('settings')
    .values({ name: `paused:${issueId}`, value: why })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: why }))
    .execute();
}

export async function resumeIssue(db: Db, issueId: string): Promise<void> {
  await db.deleteFrom('settings').where('name', '=', `paused:${issueId}`).execute();
}

/** Why the delivery of an issue is stopped, if it is. */
export async function findPause(db: Db, issueId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', `paused:${issueId}`)
    .executeTakeFirst();
  return row?.value;
}
