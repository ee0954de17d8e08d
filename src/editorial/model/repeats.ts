// What sections repeat of the opening.
import type { Bullet } from '../../model.js';
import type { SectionText } from '../offline/editor.js';
import { contentWords, isNumber } from '../offline/used-text.js';

/** The share of a text's content words from which it says nothing beyond the opening. */
const REPEATED_SHARE = 0.75;

/** The words of an opening's lead. */
export function leadWords(lead: Bullet[]): Set<string> {
  return contentWords(lead.map((bullet) => wordsOf(bullet)).join('\n'));
}

/** One repeated claim is dropped; from this number on, the section is written again, which costs a call. */
const MIN_REPEATS = 2;

/** Whether so many claims repeat the opening that the section should be written again. */
export function repeatsLead({ bullets }: SectionText, lead: ReadonlySet<string>): boolean {
  const repeats = bullets.filter(({ claim }) => isCovered(claim.map(({ text }) => text).join(''), lead));
  return repeats.length >= MIN_REPEATS;
}

/** The section without bullets that say nothing beyond the opening; the section as it is when none would be left. */
export function dropRepeats(text: SectionText, lead: ReadonlySet<string>): SectionText {
  const bullets = text.bullets.filter(
    (bullet) => bullet.points.length > 0 || !isCovered(wordsOf(bullet), lead),
  );
  return bullets.length > 0 ? { ...text, bullets } : text;
}

function wordsOf({ claim, text }: Bullet): string {
  return [...claim, { text: ' ' }, ...text].map((span) => span.text).join('');
}

function isCovered(text: string, lead: ReadonlySet<string>): boolean {
  const own = [...contentWords(text)];
  if (own.some((word) => isNumber(word) && !lead.has(word))) return false;
  return own.length > 0 && own.filter((word) => lead.has(word)).length >= REPEATED_SHARE * own.length;
}
