// The secrets that sign readers' links.
import { randomBytes } from 'node:crypto';
import type { Instant } from '../model.js';
import type { Db } from './database/schema.js';
import { findOrAddSetting, setSetting } from './database/settings.js';

/** The 32-byte secret that signs readers' links; created at its first use. */
export async function getSecret(db: Db): Promise<Buffer> {
  return Buffer.from(await findOrAddSetting(db, 'secret', createSecret), 'base64');
}

// An earlier secret is stored under this prefix plus the time until which its links are valid.
const FORMER_SECRET = 'secret:';

/** All secrets that valid links may be signed with: the current one first, then earlier ones that have not expired. */
export async function getSecrets(db: Db, now: Instant): Promise<[Buffer, ...Buffer[]]> {
  const former = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '>', FORMER_SECRET + now)
    .where('name', '<', `${FORMER_SECRET}~`)
    .orderBy('name', 'desc')
    .execute();
  return [await getSecret(db), ...former.map(({ value }) => Buffer.from(value, 'base64'))];
}

/** Replaces the secret; links signed with the old one stay valid `until` then. Call it inside a transaction. */
export async function rotateSecret(db: Db, { now, until }: { now: Instant; until: Instant }): Promise<void> {
  const present = await getSecret(db);
  await db
    .deleteFrom('settings')
    .where('name', '>=', FORMER_SECRET)
    .where('name', '<=', FORMER_SECRET + (until > now ? now : '~'))
    .execute();
  if (until > now) await setSetting(db, FORMER_SECRET + until, present.toString('base64'));
  await setSetting(db, 'secret', createSecret());
}

function createSecret(): string {
  return randomBytes(32).toString('base64');
}
