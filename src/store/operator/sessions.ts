// Sessions of the operator's site, and the sign-in links that begin them. The store never sees their secrets.
import type { Instant } from '../../model.js';
import type { Db, SessionRow } from '../database/schema.js';

export type SessionKind = 'session' | 'link';

export interface NewSession {
  id: string;
  kind: SessionKind;
  client: string;
  now: Instant;
  expiresAt: Instant;
}

/** Adds a session or a link, and removes those that expired. */
export async function addSession(db: Db, { id, kind, client, now, expiresAt }: NewSession): Promise<void> {
  await db.deleteFrom('sessions').where('expires_at', '<=', now).execute();
  await db
    .insertInto('sessions')
    .values({ id, kind, client, created_at: now, seen_at: now, expires_at: expiresAt })
    .execute();
}

/** The session or link, unless it expired. */
export function findSession(
  db: Db,
  id: string,
  { kind, now }: { kind: SessionKind; now: Instant },
): Promise<SessionRow | undefined> {
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('id', '=', id)
    .where('kind', '=', kind)
    .where('expires_at', '>', now)
    .executeTakeFirst();
}

export async function touchSession(db: Db, id: string, now: Instant): Promise<void> {
  await db.updateTable('sessions').set({ seen_at: now }).where('id', '=', id).execute();
}

/** Ends a session, or uses up a link. Returns whether there was one: of two that use a link, one succeeds. */
export async function endSession(db: Db, id: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('sessions').where('id', '=', id).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** The sessions that have not expired, the latest used first. */
export function listSessions(db: Db, now: Instant): Promise<SessionRow[]> {
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('kind', '=', 'session')
    .where('expires_at', '>', now)
    .orderBy('seen_at', 'desc')
    .orderBy('id')
    .execute();
}
