// Finds and drops bullets that repeat the opening.
import type { Bullet } from '../../model.js';
import type { SectionText } from '../editor.js';
import { contentWords, isNumber } from '../group/terms.js';
import { listClaimTitles } from './headings.js';

/** A text repeats the opening from this share of common content words on. */
const REPEATED_SHARE = 0.75;

/** The content words of a lead. */
export function leadWords(lead: Bullet[]): Set<string> {
  return contentWords(lead.map((bullet) => wordsOf(bullet)).join('\n'));
}

/** A single repeated claim is dropped. From this number on, the section is written again, which costs a call. */
const MIN_REPEATS = 2;

/** Whether enough claims repeat the opening that the section should be written again. */
export function repeatsLead({ bullets }: SectionText, lead: ReadonlySet<string>): boolean {
  const repeats = bullets.filter(({ claim }) => isCovered(claim.map(({ text }) => text).join(''), lead));
  return repeats.length >= MIN_REPEATS;
}

/**
 * The section without bullets that only repeat the opening; unchanged if none would be left. If the title was about those,
 * the first claim left gives another one.
 */
export function dropRepeats(text: SectionText, lead: ReadonlySet<string>): SectionText {
  const bullets = text.bullets.filter(
    (bullet) => bullet.points.length > 0 || !isCovered(wordsOf(bullet), lead),
  );
  if (bullets.length === 0 || bullets.length === text.bullets.length) return text;
  const left = contentWords(bullets.map((bullet) => wordsOf(bullet)).join('\n'));
  const own = [...contentWords(text.title ?? '')];
  const isStillTrue = own.filter((word) => left.has(word)).length >= own.length / 2;
  const [first] = bullets.flatMap(({ claim }) => listClaimTitles(claim.map((span) => span.text).join('')));
  return { ...text, bullets, title: isStillTrue ? text.title : (first ?? text.title) };
}

function wordsOf({ claim, text }: Bullet): string {
  return [...claim, { text: ' ' }, ...text].map((span) => span.text).join('');
}

function isCovered(text: string, lead: ReadonlySet<string>): boolean {
  const own = [...contentWords(text)];
  if (own.some((word) => isNumber(word) && !lead.has(word))) return false;
  return own.length > 0 && own.filter((word) => lead.has(word)).length >= REPEATED_SHARE * own.length;
}
