// Moves, drops and pins an issue's sections and bullets, as the editor's buttons ask.
import { changeBullets, listBullets } from '../../../base/issue-bullets.js';
import type { Issue, Section } from '../../../model.js';

export type Change = 'up' | 'down' | 'pin' | 'drop';

const KNOWN_CHANGES: string[] = ['up', 'down', 'pin', 'drop'] satisfies Change[];

/** Parses a button's value such as `up:s2`; undefined for anything else. */
export function parseChange(value: string): { kind: Change; id: string } | undefined {
  const [kind = '', id = ''] = value.split(':');
  return KNOWN_CHANGES.includes(kind) && id ? { kind: kind as Change, id } : undefined;
}

/** Returns the issue with one section or bullet moved, pinned to the top or dropped, without recaps that became empty. */
export function changeIssue(issue: Issue, { kind, id }: { kind: Change; id: string }): Issue {
  const move = <T extends { id: string }>(items: T[]) => moveItem(items, kind, id);
  const inSections = (sections: Section[]) =>
    move(sections.map((section) => ({ ...section, bullets: move(section.bullets) }))).filter(
      ({ bullets }) => bullets.length > 0,
    );
  return {
    ...issue,
    edited: true,
    lead: move(issue.lead),
    recaps: issue.recaps
      .map((recap) => ({ ...recap, sections: inSections(recap.sections) }))
      .filter(({ sections, topPosts }) => sections.length + topPosts.length > 0),
  };
}

function moveItem<T extends { id: string }>(items: T[], change: Change, id: string): T[] {
  const from = items.findIndex((item) => item.id === id);
  const item = items[from];
  if (!item) return items;
  const others = items.filter((other) => other !== item);
  if (change === 'drop') return others;
  const to = change === 'pin' ? 0 : Math.max(0, change === 'up' ? from - 1 : from + 1);
  return [...others.slice(0, to), item, ...others.slice(to)];
}

/** Returns the issue with its audit counts adjusted to its bullets. */
export function recountAudit(issue: Issue): Issue {
  const bullets = listBullets(issue);
  const all = bullets.flatMap((bullet) => [bullet, ...bullet.points]);
  return {
    ...changeBullets(issue, (bullet) => bullet),
    audit: {
      ...issue.audit,
      bullets: all.length,
      citations: all.reduce((sum, { citations }) => sum + citations.length, 0),
    },
  };
}
