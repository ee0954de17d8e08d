// Readers' reports of errors, and what the operator decided.
import { randomBytes } from 'node:crypto';
import type { Instant } from '../../model.js';
import type { Db, ReportRow } from '../database/schema.js';

export type ReportState = 'open' | 'corrected' | 'dismissed';

export interface Report {
  issueId: string;
  anchor: string;
  /** The bullet's text as reported. */
  claim: string;
  text: string;
  link?: string;
  address?: string;
}

/** Adds a report. Returns its id. */
export async function addReport(db: Db, report: Report, now: Instant): Promise<string> {
  const id = randomBytes(9).toString('base64url');
  const { issueId, anchor, claim, text, link, address } = report;
  await db
    .insertInto('corrections')
    .values({
      ...{ id, issue_id: issueId, anchor, claim, text, link: link ?? null, address: address ?? null },
      ...{ state: 'open', created_at: now, decided_at: null, answer: null },
    })
    .execute();
  return id;
}

/** Reports of one state, the newest first. */
export function listReports(db: Db, state: ReportState, limit: number): Promise<ReportRow[]> {
  return db
    .selectFrom('corrections')
    .selectAll()
    .where('state', '=', state)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
}

export function findReport(db: Db, id: string): Promise<ReportRow | undefined> {
  return db.selectFrom('corrections').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function countOpenReports(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('corrections')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Closes an open report. Returns false when somebody closed it before. */
export async function closeReport(
  db: Db,
  id: string,
  { state, answer, now }: { state: Exclude<ReportState, 'open'>; answer?: string; now: Instant },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('corrections')
    .set({ state, answer: answer ?? null, decided_at: now })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
