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
