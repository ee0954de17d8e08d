// Chooses the items of an issue that fit into a mail, most important first.
import type { Bullet, Issue } from '../model.js';

/** The parts of an issue that a mail shows. */
export interface Shown {
  /** Ids of the bullets. */
  bullets: ReadonlySet<string>;
  /** Ids of the recaps whose top posts are shown. */
  topPosts: ReadonlySet<string>;
}

interface Item {
  kind: 'bullet' | 'topPosts';
  id: string;
}

/**
 * Lists items in the order in which they are kept: the lead, the first bullet of each recap, the top posts, then all
 * other bullets by the weight of their section and their position in it.
 */
export function listItems({ lead, recaps }: Issue): Item[] {
  const bullet = ({ id }: Bullet): Item => ({ kind: 'bullet', id });
  const firsts = recaps.flatMap((recap) => recap.sections[0]?.bullets[0] ?? []);
  const kept = new Set([...lead, ...firsts]);
  const sections = recaps.flatMap((recap) => recap.sections).sort((a, b) => b.weight - a.weight);
  const rest = sections.flatMap((section) => section.bullets).filter((other) => !kept.has(other));
  return [
    ...[...kept].map(bullet),
    ...recaps.flatMap(({ id, topPosts }): Item[] => (topPosts.length > 0 ? [{ kind: 'topPosts', id }] : [])),
    ...rest.map(bullet),
  ];
}

/** The first `count` items as sets of ids. */
export function showFirst(items: Item[], count: number): Shown {
  const ids = (kind: Item['kind']) =>
    new Set(items.slice(0, count).flatMap((item) => (item.kind === kind ? [item.id] : [])));
  return { bullets: ids('bullet'), topPosts: ids('topPosts') };
}

/** The largest count up to `total` that fits, by bisection; 0 if none does. */
export function findGreatest(total: number, fits: (count: number) => boolean): number {
  if (fits(total)) return total;
  let fitting = 0;
  let tooMany = total;
  while (tooMany - fitting > 1) {
    const middle = Math.floor((fitting + tooMany) / 2);
    if (fits(middle)) fitting = middle;
    else tooMany = middle;
  }
  return fitting;
}

export interface Omission {
  /** The recap's title, or `the lead`. */
  title: string;
  /** Anchor of the first omitted bullet. */
  anchor: string;
  count: number;
}

/** The number of omitted bullets (without points) by part; empty if all are shown. */
export function listOmissions({ lead, recaps }: Issue, shown: Shown): Omission[] {
  const parts: [string, Bullet[]][] = [
    ['the lead', lead],
    ...recaps.map(({ title, sections }): [string, Bullet[]] => [title, sections.flatMap((s) => s.bullets)]),
  ];
  return parts.flatMap(([title, bullets]) => {
    const missing = bullets.filter(({ id }) => !shown.bullets.has(id));
    return missing[0] ? [{ title, anchor: missing[0].id, count: missing.length }] : [];
  });
}

/** The number of omitted bullets. */
export function countOmitted(omissions: Omission[]): number {
  return omissions.reduce((sum, { count }) => sum + count, 0);
}
