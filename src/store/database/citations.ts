// The posts and comments that an issue shows, and where.

import { sql } from 'kysely';
import { listBullets, listCitations } from '../../base/issue-bullets.js';
import type { Issue } from '../../model.js';
import { rowsOf } from './dialect.js';
import type { Db } from './schema.js';

/** Adds the rows of what the issue cites (lead, bullets, top posts) and of the posts it reports. */
export async function saveCitations(db: Db, issue: Issue): Promise<void> {
  await saveCited(db, issue);
  const sections = issue.recaps.flatMap((recap) => recap.sections);
  // A story that only the lead tells is reported, too.
  const ofLead = listBullets({ lead: issue.lead, recaps: [] }).flatMap(listCitations);
  const told = [...new Set([...sections.flatMap((section) => section.postIds), ...ofLead])].map((id) => [id]);
  await sql`insert into told (issue_id, post_id)
    select ${issue.id}, id from ${rowsOf(db, ['id'], told)} as told_here`.execute(db);
}

/** Adds missing rows of what the issue cites. */
export async function saveCited(db: Db, issue: Pick<Issue, 'id' | 'lead' | 'recaps'>): Promise<void> {
  const cited = [
    ...listBullets(issue).flatMap((bullet) => listCitations(bullet).map((cited) => [bullet.id, cited])),
    ...issue.recaps.flatMap(({ id, topPosts }) => topPosts.map(({ postId }) => [id, postId])),
  ];
  await sql`insert into citations (issue_id, bullet_anchor, post_id)
    select distinct ${issue.id}, anchor, id from ${rowsOf(db, ['anchor', 'id'], cited)} as cited where true
    on conflict do nothing`.execute(db);
}

/** Adds the rows of issues that were stored before leads and top posts had rows. */
export async function completeCitations(db: Db): Promise<void> {
  for (const { id } of await db.selectFrom('issues').select('id').execute()) {
    const row = await db.selectFrom('issues').select('body').where('id', '=', id).executeTakeFirstOrThrow();
    await saveCited(db, JSON.parse(row.body) as Issue);
  }
}
