// Finds statements of an issue that their cited posts do not support. An editor may keep them, but should know.
import { listBullets } from '../../base/issue-bullets.js';
import { gatherEvidence } from '../../editorial/check.js';
import { verifyBullet } from '../../editorial/verify/verify.js';
import type { Issue } from '../../model.js';
import type { Db } from '../../store/database/schema.js';
import { findPostsById } from '../../store/posts.js';

/** Checks every bullet of the lead and the sections. Returns those that fail, with the reasons. */
export async function findDoubts(db: Db, issue: Issue): Promise<{ bullet: string; reasons: string[] }[]> {
  const posts = await findPostsById(db, Object.keys(issue.posts));
  const nameOf = (sourceId: string) =>
    Object.values(issue.posts).find((post) => post.sourceId === sourceId)?.sourceName ?? sourceId;
  const evidence = gatherEvidence({ posts: new Map(posts.map((post) => [post.id, post])), nameOf });
  return listBullets(issue).flatMap((bullet) => {
    const verdict = verifyBullet({ ...bullet, points: [] }, evidence, { language: issue.language });
    return verdict.ok ? [] : [{ bullet: bullet.id, reasons: verdict.reasons }];
  });
}
