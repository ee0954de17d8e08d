// Moves, drops and pins an issue's sections and bullets, as the editor's buttons ask.
import { changeBullets, listBullets } from '../../../base/issue-bullets.js';
import { phrasesOf } from '../../../base/language/phrases/phrases.js';
import { words } from '../../../base/text.js';
import type { Bullet, Issue, Section } from '../../../model.js';

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
  const changed: Issue = {
    ...issue,
    edited: true,
    lead: move(issue.lead),
    recaps: issue.recaps
      .map((recap) => ({ ...recap, sections: inSections(recap.sections) }))
      .filter(({ sections, topPosts }) => sections.length + topPosts.length > 0),
  };
  return kind === 'drop' ? withoutAnnouncements(issue, changed) : changed;
}

/** A line announces a bullet if it shares this part of its words with it. */
const ANNOUNCING_SHARE = 0.6;

/** Returns a test whether a line announces a bullet that `changed` no longer has, and none that it has. */
function findAnnounced(issue: Issue, changed: Issue): (line: string) => boolean {
  const kept = new Set(listBullets(changed).map(({ id }) => id));
  const wordsOf = (text: string) => new Set(words(text).filter((word) => word.length > 3 || /\d/.test(word)));
  const toWords = ({ claim, text }: Bullet) =>
    wordsOf([...claim, { text: ' ' }, ...text].map((span) => span.text).join(''));
  const bullets = listBullets(issue);
  const gone = bullets.filter(({ id }) => !kept.has(id)).map(toWords);
  const left = bullets.filter(({ id }) => kept.has(id)).map(toWords);
  return (line) => {
    const own = [...wordsOf(line)];
    const shareOf = (list: Set<string>[]) =>
      Math.max(0, ...list.map((bullet) => own.filter((word) => bullet.has(word)).length / own.length));
    return own.length > 0 && shareOf(gone) >= ANNOUNCING_SHARE && shareOf(gone) > shareOf(left);
  };
}

/** Whether the headline announces what was dropped. */
export const isHeadlineGone = (issue: Issue, changed: Issue) => findAnnounced(issue, changed)(issue.headline);

/** The changed issue without the parts of its subtitle and summary that announce what was dropped. */
function withoutAnnouncements(issue: Issue, changed: Issue): Issue {
  const isGone = findAnnounced(issue, changed);
  const { also } = phrasesOf(issue.language).issue;
  const prefix = also.slice(0, also.indexOf('{text}'));
  const isAlso = prefix !== '' && issue.subtitle.startsWith(prefix);
  const said = isAlso ? issue.subtitle.slice(prefix.length) : issue.subtitle;
  const parts = said.replace(/\.$/, '').split('; ');
  const kept = parts.filter((part) => !isGone(part));
  const subtitle =
    kept.length > 0 ? `${isAlso ? prefix : ''}${kept.join('; ')}${said.endsWith('.') ? '.' : ''}` : '';
  return {
    ...changed,
    subtitle: kept.length === parts.length ? issue.subtitle : subtitle,
    summary: issue.summary?.filter((line) => !isGone(line)),
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
