// Finds follow-ups: bullets of later issues that update a story.
import type { Instant } from '../model.js';
import type { Db } from './database/schema.js';

export interface RelatedIssue {
  slug: string;
  anchor: string;
  period: { from: Instant; to: Instant };
  text: string;
}

/** Bullets of published issues that update a story of the issue with this slug, oldest first; at most `limit`. */
export async function findRelatedIssues(db: Db, slug: string, limit: number): Promise<RelatedIssue[]> {
  const rows = await db
    .selectFrom('bullets')
    .innerJoin('issues', 'issues.id', 'bullets.issue_id')
    .select(['issues.slug', 'issues.period_from', 'issues.period_to', 'bullets.anchor', 'bullets.text'])
    .where('bullets.updates', '=', slug)
    .orderBy('bullets.id')
    .limit(limit)
    .execute();
  return rows.map(({ period_from, period_to, ...row }) => ({
    ...row,
    period: { from: period_from, to: period_to },
  }));
}
