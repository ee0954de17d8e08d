// The same story in other issues: an update links to the bullet that it updates, an issue's page to later reports.

import { bulletText, changeBullets, listBullets } from '../../base/issue-bullets.js';
import { truncate, words } from '../../base/text.js';
import type { Bullet, Issue } from '../../model.js';
import { formatPeriod } from '../../render/format.js';
import { findIssue } from '../../store/issues.js';
import { findRelatedIssues, type RelatedIssue } from '../../store/related-issues.js';
import { issuePath } from '../site/paths.js';
import type { Site } from '../site/site.js';
import { useLanguage, usePhrases } from '../ui/language.js';

const MAX_LATER_REPORTS = 30;
/** Two bullets are about the same story when they share this many of their longer words. */
const MIN_SHARED_WORDS = 3;

/** The path of an update's target, which is a slug or `slug#anchor`. */
export function updatePath(updates: string): string {
  const [slug = '', anchor] = updates.split('#');
  return issuePath(slug, anchor);
}

/** Returns the issue with updates that link to single bullets, and what later issues report about its stories. */
export async function withRelatedIssues(
  site: Site,
  issue: Issue,
): Promise<{ issue: Issue; later: RelatedIssue[] }> {
  const slugs = new Set(listBullets(issue).flatMap(({ updates }) => updates || []));
  const earlier = new Map<string, Bullet[]>();
  for (const slug of slugs) {
    const found = await findIssue(site.db, slug);
    if (found) earlier.set(slug, listBullets(found));
  }
  const withAnchor = (bullet: Bullet): Bullet => {
    const anchor = bullet.updates && findSameStory(bullet, earlier.get(bullet.updates) ?? []);
    return anchor ? { ...bullet, updates: `${bullet.updates}#${anchor}` } : bullet;
  };
  return {
    issue: changeBullets(issue, withAnchor),
    later: await findRelatedIssues(site.db, issue.slug, MAX_LATER_REPORTS),
  };
}

/** Finds the id of the bullet that shares the most long words, if it shares enough. */
function findSameStory(bullet: Bullet, others: Bullet[]): string | undefined {
  const own = longWords(bullet);
  let best = { id: '', shared: MIN_SHARED_WORDS - 1 };
  for (const other of others) {
    const shared = [...longWords(other)].filter((word) => own.has(word)).length;
    if (shared > best.shared) best = { id: other.id, shared };
  }
  return best.id || undefined;
}

function longWords(bullet: Bullet): Set<string> {
  return new Set(words(bulletText(bullet)).filter((word) => word.length >= 5 || /\d/.test(word)));
}

export function Later({ issues, timeZone }: { issues: RelatedIssue[]; timeZone: string }) {
  if (issues.length === 0) return null;
  return (
    <section class="month">
      <h2>{usePhrases().page.whatCameAfter}</h2>
      <ul class="rows">
        {issues.map(({ slug, anchor, period, text }) => (
          <li>
            <p class="meta">{formatPeriod(period, timeZone, useLanguage())}</p>
            <a href={issuePath(slug, anchor)}>{truncate(text, 140)}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
