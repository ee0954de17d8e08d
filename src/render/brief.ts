// The top of an issue: one line for each further story, and the reading time.
import { listBullets, listCitations } from '../base/issue-bullets.js';
import { detectLanguage } from '../base/language/detect.js';
import { isPersonal, isShouted } from '../base/language/line-kinds.js';
import { oneLine, truncate, words } from '../base/text.js';
import type { Bullet, Issue } from '../model.js';
import { toText } from './imported.js';
import { cleanText } from './spans.js';

export interface BriefLine {
  text: string;
  /** The id of the bullet. */
  anchor: string;
}

const MAX_LINES = 5;
/** With fewer lines, or above a short body, the lines would only repeat the body. */
const MIN_LINES = 3;
const MIN_BULLETS = 8;
/** Maximum characters of a line. A model's claims have at most 20 words. */
const MAX_LINE_CHARACTERS = 140;
/** A shortened line must have at least this many characters. */
const MIN_CHARACTERS = 30;

/**
 * One line for the first bullet of each of the heaviest sections, without those that the lead or the subtitle covers.
 * Empty for a short issue. `shown`: ids of the bullets to choose from.
 */
export function listBrief(
  { subtitle, lead, recaps }: Pick<Issue, 'subtitle' | 'lead' | 'recaps'>,
  shown?: ReadonlySet<string>,
): BriefLine[] {
  if (listBullets({ recaps }).length < MIN_BULLETS) return [];
  const reportedIds = new Set(lead.flatMap(listCitations));
  const lines = recaps
    .flatMap(({ sections }) => sections)
    .sort((a, b) => b.weight - a.weight)
    .flatMap(({ bullets }) => {
      const suitable = bullets
        .filter((bullet) => !listCitations(bullet).some((id) => reportedIds.has(id)))
        .map((bullet) => ({ text: lineOf(bullet), anchor: bullet.id }))
        .filter(({ text }) => !isUnsuitable(text));
      return suitable.find(({ text }) => !text.endsWith('\u2026')) ?? suitable[0] ?? [];
    })
    .filter(({ text, anchor }) => text !== '' && (shown?.has(anchor) ?? true))
    .filter(({ text }) => !repeatsSubtitle(subtitle, text))
    .slice(0, MAX_LINES);
  return lines.length < MIN_LINES ? [] : lines;
}

/** Questions, and a speaker's opening. */
const UNSUITABLE_LINE = /\?["'\u201d\p{Extended_Pictographic}\s]*$|^@\w+:/u;

/** Whether a line cannot stand alone as news: a question, a shouted one, or one whose "I" is not the newsletter. */
function isUnsuitable(line: string): boolean {
  return UNSUITABLE_LINE.test(line) || isShouted(line) || (isPersonal(line) && isEnglish(line));
}

const isEnglish = (line: string) => (detectLanguage(line) ?? 'en').startsWith('en');

/** A line repeats the subtitle if they have this share of its words in common. */
const COVERED_SHARE = 0.6;

function repeatsSubtitle(subtitle: string, line: string): boolean {
  const said = new Set(words(subtitle.toLowerCase()));
  const own = words(line.toLowerCase());
  return own.length > 0 && own.filter((word) => said.has(word)).length >= COVERED_SHARE * own.length;
}

function lineOf({ claim, text }: Bullet): string {
  const said = (claim.length > 0 ? claim : text).map((span) => span.text).join('');
  return cutAtClause(oneLine(cleanText(said)).replace(/(?:[\s,;:。]|(?<=\p{L}{2}|\d)\.)+$/u, ''));
}

/** The line, else its longest opening that ends with a clause, else its first words. */
function cutAtClause(line: string): string {
  if (line.length <= MAX_LINE_CHARACTERS) return line;
  const ends = [
    ...line.matchAll(/[,;:](?=\s)|\.(?=\s\p{Lu})|(?=\s\()|(?=\s?[\u2013\u2014])|(?=\s-\s)/gu),
  ].map(({ index }) => index);
  const end = ends.filter((at) => at >= MIN_CHARACTERS && at <= MAX_LINE_CHARACTERS).at(-1);
  return end ? line.slice(0, end).trimEnd() : truncate(line, MAX_LINE_CHARACTERS);
}

// Brysbaert 2019, "How many words do we read per minute?": 238 for silent reading of non-fiction.
const WORDS_PER_MINUTE = 238;

/** Reading time in whole minutes, at least one. */
export function readingMinutes({ lead, recaps, body }: Pick<Issue, 'lead' | 'recaps' | 'body'>): number {
  const own = listBullets({ lead, recaps }).reduce((sum, bullet) => sum + countWords(bullet), 0);
  return Math.max(1, Math.round((own + (body ? words(toText(body)).length : 0)) / WORDS_PER_MINUTE));
}

function countWords({ claim, text, points }: Bullet): number {
  const own = words([...claim, ...text].map((span) => span.text).join('')).length;
  return points.reduce((sum, point) => sum + countWords(point), own);
}
