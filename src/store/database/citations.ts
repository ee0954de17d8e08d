// The posts and comments that an issue shows, and where.

import { sql } from 'kysely';
import { listBullets, listCitations } from '../../base/issue-bullets.js';
import type { Issue } from '../../model.js';
import { rowsOf } from './dialect.js';
import type { Db } from './schema.js';
import { findSetting, raiseVersion } from './settings.js';

/** Adds rows for the posts that the issue cites (lead, bullets, top posts) and reports. */
export async function saveCitations(db: Db, issue: Issue): Promise<void> {
  await saveCited(db, issue);
  const sections = issue.recaps.flatMap((recap) => recap.sections);
  // A story that only the lead reports counts as reported, too.
  const ofLead = listBullets({ lead: issue.lead, recaps: [] }).flatMap(listCitations);
  const told = [...new Set([...sections.flatMap((section) => section.postIds), ...ofLead])].map((id) => [id]);
  await sql`insert into told (issue_id, post_id)
    select ${issue.id}, id from ${rowsOf(db, ['id'], told)} as told_here`.execute(db);
}

const VERSION_NAME = 'citations-version';

/** Changes whenever an issue that cites posts is saved or removed. Imported issues cite none. */
export async function findCitationsVersion(db: Db): Promise<string> {
  return (await findSetting(db, VERSION_NAME)) ?? '0';
}

/** Removes the rows that `saveCitations` added. */
export async function deleteCitations(db: Db, issueId: string): Promise<void> {
  const { numDeletedRows } = await db
    .deleteFrom('citations')
    .where('issue_id', '=', issueId)
    .executeTakeFirst();
  if (numDeletedRows > 0n) await raiseVersion(db, VERSION_NAME);
  await db.deleteFrom('told').where('issue_id', '=', issueId).execute();
}

/** Adds missing rows for the posts that the issue cites. */
export async function saveCited(db: Db, issue: Pick<Issue, 'id' | 'lead' | 'recaps'>): Promise<void> {
  const cited = [
    ...listBullets(issue).flatMap((bullet) => listCitations(bullet).map((cited) => [bullet.id, cited])),
    ...issue.recaps.flatMap(({ id, topPosts }) => topPosts.map(({ postId }) => [id, postId])),
  ];
  await sql`insert into citations (issue_id, bullet_anchor, post_id)
    select distinct ${issue.id}, anchor, id from ${rowsOf(db, ['anchor', 'id'], cited)} as cited where true
    on conflict do nothing`.execute(db);
  if (cited.length > 0) await raiseVersion(db, VERSION_NAME);
}

/** Adds the rows of issues that were stored before leads and top posts had rows. */
export async function completeCitations(db: Db): Promise<void> {
  for (const { id } of await db.selectFrom('issues').select('id').execute()) {
    const row = await db.selectFrom('issues').select('body').where('id', '=', id).executeTakeFirstOrThrow();
    await saveCited(db, JSON.parse(row.body) as Issue);
  }
}
