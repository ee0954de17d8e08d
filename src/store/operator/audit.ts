// The audit log: every action of an operator in the browser.
import { randomBytes } from 'node:crypto';
import type { Instant } from '../../model.js';
import type { AuditRow, Db } from '../database/schema.js';

export interface AuditEntry {
  at: Instant;
  actor: string;
  action: string;
  subject: string;
  detail?: string;
}

export async function addAudit(db: Db, { detail = '', ...entry }: AuditEntry): Promise<void> {
  await db
    .insertInto('audit')
    .values({ id: randomBytes(9).toString('base64url'), ...entry, detail })
    .execute();
}

/** Newest first. `before` is the instant and id of the last entry of the page before. */
export function listAudit(
  db: Db,
  { before, limit }: { before?: { at: Instant; id: string }; limit: number },
): Promise<AuditRow[]> {
  let query = db.selectFrom('audit').selectAll().orderBy('at', 'desc').orderBy('id', 'desc').limit(limit);
  if (before)
    query = query.where((eb) =>
      eb.or([eb('at', '<', before.at), eb.and([eb('at', '=', before.at), eb('id', '<', before.id)])]),
    );
  return query.execute();
}
