// The authors that issues cite, and how many statements cite each.
import { listBullets, listCitations } from '../../base/issue-bullets.js';
import type { Issue, Platform } from '../../model.js';
import { findPost } from '../../render/spans.js';
import { findCitationsVersion } from '../../store/database/citations.js';
import type { Db } from '../../store/database/schema.js';
import { readByVersion } from '../../store/database/version-memo.js';
import { findIssue, listIssues } from '../../store/issues.js';
import { authorPath } from '../site/paths.js';

export interface CitedAuthor {
  author: string;
  platform: Platform;
  /** Statements that cite posts or comments of the author. */
  statements: number;
}

/** The authors that the issue cites, keyed by the path of their page. */
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

/** The list of authors covers this many newest issues; each issue's page lists its own. */
const ISSUES_WITH_AUTHORS = 50;

export interface RecentAuthors {
  /** The most cited first. */
  authors: (CitedAuthor & { path: string })[];
  /** How many issues the list covers. */
  issues: number;
}

/** Lists the authors that the newest published issues cite. Computed again only when the archive's citations change. */
export const countRecentAuthors = readByVersion(findCitationsVersion, countAuthors);

async function countAuthors(db: Db): Promise<RecentAuthors> {
  // Skip imported issues: they cite nobody and are large.
  const issues = await listIssues(db, { status: 'published', citing: true, limit: ISSUES_WITH_AUTHORS });
  const counted = new Map<string, CitedAuthor>();
  for (const { id } of issues) {
    const issue = await findIssue(db, id);
    for (const [path, cited] of issue ? listCitedAuthors(issue) : []) {
      const statements = cited.statements + (counted.get(path)?.statements ?? 0);
      counted.set(path, { ...cited, statements });
    }
    // Large issues take long to parse: let other requests run in between.
    await new Promise(setImmediate);
  }
  const authors = [...counted]
    .map(([path, cited]) => ({ path, ...cited }))
    .sort((a, b) => b.statements - a.statements || (a.path < b.path ? -1 : 1));
  return { authors, issues: issues.length };
}

/** `@name` on X, `u/name` on Reddit, else the name. */
export function labelAuthor({ author, platform }: { author: string; platform: Platform }): string {
  if (platform === 'x') return `@${author}`;
  return platform === 'reddit' ? `u/${author}` : author;
}
