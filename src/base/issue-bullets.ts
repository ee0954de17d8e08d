// Lists, changes and writes out an issue's bullets, in reading order.
import type { Bullet, Span } from '../model.js';
import { oneLine } from './text.js';

/** An issue, or the part of it that is already written. */
interface Bulleted {
  lead?: Bullet[];
  recaps: { sections: { bullets: Bullet[] }[] }[];
}

/** The bullets of the lead and of every section, without the points under them. */
export function listBullets({ lead = [], recaps }: Bulleted): Bullet[] {
  return [...lead, ...recaps.flatMap(({ sections }) => sections.flatMap(({ bullets }) => bullets))];
}

/** All bullets, each followed by the points under it. */
export function listStatements(issue: Bulleted): Bullet[] {
  return listBullets(issue).flatMap((bullet) => [bullet, ...bullet.points]);
}

/** Ids of the posts and comments that a bullet and the points under it cite; one may occur twice. */
export function listCitations({ citations, points }: Pick<Bullet, 'citations' | 'points'>): string[] {
  return [...citations, ...points.flatMap((point) => point.citations)];
}

/** Replaces each bullet of the lead and the sections with the bullets that `change` returns: none, one or several. */
export function changeBullets<T extends Bulleted>(
  issue: T,
  change: (bullet: Bullet) => Bullet | Bullet[],
): T {
  return {
    ...issue,
    lead: issue.lead?.flatMap(change),
    recaps: issue.recaps.map((recap) => ({
      ...recap,
      sections: recap.sections.map((section) => ({ ...section, bullets: section.bullets.flatMap(change) })),
    })),
  };
}

/**
 * A bullet's text with its points, without links. A title without final punctuation gets a full stop, but not a claim
 * whose sentence continues in the text.
 */
export function bulletText(bullet: Bullet): string {
  const [claim, text] = [textOfSpans(bullet.claim), textOfSpans(bullet.text)];
  const goesOn = bullet.claim.every(({ cite }) => !cite) && /^[\p{Ll}(\u2013\u2014]/u.test(text);
  const opening = goesOn ? [`${claim} ${text}`.trim()] : [claim, text];
  return [...opening, ...bullet.points.map(bulletText)]
    .filter(Boolean)
    .reduce((all, part) => (all ? `${all}${endsWithMark(all) ? ' ' : '. '}${part}` : part), '');
}

function textOfSpans(spans: Span[]): string {
  return oneLine(spans.map((span) => span.text).join(''));
}

function endsWithMark(text: string): boolean {
  return /[\p{P}\p{S}]$/u.test(text);
}
