// The same story at other times: an update leads to the bullet that it updates, and an issue to what came after.

import { changeBullets, listBullets } from '../../base/issue-bullets.js';
import { truncate, words } from '../../base/text.js';
import type { Bullet, Issue } from '../../model.js';
import { formatPeriod } from '../../render/format.js';
import { findIssue } from '../../store/issues.js';
import { findRelatedIssues, type RelatedIssue } from '../../store/related-issues.js';
import { bulletText } from '../../store/search/passages.js';
import { issuePath } from '../ui/paths.js';
import type { Site } from '../ui/site.js';

/** The most later tellings that an issue's page lists. */
const LISTED = 30;
/** Two bullets tell the same story when they share so many of their longer words. */
const SHARED = 3;

/** Where an update leads: a slug, or a slug and an anchor with `#` between them, which no slug holds. */
export function updatePath(updates: string): string {
  const [slug = '', anchor] = updates.split('#');
  return issuePath(slug, anchor);
}

/** The issue with its updates leading to the very bullets; what came after it. */
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
  const point = (bullet: Bullet): Bullet => {
    const anchor = bullet.updates && nearest(bullet, earlier.get(bullet.updates) ?? []);
    return anchor ? { ...bullet, updates: `${bullet.updates}#${anchor}` } : bullet;
  };
  return {
    issue: changeBullets(issue, point),
    later: await findRelatedIssues(site.db, issue.slug, LISTED),
  };
}

function nearest(bullet: Bullet, others: Bullet[]): string | undefined {
  const own = tellingWords(bullet);
  let best = { id: '', shared: SHARED - 1 };
  for (const other of others) {
    const shared = [...tellingWords(other)].filter((word) => own.has(word)).length;
    if (shared > best.shared) best = { id: other.id, shared };
  }
  return best.id || undefined;
}

function tellingWords(bullet: Bullet): Set<string> {
  return new Set(words(bulletText(bullet)).filter((word) => word.length >= 5 || /\d/.test(word)));
}

export function Later({ tellings, timeZone }: { tellings: RelatedIssue[]; timeZone: string }) {
  if (tellings.length === 0) return null;
  return (
    <section class="month">
      <h2>What came after</h2>
      <ul class="rows">
        {tellings.map(({ slug, anchor, period, text }) => (
          <li>
            <p class="meta">{formatPeriod(period, timeZone)}</p>
            <a href={issuePath(slug, anchor)}>{truncate(text, 140)}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
