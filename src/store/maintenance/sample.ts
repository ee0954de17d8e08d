// Keeps the bundled sample separate from a real archive.

import type { Db } from '../database/schema.js';
import { deleteIssue } from '../issues.js';

/** Whether the store holds the sample (sources with these ids), other sources, or neither. */
export async function findStoreContents(
  db: Db,
  sampleIds: string[],
): Promise<{ sample: boolean; others: boolean }> {
  const known = new Set(sampleIds);
  const rows = await db.selectFrom('sources').select('id').execute();
  return { sample: rows.some((row) => known.has(row.id)), others: rows.some((row) => !known.has(row.id)) };
}

/** Removes the sample's sources, posts, issues and runs. Call it inside a transaction. */
export async function removeSample(db: Db, sampleIds: string[]): Promise<void> {
  const issues = await db
    .selectFrom('told')
    .innerJoin('posts', 'posts.id', 'told.post_id')
    .select('told.issue_id')
    .distinct()
    .where('posts.source_id', 'in', sampleIds)
    .execute();
  for (const { issue_id } of issues) await deleteIssue(db, issue_id);
  // Before a real sources.yaml exists, only the sample has run here.
  await db.deleteFrom('runs').execute();
  await db.deleteFrom('incidents').execute();
  await db.deleteFrom('posts').where('source_id', 'in', sampleIds).execute();
  await db.deleteFrom('sources').where('id', 'in', sampleIds).execute();
}
