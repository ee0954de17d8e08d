// Earlier versions of published issues that were changed.
import type { Instant, Issue } from '../../model.js';
import type { Db } from '../database/schema.js';

export interface IssueVersion {
  /** Counts from 1, the earliest. */
  number: number;
  /** When the next version took its place. */
  replacedAt: Instant;
}

/** Keeps the issue as it is before a change. Call it inside the transaction that changes it. */
export async function addIssueVersion(db: Db, issue: Issue, replacedAt: Instant): Promise<void> {
  const latest = (await listIssueVersions(db, issue.id)).at(-1);
  await db
    .insertInto('issue_versions')
    .values({
      issue_id: issue.id,
      number: (latest?.number ?? 0) + 1,
      replaced_at: replacedAt,
      body: JSON.stringify(issue),
    })
    .execute();
}

/** The earliest first. */
export async function listIssueVersions(db: Db, issueId: string): Promise<IssueVersion[]> {
  const rows = await db
    .selectFrom('issue_versions')
    .select(['number', 'replaced_at'])
    .where('issue_id', '=', issueId)
    .orderBy('number')
    .execute();
  return rows.map((row) => ({ number: row.number, replacedAt: row.replaced_at }));
}

export async function findIssueVersion(
  db: Db,
  issueId: string,
  number: number,
): Promise<(IssueVersion & { issue: Issue }) | undefined> {
  const row = await db
    .selectFrom('issue_versions')
    .selectAll()
    .where('issue_id', '=', issueId)
    .where('number', '=', number)
    .executeTakeFirst();
  return row && { number: row.number, replacedAt: row.replaced_at, issue: JSON.parse(row.body) as Issue };
}

/** The changes of all issues, the latest first. */
export async function listIssueChanges(
  db: Db,
  page: { limit: number; offset?: number },
): Promise<{ issueId: string; at: Instant }[]> {
  const rows = await db
    .selectFrom('issue_versions')
    .select(['issue_id', 'replaced_at'])
    .orderBy('replaced_at', 'desc')
    .orderBy('issue_id')
    .orderBy('number', 'desc')
    .limit(page.limit)
    .offset(page.offset ?? 0)
    .execute();
  return rows.map((row) => ({ issueId: row.issue_id, at: row.replaced_at }));
}

export async function countIssueChanges(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('issue_versions')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}
