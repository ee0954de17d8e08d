// What the installation remembers about itself.
import { randomBytes } from 'node:crypto';
import type { Db } from './schema.js';

/** The secret of 32 bytes that readers' links are signed with; made at its first use, the same ever after. */
export async function getSecret(db: Db): Promise<Buffer> {
  await db
    .insertInto('settings')
    .values({ name: 'secret', value: randomBytes(32).toString('base64') })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const { value } = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', 'secret')
    .executeTakeFirstOrThrow();
  return Buffer.from(value, 'base64');
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
