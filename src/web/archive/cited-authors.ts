// The authors that issues cite, with how many statements cite each.
import { listBullets, listCitations } from '../../base/issue-bullets.js';
import type { Issue, Platform } from '../../model.js';
import { findPost } from '../../render/spans.js';
import type { Db } from '../../store/database/schema.js';
import { findIssue } from '../../store/issues.js';
import { authorPath } from '../ui/paths.js';

export interface CitedAuthor {
  author: string;
  platform: Platform;
  /** Statements that cite posts or comments of the author. */
  statements: number;
}

/** The authors that the issue cites, by the path of each one's page. */
export function listCitedAuthors(issue: Issue): Map<string, CitedAuthor> {
  const cited = new Map<string, CitedAuthor>();
  for (const bullet of listBullets(issue)) {
    const paths = new Set<string>();
    for (const id of listCitations(bullet)) {
      const post = findPost(issue.posts, id);
      if (!post?.author) continue;
      const { author, platform } = post;
      const path = authorPath(post);
      if (paths.has(path)) continue;
      paths.add(path);
      cited.set(path, { author, platform, statements: (cited.get(path)?.statements ?? 0) + 1 });
    }
  }
  return cited;
}

/** The authors that these issues cite, the most cited first. */
export async function countCitedAuthors(
  db: Db,
  issues: { id: string }[],
): Promise<(CitedAuthor & { path: string })[]> {
  const counted = new Map<string, CitedAuthor>();
  for (const { id } of issues) {
    const issue = await findIssue(db, id);
    for (const [path, cited] of issue ? listCitedAuthors(issue) : []) {
      const statements = cited.statements + (counted.get(path)?.statements ?? 0);
      counted.set(path, { ...cited, statements });
    }
  }
  return [...counted]
    .map(([path, cited]) => ({ path, ...cited }))
    .sort((a, b) => b.statements - a.statements || (a.path < b.path ? -1 : 1));
}

/** `@name` on X, `u/name` on Reddit, else the name. */
export function labelAuthor({ author, platform }: { author: string; platform: Platform }): string {
  if (platform === 'x') return `@${author}`;
  return platform === 'reddit' ? `u/${author}` : author;
}
